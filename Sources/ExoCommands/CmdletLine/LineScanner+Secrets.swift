internal import CmdletCatalogue
internal import ExchangeOnline
internal import ExoCrypto

/// Secrets that PowerShell makes of commands in parentheses.
extension LineScanner {
    /// The secret that a cmdlet of the service is given by `ConvertTo-SecureString` of a literal text.
    ///
    /// - Returns: The secret; `nil`, with the place unchanged, where another value stands or none may stand.
    /// - Throws: `BindingError` that repeats nothing of it.
    mutating func secret() throws -> PowerShellValue? {
        guard takesSecrets, let cmdlet = callName, CmdletCatalogue.cmdlet(named: cmdlet) != nil,
            CommandTable.root.subcommand(named: cmdlet) == nil
        else { return nil }
        var ahead = self
        try ahead.skipBlanks(lineBreaks: true)
        let start = ahead.place
        let name = Self.conversion.name
        guard text(from: start, to: start + name.count + 1).lowercased() == name.lowercased() + " " else { return nil }
        let found: String?
        do {
            let arguments = try StageArguments(ahead.call(isInParentheses: true), Self.conversion)
            found = arguments.flag("AsPlainText") ? arguments.text("String") : nil
        } catch let error as BindingError where !error.isUnfinished {
            found = nil
        }
        guard let found else {
            throw unsupported(
                "\(name) makes a secret of a text in quotes alone, with -AsPlainText",
                at: start,
                repair: "Put it in single quotes: (\(name) '…' -AsPlainText -Force)."
            )
        }
        place = ahead.place
        return .secret(SecretBytes(copying: found.utf8))
    }

    private static let conversion = StageSpec(
        name: "ConvertTo-SecureString",
        aliases: [],
        summary: "",
        parameters: [
            StageSpec.Parameter(name: "String", kind: .text, position: 0),
            StageSpec.Parameter(name: "AsPlainText", kind: .flag),
            StageSpec.Parameter(name: "Force", kind: .flag),
        ]
    )

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
