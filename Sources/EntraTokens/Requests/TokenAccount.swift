internal import ExoCrypto
internal import ExoJSON

/// A user whose tokens are kept.
public struct TokenAccount: Sendable, Hashable {
    /// The user across tenants: object id and id of the home tenant with a dot between (`uid.utid`), in lower case.
    public var homeAccountID: String
    /// The user's name, such as `adele@contoso.com`; empty where nothing tells it.
    public var username: String
    /// The user's object id in the tenant that the token is for.
    public var localAccountID: String
    /// The tenant that the token is for, in lower case; empty where nothing tells it.
    public var tenantID: String
    /// The user's name for people.
    public var name: String?
    /// What the authority called the user, as it wrote it (`client_info`).
    public var clientInfo: String?

    /// Makes an account.
    public init(
        homeAccountID: String,
        username: String,
        localAccountID: String = "",
        tenantID: String = "",
        name: String? = nil,
        clientInfo: String? = nil
    ) {
        self.homeAccountID = homeAccountID
        self.username = username
        self.localAccountID = localAccountID
        self.tenantID = tenantID
        self.name = name
        self.clientInfo = clientInfo
    }

    /// The account that a reply tells of: by its `client_info`, else by the ID token's subject; `nil` where neither is there.
    init?(clientInfo: String?, idToken: IDToken?) {
        let object: JSONObject?
        do {
            object = try clientInfo.flatMap { Base64.decodeTolerantly($0.utf8) }
                .flatMap { try JSONValue(parsing: $0).objectValue }
        } catch { object = nil }
        let home: String
        if let user = object?["uid"]?.stringValue, let tenant = object?["utid"]?.stringValue {
            home = "\(user).\(tenant)".lowercased()
        } else if let subject = idToken?.subject {
            home = subject.lowercased()
        } else {
            return nil
        }
        self.init(
            homeAccountID: home,
            username: idToken?.username ?? "",
            localAccountID: idToken?.objectID ?? idToken?.subject ?? "",
            tenantID: idToken?.tenantID?.lowercased() ?? "",
            name: idToken?.name,
            clientInfo: clientInfo
        )
    }

    /// Whether a request's `account` means this user.
    func isMeant(by account: String) -> Bool {
        let account = account.lowercased()
        return homeAccountID.lowercased() == account || username.lowercased() == account
    }
}
