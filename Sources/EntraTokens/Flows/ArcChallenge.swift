/// Azure Arc's proof that a program runs on the machine: it can read a file there.
enum ArcChallenge {
    /// The most bytes that such a file has.
    private static let longestKey = 4096

    /// Reads the file that a challenge names, which has to lie in the agent's own folder.
    ///
    /// - Parameters:
    ///   - field: The `WWW-Authenticate` field.
    ///   - folder: The agent's folder.
    /// - Returns: What to show the agent.
    /// - Throws: ``TokenError`` with code `unexpectedResponse` for another file, `unusableCredential` for one that cannot be
    ///   read.
    static func key(named field: String, in folder: String) throws -> ClientSecret {
        let challenge = AuthenticationChallenge.all(in: [field]).first { $0.scheme == "basic" }
        // The agent writes the path bare, which is neither a token nor a quoted string.
        guard let path = challenge?.parameters["realm"] else {
            throw TokenError(
                code: .unexpectedResponse,
                message: "Azure Arc's agent names no file to prove the machine by"
            )
        }
        let name = path.hasPrefix(folder + "/") ? path.dropFirst(folder.utf8.count + 1) : ""
        guard name.hasSuffix(".key"), !name.hasPrefix("."), !name.utf8.contains(UInt8(ascii: "/")) else {
            throw TokenError(
                code: .unexpectedResponse,
                message: "Azure Arc's agent names a file outside \(folder): \(SanitizedText.shown(path))"
            )
        }
        let bytes = try SmallFile.read(path, what: "Azure Arc's file", limit: longestKey, followsLinks: false)
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw TokenError(
                code: .unusableCredential,
                message: "Azure Arc's file \(SanitizedText.shown(path)) holds no key"
            )
        }
        return ClientSecret(bytes)
    }
}
