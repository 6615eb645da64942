/// What a client asks the sign-in to show (OpenID Connect section 3.1.2.1).
enum Prompt: String, Sendable {
    /// The password again, whoever is signed in.
    case login
    /// Nothing.
    case none
    /// Which account.
    case selectAccount = "select_account"
    /// The permissions.
    case consent
    /// The permissions, for the whole organization; on the v1.0 endpoint.
    case administratorConsent = "admin_consent"
    /// A new account.
    case create
}
