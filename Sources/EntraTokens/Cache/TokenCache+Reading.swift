internal import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension TokenCache {
    /// A token that is kept, with what is known of it.
    public struct Kept: Sendable {
        /// The token.
        public var token: String
        /// When it was kept.
        public var cachedOn: Date?
        /// When it ends.
        public var expiresOn: Date
        /// From when on it is better renewed.
        public var refreshOn: Date?
    }

    /// The access token for a key; of several users' the one that ends last.
    public func accessToken(for key: TokenCacheKey) -> Kept? {
        let environments = environments(of: key)
        let homes = homeAccounts(of: key)
        let homeHashes = homes.map { $0.map(CacheEntry.hash) }
        let assertion = key.assertionHash.map(CacheEntry.hash) ?? 0
        var best: (time: Double, kept: Kept)?
        // Those that were kept last are looked at first.
        for place in accessTokens.tokens(client: key.clientID, realm: key.tenant, scope: key.scopes.first).reversed() {
            let facts = accessTokens.facts[Int(place)]
            guard facts.time > best?.time ?? -.infinity, environments.contains(facts.environment),
                facts.assertion == assertion, homeHashes?.contains(facts.home) ?? (facts.isUsers == key.isUsers),
                let kept = accessTokens.entry(at: Int(place)).kept(for: key, homes)
            else { continue }
            best = (facts.time, kept)
        }
        return best?.kept
    }

    /// A refresh token that is kept.
    struct KeptRefreshToken {
        var token: RefreshToken
        /// Whether it was given to another application of a family.
        var isOfFamily: Bool
    }

    /// The refresh tokens for a key in the order in which they are tried, whatever they were issued for: the application's own, then
    /// those of its family, or of any family while nothing is known of the application.
    func refreshTokens(for key: TokenCacheKey) -> [KeptRefreshToken] {
        guard key.isUsers else { return [] }
        let environments = environments(of: key)
        let homes = homeAccounts(of: key)
        let homeHashes = homes.map { $0.map(CacheEntry.hash) }
        let client = CacheEntry.hash(key.clientID)
        let metadata = applications.facts.first { facts in
            !facts.isGap && facts.client == client && environments.contains(facts.environment)
        }
        let none = CacheEntry.hash("")
        let assertion = key.assertionHash.map(CacheEntry.hash) ?? 0
        let found = refreshTokens.entries { facts in
            guard facts.isUsable, environments.contains(facts.environment), homeHashes?.contains(facts.home) ?? true,
                facts.assertion == assertion
            else { return false }
            guard facts.client != client else { return true }
            guard facts.family != 0, facts.family != none else { return false }
            return metadata.map { $0.family == facts.family } ?? true
        }
        return found.sorted { left, right in
            if (left.facts.client == client) != (right.facts.client == client) { return left.facts.client == client }
            return left.facts.writtenOn > right.facts.writtenOn
        }.compactMap { entry in
            let object = entry.object
            guard let secret = object["secret"]?.stringValue, entry.isGiven(for: key, object),
                homes?.contains(object["home_account_id"]?.stringValue?.lowercased() ?? "") ?? true
            else { return nil }
            return KeptRefreshToken(token: RefreshToken(secret), isOfFamily: entry.facts.client != client)
        }
    }

    /// The users whose tokens are kept, each once.
    public var accounts: [TokenAccount] {
        var seen: Set<String> = []
        return users.entries().compactMap { entry in
            let object = entry.object
            func text(_ name: String) -> String? { object[name]?.stringValue }
            guard let home = text("home_account_id")?.lowercased(), !home.isEmpty, seen.insert(home).inserted else {
                return nil
            }
            return TokenAccount(
                homeAccountID: home,
                username: text("username") ?? "",
                localAccountID: text("local_account_id") ?? "",
                tenantID: text("realm")?.lowercased() ?? "",
                name: text("name"),
                clientInfo: text("client_info")
            )
        }
    }

    /// An access token as a list shows it, without the token.
    public struct Listed: Sendable, Hashable {
        /// The token service's host.
        public var environment: String
        /// The tenant.
        public var tenant: String
        /// The application's id.
        public var clientID: String
        /// The user's home account id; empty for an application's token.
        public var homeAccountID: String
        /// The permissions.
        public var scopes: [String]
        /// When it ends; `nil` where it does not say so in a way that is understood.
        public var expiresOn: Date?
    }

    /// The access tokens that are kept, in the order in which they stand.
    public var listed: [Listed] {
        accessTokens.entries().map { entry in
            let object = entry.object
            func text(_ name: String) -> String { object[name]?.stringValue ?? "" }
            return Listed(
                environment: text("environment"),
                tenant: text("realm"),
                clientID: text("client_id"),
                homeAccountID: text("home_account_id"),
                scopes: text("target").split(separator: " ").map(String.init),
                expiresOn: entry.facts.time.isNaN ? nil : Date(timeIntervalSince1970: entry.facts.time)
            )
        }
    }

    /// The ids of the users that a key means; `nil` where it names none.
    func homeAccounts(of key: TokenCacheKey) -> Set<String>? {
        guard let account = key.account else { return nil }
        let environments = environments(of: key)
        let name = CacheEntry.hash(account)
        let named = users.entries { $0.username == name && environments.contains($0.environment) }
        return Set(named.compactMap { $0.object["home_account_id"]?.stringValue?.lowercased() }).union([account])
    }

    /// A list and no set: these are a few numbers, which are compared quicker than hashed once more.
    func environments(of key: TokenCacheKey) -> [Int] { key.environments.map(CacheEntry.hash) }
}

extension CacheEntry {
    /// Whether it was given for what the key says, and not for another caller's token.
    fileprivate func isGiven(for key: TokenCacheKey, _ object: JSONObject) -> Bool {
        object["user_assertion_hash"]?.stringValue ?? "" == key.assertionHash ?? ""
    }

    /// The token and its times, where the texts are those of the key and not only their hashes.
    fileprivate func kept(for key: TokenCacheKey, _ homes: Set<String>?) -> TokenCache.Kept? {
        let object = object
        func text(_ name: String) -> String { object[name]?.stringValue?.lowercased() ?? "" }
        func date(_ name: String) -> Date? {
            object[name].flatMap { CacheEntry.text($0.serialized()[...]) }.flatMap { Double($0) }
                .map { Date(timeIntervalSince1970: $0) }
        }
        guard isGiven(for: key, object), text("client_id") == key.clientID, text("realm") == key.tenant,
            homes?.contains(text("home_account_id")) ?? true, key.environments.contains(text("environment")),
            Set(key.scopes).isSubset(of: scopes), let secret = object["secret"]?.stringValue,
            let end = date("expires_on")
        else { return nil }
        return TokenCache.Kept(
            token: secret,
            cachedOn: date("cached_at"),
            expiresOn: end,
            refreshOn: date("refresh_on")
        )
    }
}

extension CacheEntry.Facts {
    /// When a refresh token was written; long ago where that is not said.
    fileprivate var writtenOn: Double { time.isNaN ? 0 : time }
}
