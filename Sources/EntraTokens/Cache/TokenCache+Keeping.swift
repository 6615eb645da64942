internal import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension TokenCache {
    /// Keeps what a reply brought, under the names that MSAL for Python gives its entries, and lets go of access tokens that have ended.
    ///
    /// - Parameters:
    ///   - reply: The reply.
    ///   - key: What was asked for.
    ///   - now: The time.
    public mutating func keep(_ reply: TokenReply, for key: TokenCacheKey, now: Date) {
        let home = reply.account?.homeAccountID ?? home(of: key)
        let target = Self.target(of: reply, for: key)
        let realm = key.realm(of: reply)
        func seconds(_ date: Date) -> JSONValue { .string(String(Int64(date.timeIntervalSince1970))) }
        let ended = now.timeIntervalSince1970
        accessTokens.remove(accessTokens.places { $0.time < ended })

        let common: JSONObject = [
            "home_account_id": home.isEmpty && !key.isUsers ? .null : .string(home),
            "environment": .string(key.environment), "client_id": .string(key.clientID),
        ]
        let hash = key.assertionHash
        var access = common
        access["user_assertion_hash"] = hash.map { .string($0) }
        access["credential_type"] = "AccessToken"
        access["secret"] = .string(reply.accessToken.text)
        access["target"] = .string(target)
        access["realm"] = .string(realm)
        // By what it was asked for it is found again without asking the authority.
        if realm != key.tenant { access["tenant_domain"] = .string(key.tenant) }
        access["token_type"] = "Bearer"
        access["cached_at"] = seconds(now)
        access["expires_on"] = seconds(reply.expiresOn)
        access["extended_expires_on"] = seconds(reply.extendedExpiresOn ?? reply.expiresOn)
        access["refresh_on"] = reply.refreshOn.map(seconds)
        put(
            access,
            .accessToken,
            [home, key.environment, "accesstoken", key.clientID, realm, target] + [hash].compactMap(\.self)
        )
        if let token = reply.refreshToken {
            var refresh = common
            refresh["user_assertion_hash"] = hash.map { .string($0) }
            refresh["credential_type"] = "RefreshToken"
            refresh["secret"] = .string(token.text)
            refresh["target"] = .string(target)
            refresh["last_modification_time"] = seconds(now)
            refresh["family_id"] = reply.familyID.map { .string($0) }
            put(
                refresh,
                .refreshToken,
                [home, key.environment, "refreshtoken", key.clientID, "", target] + [hash].compactMap(\.self)
            )
        }
        keepIdentity(reply, common, key, in: realm)
        var metadata: JSONObject = [
            "client_id": .string(key.clientID), "environment": .string(key.environment),
        ]
        metadata["family_id"] = reply.familyID.map { .string($0) }
        put(metadata, .appMetadata, ["appmetadata", key.environment, key.clientID])
    }

    private mutating func keepIdentity(
        _ reply: TokenReply,
        _ common: JSONObject,
        _ key: TokenCacheKey,
        in realm: String
    ) {
        guard let account = reply.account else { return }
        if let token = reply.idToken {
            var identity = common
            identity["credential_type"] = "IdToken"
            identity["secret"] = .string(token.text)
            identity["realm"] = .string(realm)
            let parts = [account.homeAccountID, key.environment, "idtoken", key.clientID, realm, ""]
            put(identity, .idToken, parts)
        }
        var user: JSONObject = [
            "home_account_id": .string(account.homeAccountID), "environment": .string(key.environment),
            "realm": .string(realm), "local_account_id": .string(account.localAccountID),
            "authority_type": "MSSTS",
        ]
        // A reply without an id_token does not tell the name, which is known from the sign-in.
        let name = [account.homeAccountID, key.environment, realm]
        let known = users.member(Self.name(name))?.object["username"]?.stringValue ?? ""
        user["username"] = .string(account.username.isEmpty ? known : account.username)
        user["name"] = account.name.map { .string($0) }
        user["client_info"] = account.clientInfo.map { .string($0) }
        put(user, .account, name)
    }

    /// Remembers that an application does not share the refresh tokens of a family.
    mutating func keepOutOfFamilies(_ key: TokenCacheKey) {
        let metadata: JSONObject = [
            "client_id": .string(key.clientID), "environment": .string(key.environment), "family_id": "",
        ]
        put(metadata, .appMetadata, ["appmetadata", key.environment, key.clientID])
    }

    /// Forgets a refresh token that its authority does not take any more.
    public mutating func remove(_ token: RefreshToken) {
        let places = refreshTokens.places { $0.isUsable }
        refreshTokens.remove(places.filter { refreshTokens.member(at: $0).object["secret"]?.stringValue == token.text })
    }

    /// Forgets a user: all tokens, or those of one application.
    ///
    /// - Parameters:
    ///   - account: The user.
    ///   - application: The application's id; `nil` forgets the user altogether.
    /// - Returns: Whether anything was kept of the user.
    @discardableResult
    public mutating func remove(_ account: TokenAccount, application: String? = nil) -> Bool {
        let home = CacheFacts.hash(account.homeAccountID)
        let client = application.map(CacheFacts.hash)
        return remove { facts in
            facts.isUsers && facts.home == home && (client == nil || facts.client == client)
        }
    }

    /// Forgets an application: its own tokens and all that users have by it.
    ///
    /// - Parameter application: The application's id.
    /// - Returns: Whether anything was kept of it.
    @discardableResult
    public mutating func remove(application: String) -> Bool {
        let client = CacheFacts.hash(application)
        let isAny = remove { $0.client == client }
        let places = applications.places { $0.client == client }
        applications.remove(places)
        return isAny || !places.isEmpty
    }

    /// Removes tokens, and the users of whom then nothing is left.
    private mutating func remove(where isMeant: (CacheFacts) -> Bool) -> Bool {
        var homes: Set<Int> = []
        var count = 0
        for kind in [CacheSection.Kind.accessToken, .refreshToken, .idToken] {
            let places = self[kind].places(where: isMeant)
            homes.formUnion(places.map { self[kind].facts[$0].home })
            count += places.count
            self[kind].remove(places)
        }
        for kind in [CacheSection.Kind.accessToken, .refreshToken, .idToken] {
            for facts in self[kind].facts where !facts.isGap { homes.remove(facts.home) }
        }
        let places = users.places { homes.contains($0.home) || isMeant($0) }
        users.remove(places)
        return count + places.count > 0
    }

    /// The user of a reply that names none: the one that was asked for.
    private func home(of key: TokenCacheKey) -> String {
        guard key.isUsers, let account = key.account else { return "" }
        return homeAccounts(of: key)?.first { $0 != account } ?? account
    }

    /// The permissions as they are written: what was granted, sorted as MSAL sorts it, with what was asked for where the reply leaves
    /// that out, so that it is found again.
    private static func target(of reply: TokenReply, for key: TokenCacheKey) -> String {
        let granted = Set(reply.scopes.map { $0.lowercased() })
        return (reply.scopes + key.scopes.filter { !granted.contains($0) }).sorted().joined(separator: " ")
    }

    private static func name(_ parts: [String]) -> String { parts.joined(separator: "-").lowercased() }

    /// The members that are written here; those of other libraries stay in an entry that is written anew.
    private static let known: Set<String> = [
        "home_account_id", "environment", "client_id", "credential_type", "secret", "target", "realm", "token_type",
        "cached_at",
        "expires_on", "extended_expires_on", "refresh_on", "last_modification_time", "family_id", "local_account_id",
        "user_assertion_hash",
        "authority_type", "username",
    ]

    private mutating func put(_ entry: JSONObject, _ kind: CacheSection.Kind, _ parts: [String]) {
        let name = Self.name(parts)
        var merged = self[kind].member(name)?.object ?? [:]
        merged.members.removeAll { Self.known.contains($0.name) && entry[$0.name] == nil }
        for member in entry.members { merged[member.name] = member.value }
        add(kind)
        self[kind].put(CacheEntry(name: name, merged, kind: kind))
    }
}
