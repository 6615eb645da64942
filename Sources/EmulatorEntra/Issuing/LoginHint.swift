import ExoCrypto

/// The claim `login_hint`: a name of a user that says nothing to others, and that a client sends back to sign in or out.
enum LoginHint {
    private static let prefix = "O."

    /// The value of the claim.
    static func make(_ login: String) -> String { prefix + Base64URL.encode(Array(login.utf8)) }

    /// The name in what a client sent, which may be the name itself.
    static func read(_ text: String) -> String {
        guard text.hasPrefix(prefix), let bytes = Base64URL.decode(text.dropFirst(prefix.count)),
            let login = String(validating: bytes, as: UTF8.self), login.contains("@")
        else { return text }
        return login
    }
}
