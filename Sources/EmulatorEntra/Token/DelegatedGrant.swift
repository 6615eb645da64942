import EmulatorAdministration
import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a user granted a client, whether it lies in a code or in a refresh token.
struct DelegatedGrant: Sendable {
    let tenantID: String
    let userID: String
    let kind: RedirectURIKind
    /// What kind of client policies see.
    let clientType: PolicyDemand.ClientType
    /// The scope of the sign-in.
    let scopeText: String
    /// The resource of a sign-in by the v1.0 endpoint, empty where it named none.
    let resource: String?
    let nonce: String?
    let sessionID: String
    let authenticatedOn: Date
    /// How the user proved to be it (`amr`).
    let authenticationMethods: [String]
    /// What all refresh tokens of one sign-in have in common.
    let familyID: String
    /// When a chain of refresh tokens ends that no use extends.
    let fixedEnd: Date?
    let isRefresh: Bool
    /// What the sign-in asked of its tokens.
    var claims = ClaimsRequest()

    /// The grant in a code.
    init(_ code: AuthorizationCodeRecord, kind: RedirectURIKind) throws {
        tenantID = code.tenantID
        userID = code.userID
        self.kind = kind
        clientType = .init(kind)
        scopeText = code.scope
        resource = code.resource
        nonce = code.nonce
        sessionID = code.sessionID ?? UUID().uuidString.lowercased()
        authenticatedOn = code.authenticatedOn
        authenticationMethods = code.authenticationMethods
        familyID = code.codeHash
        fixedEnd = nil
        isRefresh = false
        claims = try ClaimsRequest(code.claims)
    }

    /// The grant in a refresh token.
    init(_ token: RefreshTokenRecord, kind: RedirectURIKind) throws {
        tenantID = token.tenantID
        userID = token.userID
        self.kind = kind
        clientType = .init(kind)
        scopeText = token.scope
        resource = token.resource
        nonce = nil
        sessionID = token.sessionID ?? UUID().uuidString.lowercased()
        authenticatedOn = token.authenticatedOn
        authenticationMethods = token.authenticationMethods
        familyID = token.familyID
        fixedEnd = kind == .spa ? token.expiresOn : nil
        isRefresh = true
        claims = try ClaimsRequest(token.claims)
    }

    /// The grant of a user who signs in with this very request.
    init(_ user: UserRecord, kind: RedirectURIKind, scope: String, resource: String?, at now: Date) {
        tenantID = user.tenantID
        userID = user.id
        self.kind = kind
        clientType = .native
        scopeText = scope
        self.resource = resource
        nonce = nil
        sessionID = UUID().uuidString.lowercased()
        authenticatedOn = now
        authenticationMethods = ["pwd"]
        familyID = UUID().uuidString.lowercased()
        fixedEnd = nil
        isRefresh = false
    }

    /// The grant in the token that a service was called with.
    init(_ assertion: UserAssertion, scope: String, resource: String?) {
        tenantID = assertion.tenant.id
        userID = assertion.user.id
        kind = .web
        clientType = .browser
        scopeText = scope
        self.resource = resource
        nonce = nil
        sessionID = assertion.sessionID ?? UUID().uuidString.lowercased()
        authenticatedOn = assertion.authenticatedOn
        authenticationMethods = assertion.authenticationMethods
        familyID = UUID().uuidString.lowercased()
        fixedEnd = nil
        isRefresh = false
    }

    /// What the sign-in asked for.
    func scope() throws -> ScopeRequest {
        try resource.map { ScopeRequest(signInFor: $0) } ?? ScopeRequest(parsing: scopeText)
    }
}
