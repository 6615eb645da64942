import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the authorize endpoint gives a client for a user who signed in.
struct AuthorizeReply: Sendable {
    private static let codeLifetime: TimeInterval = 600

    let flow: SignInFlow
    let subject: UserSubject

    private var call: EntraCall { flow.call }
    private var request: AuthorizeRequest { flow.request }

    /// The fields of the answer, without the state.
    func fields() throws -> [ServerRequest.Field] {
        var reply: [ServerRequest.Field] = []
        let accesses = try accesses()
        var hashes = JSONObject()
        if request.type.hasCode {
            let code = try newCode()
            reply.append(.init("code", code))
            hashes["c_hash"] = .string(try Self.half(code))
        }
        var issue = TokenIssue(call, client: flow.client, claims: request.claims, for: accesses.first?.resource)
        issue.isInAddress = flow.address.mode != .form
        if request.type.hasAccessToken, let access = accesses.first {
            let token = try AccessTokenComposer(issue: issue).delegated(subject, access)
            hashes["at_hash"] = .string(try Self.half(token))
            reply += [
                .init("access_token", token), .init("token_type", "Bearer"),
                .init("expires_in", String(issue.lifetime.expiresIn)), .init("scope", access.text(request.version)),
            ]
        }
        if request.type.hasIDToken {
            let composer = IDTokenComposer(
                issue: issue,
                version: request.version,
                nonce: request.nonce,
                scopes: request.scope.openID
            )
            reply.append(.init("id_token", try composer.token(subject, adding: hashes)))
        }
        if request.wantsClientInfo { reply.append(.init("client_info", ClientInfo.text(subject.user))) }
        if request.wantsCloud { reply += cloud }
        reply.append(.init("session_state", subject.sessionID))
        return reply
    }

    // What was asked for is looked up before anything is written down.
    private func accesses() throws -> [DelegatedAccess] {
        let targets = request.scope.targets.isEmpty ? [ScopeRequest.profile] : request.scope.targets
        return try targets.map {
            try DelegatedAccess(
                $0,
                openID: request.scope.openID,
                client: flow.client,
                subject: subject,
                call.context
            )
        }
    }

    private func newCode() throws -> String {
        let code = try OpaqueText.code()
        try call.context.directory.insert(
            AuthorizationCodeRecord(
                codeHash: code.digest,
                tenantID: subject.tenant.id,
                clientID: flow.client.id,
                userID: subject.user.id,
                redirectURI: flow.address.uri.text,
                scope: request.scopeText,
                resource: request.version == .v1 ? request.resource ?? "" : nil,
                nonce: request.nonce,
                codeChallenge: request.challenge?.text,
                codeChallengeMethod: request.challenge?.method.rawValue,
                sessionID: subject.sessionID,
                authenticatedOn: subject.authenticatedOn,
                expiresOn: call.trace.now.addingTimeInterval(Self.codeLifetime),
                consumedOn: nil,
                authenticationMethods: subject.authenticationMethods,
                claims: request.claims.text
            )
        )
        return code.text
    }

    private var cloud: [ServerRequest.Field] {
        [
            .init("cloud_instance_name", "microsoftonline.com"),
            .init("cloud_instance_host_name", String(call.authority.dropFirst("https://".count))),
            .init("cloud_graph_host_name", "graph.windows.net"), .init("msgraph_host", "graph.microsoft.com"),
        ]
    }

    // Half of the digest ties an id token to what came with it (OpenID Connect Core section 3.3.2.11).
    private static func half(_ text: String) throws -> String {
        Base64URL.encode(try Digest.sha256(Array(text.utf8)).prefix(16))
    }
}
