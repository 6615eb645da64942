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
    ///
    /// - Parameter key: What is asked for.
    /// - Returns: The token; `nil` where none is kept, or somebody wrote into the file that it was to be read from.
    public func accessToken(for key: TokenCacheKey) -> Kept? {
        let homes = homeAccounts(of: key)
        let homeHashes = homes.map { $0.map(CacheFacts.hash) }
        let assertion = key.assertionHash.map(CacheFacts.hash) ?? 0
        let scopes = CacheFacts.marks(of: key.scopes)
        let isMeant = issued(for: key)
        let isOfRealm = isOfRealm(of: key)
        var best: (time: Double, kept: Kept)?
        // Those that were kept last are looked at first.
        for place in accessTokens.facts.indices.reversed() {
            let facts = accessTokens.facts[place]
            guard isMeant(facts), facts.scopes & scopes == scopes, facts.time > best?.time ?? -.infinity,
                facts.assertion == assertion, homeHashes?.contains(facts.home) ?? (facts.isUsers == key.isUsers),
                isOfRealm(facts), let kept = accessTokens.member(at: place).kept(for: key, homes)
            else { continue }
            best = (facts.time, kept)
        }
        return best?.kept
    }

    /// Whether access tokens are kept that a key might mean if its tenant were known by its id.
    func holdsTokens(ofTenantNamedBy key: TokenCacheKey, at now: Date) -> Bool {
        let isMeant = issued(for: key)
        let now = now.timeIntervalSince1970
        let scopes = CacheFacts.marks(of: key.scopes)
        let assertion = key.assertionHash.map(CacheFacts.hash) ?? 0
        return accessTokens.facts.contains {
            isMeant($0) && $0.isUsers == key.isUsers && $0.time > now && $0.scopes & scopes == scopes
                && $0.assertion == assertion
        }
    }

    /// Whether an access token can be sent, and was given to the key's application by its token service.
    private func issued(for key: TokenCacheKey) -> (CacheFacts) -> Bool {
        let client = CacheFacts.hash(key.clientID)
        let environments = environments(of: key)
        return { $0.client == client && environments.contains($0.environment) && $0.isUsable }
    }

    /// Whether an access token is for the key's tenant.
    private func isOfRealm(of key: TokenCacheKey) -> (CacheFacts) -> Bool {
        if key.meansHomeTenant { return { _ in true } }
        let realms = key.realms.map(CacheFacts.hash)
        return { realms.contains($0.realm) || realms.contains($0.domain) }
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
        let homeHashes = homes.map { $0.map(CacheFacts.hash) }
        let client = CacheFacts.hash(key.clientID)
        let metadata = applications.facts.first { facts in
            !facts.isGap && facts.client == client && environments.contains(facts.environment)
        }
        let none = CacheFacts.hash("")
        let assertion = key.assertionHash.map(CacheFacts.hash) ?? 0
        let found = refreshTokens.places { facts in
            guard facts.isUsable, environments.contains(facts.environment), homeHashes?.contains(facts.home) ?? true,
                facts.assertion == assertion
            else { return false }
            guard facts.client != client else { return true }
            guard facts.family != 0, facts.family != none else { return false }
            return metadata.map { $0.family == facts.family } ?? true
        }.map { (place: $0, facts: refreshTokens.facts[$0]) }
        return found.sorted { left, right in
            if (left.facts.client == client) != (right.facts.client == client) { return left.facts.client == client }
            return left.facts.writtenOn > right.facts.writtenOn
        }.compactMap { place, facts in
            let object = refreshTokens.member(at: place).object
            guard let secret = object["secret"]?.stringValue, key.isGiven(object),
                homes?.contains(object["home_account_id"]?.stringValue?.lowercased() ?? "") ?? true
            else { return nil }
            return KeptRefreshToken(token: RefreshToken(secret), isOfFamily: facts.client != client)
        }
    }

    /// The users whose tokens are kept, each once.
    public var accounts: [TokenAccount] {
        var seen: Set<String> = []
        return users.places().compactMap { place in
            let object = users.member(at: place).object
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
        accessTokens.places().map { place in
            let object = accessTokens.member(at: place).object
            let time = accessTokens.facts[place].time
            func text(_ name: String) -> String { object[name]?.stringValue ?? "" }
            return Listed(
                environment: text("environment"),
                tenant: text("realm"),
                clientID: text("client_id"),
                homeAccountID: text("home_account_id"),
                scopes: text("target").split(separator: " ").map(String.init),
                expiresOn: time.isNaN ? nil : Date(timeIntervalSince1970: time)
            )
        }
    }

    /// The ids of the users that a key means; `nil` where it names none.
    func homeAccounts(of key: TokenCacheKey) -> Set<String>? {
        guard let account = key.account else { return nil }
        let environments = environments(of: key)
        let name = CacheFacts.hash(account)
        let named = users.places { $0.username == name && environments.contains($0.environment) }
        return Set(named.compactMap { users.member(at: $0).object["home_account_id"]?.stringValue?.lowercased() })
            .union([account])
    }

    /// A list and no set: these are a few numbers, which are compared quicker than hashed once more.
    func environments(of key: TokenCacheKey) -> [Int] { key.environments.map(CacheFacts.hash) }
}

extension TokenCacheKey {
    /// Whether an entry was given for what the key says, and not for another caller's token.
    fileprivate func isGiven(_ object: JSONObject) -> Bool {
        object["user_assertion_hash"]?.stringValue ?? "" == assertionHash ?? ""
    }

    /// Whether an entry is for the key's tenant; whoever names none means the user's own.
    fileprivate func isRealm(_ realm: String, home: String) -> Bool {
        realms.contains(realm) || meansHomeTenant && home.hasSuffix(".\(realm)")
    }
}

extension CacheMember {
    /// The token and its times, where the texts are those of the key and not only their hashes.
    fileprivate func kept(for key: TokenCacheKey, _ homes: Set<String>?) -> TokenCache.Kept? {
        let object = object
        func text(_ name: String) -> String { object[name]?.stringValue?.lowercased() ?? "" }
        func date(_ name: String) -> Date? {
            object[name].flatMap { CacheEntry.text($0.serialized()[...]) }.flatMap { Double($0) }
                .map { Date(timeIntervalSince1970: $0) }
        }
        let home = text("home_account_id")
        guard key.isGiven(object), text("client_id") == key.clientID,
            key.isRealm(text("realm"), home: home) || object["tenant_domain"]?.stringValue == key.tenant,
            homes?.contains(home) ?? true, key.environments.contains(text("environment")),
            Set(key.scopes).isSubset(of: CacheFacts.scopes(in: text("target"))),
            let secret = object["secret"]?.stringValue, let end = date("expires_on")
        else { return nil }
        return TokenCache.Kept(
            token: secret,
            cachedOn: date("cached_at"),
            expiresOn: end,
            refreshOn: date("refresh_on")
        )
    }
}

extension CacheFacts {
    /// When a refresh token was written; long ago where that is not said.
    fileprivate var writtenOn: Double { time.isNaN ? 0 : time }
}
