/// What a token is asked for with.
enum GrantType: Sendable, Equatable {
    case authorizationCode
    case refreshToken
    case clientCredentials
    /// A grant of the service that is not emulated yet.
    case notEmulated(String)

    private static let later: Set = [
        "password", "device_code", "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:saml1_1-bearer",
        "urn:ietf:params:oauth:grant-type:saml2-bearer",
    ]

    /// Reads a `grant_type`.
    ///
    /// - Throws: ``EntraError`` 70003 for one the service does not know.
    init(_ text: String) throws {
        switch text {
        case "authorization_code": self = .authorizationCode
        case "refresh_token": self = .refreshToken
        case "client_credentials": self = .clientCredentials
        default:
            guard Self.later.contains(text) else { throw EntraError.unknownGrant }
            self = .notEmulated(text)
        }
    }
}
