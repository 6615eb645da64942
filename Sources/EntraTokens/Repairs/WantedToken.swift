/// The token that would fit: where to ask for it, in whose name, and for what.
public struct WantedToken: Sendable, Hashable {
    /// The cloud whose token service issues it.
    public var cloud: Cloud
    /// The service that it is for.
    public var service: AdminService
    /// Whether it is to be a user's or an application's.
    public var kind: TokenClaims.Kind
    /// The tenant's id or one of its domains.
    ///
    /// `nil` where none is known that every shell reads as one plain word; the same is true of the application.
    public var tenant: String?
    /// The application's id.
    public var applicationID: String?

    /// Makes a description of a token.
    public init(
        cloud: Cloud,
        service: AdminService,
        kind: TokenClaims.Kind,
        tenant: String? = nil,
        applicationID: String? = nil
    ) {
        self.cloud = cloud
        self.service = service
        self.kind = kind
        self.tenant = tenant
        self.applicationID = applicationID
    }

    /// The scope to ask for.
    public var scope: String { cloud.endpoint(of: service).scope }
}

extension WantedToken: CustomStringConvertible {
    /// The token in words, without a way to get it.
    public var description: String {
        let owner = kind == .user ? "a user's token" : "an application's token"
        let place = tenant.map { " from the tenant \($0)" } ?? ""
        return "\(owner) with the scope \(scope)\(place)"
    }
}
