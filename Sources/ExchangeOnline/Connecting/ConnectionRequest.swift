public import EntraTokens

/// What to connect to, as whom, with which token.
public struct ConnectionRequest: Sendable {
    /// The cloud.
    public var cloud: Cloud
    /// Exchange Online, or Security & Compliance.
    public var service: AdminService
    /// The user, the organization or the organization administered by delegation that the token must be for.
    public var identity: ConnectionIdentity
    /// The tenant to work in, as a domain of it or its id, where the identity does not name it: for a guest, whose own domain
    /// belongs to another tenant.
    ///
    /// `nil` takes the organization's tenant, or that of the domain of the user's name.
    public var tenant: String?
    /// Where tokens come from.
    public var tokenSource: any TokenSource
    /// The most rows of a page, 1 to 1,000.
    public var pageSize: Int
    /// What an earlier connection found out; saves its requests.
    public var remembered: Remembered?
    /// Whether the service is asked at once if it accepts the token, with one small request.
    public var verifiesAccess: Bool
    /// A PEM file with the only certificate authorities to trust; `nil` takes the cloud's, else the system's.
    public var trustedAuthorities: String?
    /// The proxy's URL; `nil` follows the environment and an empty text uses none.
    public var proxy: String?
    /// What the connection is called in messages; `nil` takes the identity.
    public var name: String?
    /// What it may be used for.
    public var guardRails: GuardRails
    /// Where changes are noted; `nil` notes none.
    public var changeLog: ChangeLog?
    /// Which mailbox the front door is told, where a cmdlet does not say.
    public var anchor: AnchorRule

    /// Makes a request.
    public init(
        cloud: Cloud = .commercial,
        service: AdminService = .exchange,
        identity: ConnectionIdentity,
        tenant: String? = nil,
        tokenSource: any TokenSource,
        pageSize: Int = 1000,
        remembered: Remembered? = nil,
        verifiesAccess: Bool = true,
        trustedAuthorities: String? = nil,
        proxy: String? = nil,
        name: String? = nil,
        guardRails: GuardRails = GuardRails(),
        changeLog: ChangeLog? = nil,
        anchor: AnchorRule = .automatic
    ) {
        self.cloud = cloud
        self.service = service
        self.identity = identity
        self.tenant = tenant
        self.tokenSource = tokenSource
        self.pageSize = pageSize
        self.remembered = remembered
        self.verifiesAccess = verifiesAccess
        self.trustedAuthorities = trustedAuthorities
        self.proxy = proxy
        self.name = name
        self.guardRails = guardRails
        self.changeLog = changeLog
        self.anchor = anchor
    }

    /// Facts that stay the same from one connection to the next.
    public struct Remembered: Sendable, Equatable {
        /// The tenant's id, ``ConnectionInformation/tenantID``.
        public var tenantID: String?
        /// The address that served the tenant, ``ConnectionInformation/connectionURI``.
        public var connectionURI: String?
        /// Whether the service was asked before if a delegated organization is the one that answers.
        public var isTenantProven: Bool

        /// Makes them.
        public init(tenantID: String? = nil, connectionURI: String? = nil, isTenantProven: Bool = false) {
            self.tenantID = tenantID
            self.connectionURI = connectionURI
            self.isTenantProven = isTenantProven
        }
    }
}
