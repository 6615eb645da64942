import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension TokenRequest {
    /// All that is needed to issue tokens of a user.
    struct Prepared: Sendable {
        let grant: DelegatedGrant
        let subject: UserSubject
        let access: DelegatedAccess
        /// What this request and the sign-in ask of the tokens.
        let claims: ClaimsRequest
        let wantsIDToken: Bool
        let wantsRefreshToken: Bool
    }

    private static let refreshTokenLifetime: TimeInterval = 90 * 86400
    private static let fixedRefreshTokenLifetime: TimeInterval = 86400

    /// Finds the user and what the client may do, without changing anything.
    ///
    /// - Throws: ``EntraError`` 28000, 28002, 28003, 900144, 50034, 50057, 50173, 50020, 90099, 650057, 65005 or those of
    ///   ``DelegatedAccess`` and ``ConditionalAccess``.
    func prepare(
        _ grant: DelegatedGrant,
        asked: ScopeRequest?,
        transfer: PolicyDemand.Transfer? = nil
    ) throws -> Prepared {
        let directory = call.context.directory
        let granted = try grant.scope()
        guard let user = try directory.user(id: grant.userID) else {
            throw EntraError.unknownUser(grant.userID, tenant: grant.tenantID)
        }
        call.signIn.note(user)
        guard user.honours(signInOf: grant.authenticatedOn) else { throw EntraError.revokedGrant }
        let issuing = try authority.tenant ?? directory.tenant(matching: grant.tenantID)
        guard let tenant = issuing else { throw EntraError.unknownTenant(grant.tenantID) }
        let subject = try UserSubject(
            user,
            in: tenant,
            sessionID: grant.sessionID,
            authenticatedOn: grant.authenticatedOn,
            authenticationMethods: grant.authenticationMethods,
            call.context
        )
        call.signIn.note(subject)
        try claims.checkNewness(at: call.trace.now)
        try checkPartnership(subject)
        let openID = version == .v1 || asked?.openID.isEmpty ?? true ? granted.openID : asked?.openID ?? []
        let target = try target(granted: granted, asked: asked)
        try checkScopes(of: target)
        let access: DelegatedAccess
        do {
            access = try DelegatedAccess(target, openID: openID, client: client, subject: subject, call.context)
        } catch let error as EntraError where error.code == 65001 && version == .v1 {
            throw try misconfiguration(of: target) ?? error
        }
        let claims = try claims.adding(grant.claims)
        try checkPolicies(subject, access, grant, claims, transfer: transfer)
        let all = Set(openID + granted.openID)
        return Prepared(
            grant: grant,
            subject: subject,
            access: access,
            claims: claims,
            wantsIDToken: version == .v1 || openID.contains("openid"),
            wantsRefreshToken: version == .v1 || grant.isRefresh || all.contains("offline_access")
        )
    }

    /// Issues the tokens.
    ///
    /// - Parameters:
    ///   - prepared: What for.
    ///   - used: What is used up by that; `nil` where nothing is.
    /// - Returns: The body of the reply.
    /// - Throws: ``EntraError`` of ``Redeemable``, 50173, or `CryptoError`.
    func issue(_ prepared: Prepared, for used: Redeemable? = nil) throws -> JSONValue {
        let refreshToken = try commit(prepared, used)
        var issue = TokenIssue(
            call,
            client: client,
            proof: credential.proof,
            claims: prepared.claims,
            for: prepared.access.resource
        )
        issue.familyID = prepared.grant.familyID
        issue.confirmation = binding.confirmation
        let token = try AccessTokenComposer(issue: issue).delegated(prepared.subject, prepared.access)
        var reply: JSONObject = [
            "token_type": .string(binding.tokenType), "scope": .string(prepared.access.text(version)),
        ]
        reply.members += times(issue.lifetime, issuedAt: issue.issuedAt, resource: prepared.access.resource).members
        reply["access_token"] = .string(token)
        if let refreshToken {
            reply["refresh_token"] = .string(refreshToken.text)
            if prepared.grant.kind == .spa {
                let seconds = refreshTokenEnd(prepared.grant).timeIntervalSince(call.trace.now)
                reply["refresh_token_expires_in"] = .integer(Int64(seconds))
            }
            if FirstParty.family.contains(client.id) { reply["foci"] = "1" }
        }
        if prepared.wantsIDToken {
            let composer = IDTokenComposer(
                issue: issue,
                version: version,
                nonce: prepared.grant.nonce,
                scopes: prepared.access.openID
            )
            reply["id_token"] = .string(try composer.token(prepared.subject))
        }
        if form["client_info"] != nil { reply["client_info"] = .string(ClientInfo.text(prepared.subject.user)) }
        return .object(reply)
    }

    private func target(granted: ScopeRequest, asked: ScopeRequest?) throws -> ScopeRequest.Target {
        if let asked, !asked.targets.isEmpty { return try asked.target() }
        if let first = granted.targets.first { return first }
        guard version == .v2 else { throw EntraError.missing("resource") }
        guard asked?.isEmpty == false || !granted.isEmpty else { throw EntraError.emptyScope }
        return ScopeRequest.profile
    }

    // One transaction decides. Of several redemptions at once one is the first, and what makes a family void, or revokes
    // the user's sessions, comes before or after all of it.
    private func commit(_ prepared: Prepared, _ used: Redeemable?) throws -> OpaqueText? {
        let grant = prepared.grant
        let refreshToken = prepared.wantsRefreshToken ? try OpaqueText.refreshToken(for: grant.kind) : nil
        let record = try refreshToken.map { try refreshTokenRecord($0, prepared) }
        guard used != nil || record != nil else { return nil }
        let directory = call.context.directory
        let refusal = try directory.store.write { _ -> EntraError? in
            if let refusal = try used?.use(directory, at: call.trace.now, call.context.settings.current) {
                return refusal
            }
            guard try directory.voidedOn(familyMark: TokenFamily.storedMark(grant.familyID)) == nil,
                try directory.user(id: grant.userID)?.honours(signInOf: grant.authenticatedOn) == true
            else { return .revokedGrant }
            if let record { try directory.insert(record) }
            return nil
        }
        if let refusal { throw refusal }
        return refreshToken
    }

    private func refreshTokenRecord(_ token: OpaqueText, _ prepared: Prepared) throws -> RefreshTokenRecord {
        let grant = prepared.grant
        return RefreshTokenRecord(
            tokenHash: try token.digest,
            familyID: grant.familyID,
            tenantID: grant.tenantID,
            clientID: client.id,
            userID: grant.userID,
            scope: grant.scopeText,
            resource: grant.resource,
            sessionID: grant.sessionID,
            authenticatedOn: grant.authenticatedOn,
            issuedOn: call.trace.now,
            expiresOn: refreshTokenEnd(grant),
            consumedOn: nil,
            authenticationMethods: grant.authenticationMethods,
            claims: prepared.claims.text
        )
    }

    // A single-page application's ends a day after the sign-in, however often it is renewed.
    private func refreshTokenEnd(_ grant: DelegatedGrant) -> Date {
        let lifetime = grant.kind == .spa ? Self.fixedRefreshTokenLifetime : Self.refreshTokenLifetime
        return grant.fixedEnd ?? call.trace.now.addingTimeInterval(lifetime)
    }
}
