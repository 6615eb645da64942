/// What an entry is looked up by; it holds nothing that is counted, so that many are passed quickly.
///
/// Texts that are only compared are kept as their hash in lower case; who hands out a token found by them compares the texts themselves.
struct CacheFacts: Sendable, BitwiseCopyable {
    private(set) var client = 0
    private(set) var home = 0
    private(set) var realm = 0
    /// The domain by which the tenant was asked for; else 0.
    private(set) var domain = 0
    private(set) var environment = 0
    private(set) var username = 0
    private(set) var family = 0
    /// The digest of what it was given for, where it is one caller's alone; else 0.
    private(set) var assertion = 0
    /// When it ends, of an access token; when it was written, of a refresh token; not a number where that is not said.
    private(set) var time = Double.nan
    /// The marks of its permissions: whatever lacks one of another's marks has not all of its permissions.
    private(set) var scopes: UInt64 = 0
    /// Whether it belongs to a user.
    private(set) var isUsers = false
    /// Whether it was removed.
    private(set) var isGap = false
    private var hasSecret = false
    private var isBound = false

    /// What stands where an entry was removed.
    static let gap = {
        var facts = CacheFacts()
        facts.isGap = true
        return facts
    }()

    /// Whether it has a secret that can be sent as it is.
    var isUsable: Bool { hasSecret && !isBound }

    /// Takes what a member of the entry says.
    mutating func note(_ name: String, _ kind: CacheSection.Kind, _ text: () -> String?) {
        func hash() -> Int { Self.hash(text() ?? "") }
        switch name {
        case "secret": hasSecret = text()?.isEmpty == false
        case "client_id": client = hash()
        case "home_account_id":
            home = hash()
            isUsers = text()?.isEmpty == false
        case "environment": environment = hash()
        case "realm": realm = hash()
        case "tenant_domain": domain = hash()
        case "target": scopes = Self.marks(of: CacheFacts.scopes(in: text() ?? ""))
        case "username": username = hash()
        case "family_id": family = hash()
        case kind.time: time = text().flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } ?? .nan
        case "token_type": isBound = isBound || text()?.lowercased() != "bearer"
        case "user_assertion_hash": assertion = text().map { $0.isEmpty ? 0 : Self.hash($0) } ?? 0
        case "ext_cache_key": isBound = isBound || text()?.isEmpty == false
        default: break
        }
    }

    /// What a text is looked up by.
    static func hash(_ text: String) -> Int { text.lowercased().hashValue }

    /// The permissions in a text, in lower case.
    static func scopes(in text: String) -> [String] { text.lowercased().split(separator: " ").map(String.init) }

    /// The marks of permissions: two bits for each.
    static func marks(of scopes: [String]) -> UInt64 {
        scopes.reduce(0) { marks, scope in
            let hash = hash(scope)
            return marks | 1 << UInt64(hash & 63) | 1 << UInt64(hash >> 6 & 63)
        }
    }
}
