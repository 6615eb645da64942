import EmulatorCore

/// What a token is asked for with.
enum GrantType: Sendable, Equatable {
    case authorizationCode
    case refreshToken
    case clientCredentials
    case password
    case onBehalfOf
    case deviceCode

    /// Grants of the service that are not given here, and why.
    private static let refused = [
        "urn:ietf:params:oauth:grant-type:saml1_1-bearer": saml, "urn:ietf:params:oauth:grant-type:saml2-bearer": saml,
        "user_fic": "agent identities do not exist here", "srv_challenge": "primary refresh tokens do not exist here",
        "urn:ietf:params:oauth:grant-type:token-exchange":
            "tokens of other services are taken as client assertions alone",
    ]
    private static let saml = "no tenant has an identity provider whose SAML assertions could be trusted"

    /// Reads a `grant_type`; some clients write that of a device in short.
    ///
    /// - Throws: ``EntraError`` 70003 for one that is not known or not given.
    init(_ text: String) throws {
        switch text {
        case "authorization_code": self = .authorizationCode
        case "refresh_token": self = .refreshToken
        case "client_credentials": self = .clientCredentials
        case "password": self = .password
        case "urn:ietf:params:oauth:grant-type:jwt-bearer": self = .onBehalfOf
        case "device_code", "urn:ietf:params:oauth:grant-type:device_code": self = .deviceCode
        default: throw EntraError.unknownGrant(Self.refused[text])
        }
    }
}
