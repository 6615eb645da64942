/// Secrets that PowerShell makes of commands in parentheses.
extension LineScanner {
    /// What to write instead of a command that makes a secret; `nil` for other commands.
    ///
    /// - Parameters:
    ///   - word: The command.
    ///   - start: Where it stands.
    /// - Returns: The advice, in which no part of the line is repeated but the name of the parameter.
    func secretRepair(forCommand word: String, at start: Int) -> String? {
        guard ["convertto-securestring", "get-credential", "read-host"].contains(word.lowercased()) else { return nil }
        let parameter = parameterName(before: start)
        if callName?.lowercased().hasPrefix("connect-") == true {
            return parameter?.lowercased().hasPrefix("cert") == true
                ? "Leave -CertificatePassword out: the password is in a file that only you can read, "
                    + "--certificate-password-file FILE."
                : "Leave -Credential out: --username NAME with --password-stdin or --password-file FILE, "
                    + "as 'exo help sign-in' shows."
        }
        let name = parameter ?? (word.lowercased() == "get-credential" ? "Credential" : "Password")
        let content =
            name.lowercased().contains("credential")
            ? "JSON with UserName and Password into a file" : "the secret alone into a file"
        return "Put \(content) that only you can read, and write -\(name) @FILE."
    }

    /// The name of the parameter whose value begins with the parenthesis before a place; `nil` where there is none.
    func parameterName(before start: Int) -> String? {
        var end = start
        while end > 0, case let scalar = scalars[end - 1], "(: \t".unicodeScalars.contains(scalar) { end -= 1 }
        var begin = end
        while begin > 0, scalars[begin - 1].continuesName { begin -= 1 }
        guard begin > 0, begin < end, scalars[begin - 1].isDash else { return nil }
        return text(from: begin, to: end)
    }
}
