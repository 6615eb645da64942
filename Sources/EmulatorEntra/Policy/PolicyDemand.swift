import EmulatorCore

/// What somebody signs in for, as the policies of a tenant look at it.
struct PolicyDemand: Sendable {
    /// How a sign-in is handed over to another device.
    enum Transfer: String, Sendable {
        case deviceCode = "deviceCodeFlow"
    }

    /// The client ids of the services asked for.
    var resources: [String]
    /// The client id of the application that the user signs in to, for policies that name it.
    var client: String?
    /// What kind of client asks, in Graph's words.
    var clientType: ClientType
    var transfer: Transfer?
    /// Authentication contexts that were asked for (`acrs`).
    var contexts: [String] = []
    /// Policies that a challenge named, in small letters.
    var policies: [String] = []
    /// Whether the client itself demands a second factor.
    var demandsSecondFactor = false
    /// The endpoint's generation, by which the name of a refusal differs.
    var version: ProtocolVersion

    /// Graph's `clientAppTypes`.
    enum ClientType: String, Sendable {
        case browser
        case native = "mobileAppsAndDesktopClients"

        /// The type of a client whose redirect URI is of a kind.
        init(_ kind: RedirectURIKind) { self = kind == .publicClient ? .native : .browser }
    }
}
