/// How a connection gets its tokens by itself: by which way, in whose name, and where the secret lies; never a secret itself.
struct SignIn: Sendable, Equatable {
    /// The ways, named as the options that choose them.
    enum Way: String, Sendable, CaseIterable {
        case device, browser, broker, password, certificate
        case clientSecret = "client-secret"
        case federatedToken = "federated-token"
        case managedIdentity = "managed-identity"
        case refreshToken = "refresh-token"
        case tokenCommand = "token-command"
        case azureCLI = "azure-cli"
        case azureDeveloperCLI = "azd"
        case tokenFile = "token-file"

        /// Whether a person takes part when it begins.
        var needsPerson: Bool { [.device, .browser, .broker].contains(self) }

        /// Whether its tokens are a user's.
        var isForUsers: Bool { needsPerson || self == .password || self == .refreshToken }
    }

    /// Where a secret lies.
    enum SecretPlace: Sendable, Equatable {
        /// In a file of the user's.
        case file(String)
        /// In a variable of the environment, of this name.
        case variable(String)
        /// In the store of the connection.
        case kept
    }

    /// The way.
    var way: Way
    /// The application in whose name tokens are asked for; `nil` takes Exchange Online's own.
    var clientID: String?
    /// Where the client's secret, the user's password or the certificate's password lies.
    var secret: SecretPlace?
    /// The certificate, the federated token or the token, as a file.
    var file: String?
    /// Who issues the federated token: `github`, `azure-pipelines` or `managed-identity`.
    var issuedBy: String?
    /// Which managed identity: its id, and of which kind that is.
    var identity: ManagedIdentityName?
    /// The program that prints tokens, and its arguments.
    var command: [String] = []
    /// The user whose password it is.
    var username: String?
    /// The port of this machine to which the browser brings its answer; `nil` takes a free one.
    var port: UInt16?
    /// Whether the v1.0 endpoints are asked.
    var isV1 = false
    /// The issuer of another OpenID provider.
    var issuer: String?
}

/// A managed identity that a user assigned.
struct ManagedIdentityName: Sendable, Equatable {
    /// What kind of id it is.
    enum Kind: String, Sendable, CaseIterable {
        case client = "client-id"
        case object = "object-id"
        case resource = "resource-id"
    }

    var kind: Kind
    var id: String
}
