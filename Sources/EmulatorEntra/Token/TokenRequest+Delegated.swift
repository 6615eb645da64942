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
        try checkPolicies(subject, access, grant, transfer: transfer)
        let all = Set(openID + granted.openID)
        return Prepared(
            grant: grant,
            subject: subject,
            access: access,
            wantsIDToken: version == .v1 || openID.contains("openid"),
            wantsRefreshToken: version == .v1 || grant.isRefresh || all.contains("offline_access")
        )
    }

    /// Issues the tokens.
    func issue(_ prepared: Prepared) throws -> JSONValue {
        var issue = TokenIssue(
            call,
            client: client,
            proof: credential.proof,
            claims: claims,
            for: prepared.access.resource
        )
        issue.familyID = prepared.grant.familyID
        let token = try AccessTokenComposer(issue: issue).delegated(prepared.subject, prepared.access)
        var reply: JSONObject = [
            "token_type": "Bearer", "scope": .string(prepared.access.text(version)),
        ]
        reply.members += times(issue.lifetime, issuedAt: issue.issuedAt, resource: prepared.access.resource).members
        reply["access_token"] = .string(token)
        if prepared.wantsRefreshToken {
            reply["refresh_token"] = .string(try newRefreshToken(prepared.grant))
            if FirstParty.family.contains(client.id) { reply["foci"] = "1" }
        }
        if prepared.wantsIDToken {
            let composer = IDTokenComposer(issue: issue, version: version, nonce: prepared.grant.nonce)
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

    private func newRefreshToken(_ grant: DelegatedGrant) throws -> String {
        let token = try OpaqueText.refreshToken(for: grant.kind)
        let now = call.trace.now
        let lifetime = grant.kind == .spa ? Self.fixedRefreshTokenLifetime : Self.refreshTokenLifetime
        try call.context.directory.insert(
            RefreshTokenRecord(
                tokenHash: token.digest,
                familyID: grant.familyID,
                tenantID: grant.tenantID,
                clientID: client.id,
                userID: grant.userID,
                scope: grant.scopeText,
                resource: grant.resource,
                sessionID: grant.sessionID,
                authenticatedOn: grant.authenticatedOn,
                issuedOn: now,
                expiresOn: grant.fixedEnd ?? now.addingTimeInterval(lifetime),
                consumedOn: nil,
                authenticationMethods: grant.authenticationMethods
            )
        )
        return token.text
    }
}
