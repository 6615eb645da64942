public import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Kept tokens in the schema that all MSAL libraries share (the unified cache), with members that are not known here left as
/// they are.
public struct TokenCache: Sendable, Equatable {
    /// The document.
    public private(set) var document: JSONObject

    /// An empty cache.
    public init() { document = [:] }

    /// A cache as a document holds it.
    public init(_ document: JSONObject) { self.document = document }

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
        let accounts = homeAccounts(of: key)
        return entries("AccessToken").lazy.compactMap { entry -> Kept? in
            guard isSame(entry, key), text(entry, "realm").lowercased() == key.tenant,
                accounts.map({ $0.contains(text(entry, "home_account_id").lowercased()) })
                    ?? (text(entry, "home_account_id").isEmpty != key.isUsers),
                Set(key.scopes).isSubset(of: text(entry, "target").lowercased().split(separator: " ").map(String.init)),
                let end = Double(text(entry, "expires_on")), !text(entry, "secret").isEmpty
            else { return nil }
            return Kept(
                token: text(entry, "secret"),
                cachedOn: Double(text(entry, "cached_at")).map { Date(timeIntervalSince1970: $0) },
                expiresOn: Date(timeIntervalSince1970: end),
                refreshOn: Double(text(entry, "refresh_on")).map { Date(timeIntervalSince1970: $0) }
            )
        }.max { $0.expiresOn < $1.expiresOn }
    }

    /// The refresh token for a key, whatever it was issued for.
    public func refreshToken(for key: TokenCacheKey) -> RefreshToken? {
        guard key.isUsers else { return nil }
        let accounts = homeAccounts(of: key)
        return entries("RefreshToken").first { entry in
            isSame(entry, key) && !text(entry, "secret").isEmpty
                && accounts?.contains(text(entry, "home_account_id").lowercased()) ?? true
        }.map { RefreshToken(text($0, "secret")) }
    }

    /// Keeps what a reply brought.
    ///
    /// - Parameters:
    ///   - reply: The reply.
    ///   - key: What was asked for.
    ///   - now: The time.
    public mutating func keep(_ reply: TokenReply, for key: TokenCacheKey, now: Date) {
        let home = reply.account?.homeAccountID ?? (key.isUsers ? key.account ?? "" : "")
        let scopes = reply.scopes.isEmpty ? key.scopes : reply.scopes
        let target = Set(scopes).union(key.scopes).sorted().joined(separator: " ")
        func seconds(_ date: Date) -> JSONValue { .string(String(Int64(date.timeIntervalSince1970))) }
        let common: JSONObject = ["home_account_id": .string(home), "environment": .string(key.environment)]
        var access = common
        access["credential_type"] = "AccessToken"
        access["client_id"] = .string(key.clientID)
        access["secret"] = .string(reply.accessToken.text)
        access["target"] = .string(target)
        access["realm"] = .string(key.tenant)
        access["token_type"] = "Bearer"
        access["cached_at"] = seconds(now)
        access["expires_on"] = seconds(reply.expiresOn)
        access["extended_expires_on"] = seconds(reply.extendedExpiresOn ?? reply.expiresOn)
        access["refresh_on"] = reply.refreshOn.map(seconds)
        put(access, in: "AccessToken", [home, key.environment, "accesstoken", key.clientID, key.tenant, target])
        if let token = reply.refreshToken {
            var refresh = common
            refresh["credential_type"] = "RefreshToken"
            refresh["client_id"] = .string(key.clientID)
            refresh["secret"] = .string(token.text)
            refresh["target"] = .string(target)
            refresh["last_modification_time"] = seconds(now)
            refresh["family_id"] = reply.familyID.map { .string($0) }
            put(refresh, in: "RefreshToken", [home, key.environment, "refreshtoken", key.clientID, "", target])
        }
        guard let account = reply.account else { return }
        if let token = reply.idToken {
            var identity = common
            identity["credential_type"] = "IdToken"
            identity["client_id"] = .string(key.clientID)
            identity["secret"] = .string(token.text)
            identity["realm"] = .string(key.tenant)
            put(identity, in: "IdToken", [home, key.environment, "idtoken", key.clientID, key.tenant, ""])
        }
        var user = common
        user["realm"] = .string(key.tenant)
        user["local_account_id"] = .string(account.localAccountID)
        user["username"] = .string(account.username)
        user["authority_type"] = "MSSTS"
        user["name"] = account.name.map { .string($0) }
        user["client_info"] = account.clientInfo.map { .string($0) }
        put(user, in: "Account", [home, key.environment, key.tenant])
    }

    /// Forgets a refresh token that its authority does not take any more.
    public mutating func remove(_ token: RefreshToken) {
        remove("RefreshToken") { $0["secret"]?.stringValue == token.text }
    }

    /// The ids of the users that a key means; `nil` where it names none.
    private func homeAccounts(of key: TokenCacheKey) -> Set<String>? {
        guard let account = key.account else { return nil }
        let named = entries("Account").filter {
            text($0, "username").lowercased() == account && key.isSameService(text($0, "environment"))
        }
        return Set(named.map { text($0, "home_account_id").lowercased() }).union([account])
    }

    private func isSame(_ entry: JSONObject, _ key: TokenCacheKey) -> Bool {
        text(entry, "client_id").lowercased() == key.clientID && key.isSameService(text(entry, "environment"))
    }

    private func entries(_ section: String) -> [JSONObject] {
        document[section]?.objectValue?.members.compactMap(\.value.objectValue) ?? []
    }

    private func text(_ entry: JSONObject, _ name: String) -> String { entry[name]?.stringValue ?? "" }

    private mutating func put(_ entry: JSONObject, in section: String, _ parts: [String]) {
        var entries = document[section]?.objectValue ?? [:]
        let key = parts.joined(separator: "-").lowercased()
        // Members that another library wrote into the entry stay.
        var merged = entries[key]?.objectValue ?? [:]
        for member in entry.members { merged[member.name] = member.value }
        entries[key] = .object(merged)
        document[section] = .object(entries)
    }

    private mutating func remove(_ section: String, where matches: (JSONObject) -> Bool) {
        guard var rest = document[section]?.objectValue else { return }
        rest.members.removeAll { $0.value.objectValue.map(matches) ?? false }
        document[section] = .object(rest)
    }
}
