/// One text in the keyring of the session, under the name that msal-extensions gives it.
struct KeyringItem: Sendable {
    /// What tells it from others: the Secret Service's schema, or the Keychain's account.
    let name: String
    /// What people see in a program that shows keyrings.
    let label: String

    /// An error about the keyring.
    static func failure(_ message: String, _ repair: Repair? = nil) -> TokenError {
        TokenError(
            code: .storeFailed,
            message: message,
            repair: repair ?? "work in a session that has a keyring, or keep the tokens in a file"
        )
    }
}
