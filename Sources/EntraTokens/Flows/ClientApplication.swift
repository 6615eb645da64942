/// The application in whose name tokens are asked for.
public struct ClientApplication: Sendable {
    /// Exchange Online's own public client, in whose name the official module signs users in.
    public static let exchangeManagement = ClientApplication(id: "fb78d390-0c51-40cd-8e17-fdbfab77341b")

    /// The application's id (`client_id`).
    public var id: String
    /// How it proves itself; `nil` for a public client.
    public var authentication: (any ClientAuthentication)?
    /// What it says it can do (`xms_cc`): `cp1` answers claims challenges, for which the service gives tokens that last a day.
    public var capabilities: [String]

    /// Makes an application.
    public init(
        id: String,
        authentication: (any ClientAuthentication)? = nil,
        capabilities: [String] = ["cp1"]
    ) {
        self.id = id
        self.authentication = authentication
        self.capabilities = capabilities
    }
}
