/// Kept tokens in the schema that all MSAL libraries share (the unified cache).
///
/// What other libraries wrote and is not known here stays as it is, byte for byte and in its order; only the entries that are written
/// anew change. Of a large file only what entries are found by is in memory, and the entries are read from it when they are needed.
public struct TokenCache: Sendable {
    /// What stands in the document beside another.
    enum Part: Sendable {
        /// A member that is not understood.
        case unknown(CacheMember)
        case section(CacheSection.Kind)
    }

    /// The document's members in their order.
    var parts: [Part] = []
    var accessTokens = CacheSection()
    var refreshTokens = CacheSection()
    var idTokens = CacheSection()
    var users = CacheSection()
    var applications = CacheSection()

    /// An empty cache.
    public init() {}

    subscript(kind: CacheSection.Kind) -> CacheSection {
        get {
            switch kind {
            case .accessToken: accessTokens
            case .refreshToken: refreshTokens
            case .idToken: idTokens
            case .account: users
            case .appMetadata: applications
            }
        }
        _modify {
            switch kind {
            case .accessToken: yield &accessTokens
            case .refreshToken: yield &refreshTokens
            case .idToken: yield &idTokens
            case .account: yield &users
            case .appMetadata: yield &applications
            }
        }
    }
}
