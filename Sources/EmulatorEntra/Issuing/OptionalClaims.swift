import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The claims that a token has because a registration asks for them.
struct OptionalClaims: Sendable {
    let settings: ClaimSettings
    let issue: TokenIssue
    /// The client id of the application whose registration it is.
    let applicationID: String

    /// Reads the registration that decides.
    ///
    /// - Parameters:
    ///   - registration: A service's for access tokens to it, the client's for id tokens.
    ///   - token: The kind of token.
    ///   - applicationID: The client id of the application.
    ///   - issue: What all tokens of the reply share.
    /// - Throws: `JSONError` when what is stored is damaged.
    init(
        _ registration: ApplicationRecord?,
        for token: ClaimSettings.Token,
        of applicationID: String,
        _ issue: TokenIssue
    ) throws {
        settings = try ClaimSettings(registration, for: token)
        self.issue = issue
        self.applicationID = applicationID
    }

    /// Adds what was asked for about a user.
    func add(to claims: inout JSONObject, _ subject: UserSubject) throws {
        for claim in settings.claims {
            if let value = try value(claim, subject) { claims[claim.name] = value }
        }
        let membership = GroupClaims(settings: settings, issue: issue, applicationID: applicationID)
        try membership.add(to: &claims, principal: subject.user.id, kind: "users", of: subject.tenant, subject.roles)
    }

    /// Adds what was asked for about an application.
    func add(
        to claims: inout JSONObject,
        _ principal: ServicePrincipalRecord,
        tenant: TenantRecord,
        roles: [String]
    ) throws {
        for claim in settings.claims {
            switch claim.name {
            case "idtyp": claims[claim.name] = "app"
            default: if let value = common(claim, tenant) { claims[claim.name] = value }
            }
        }
        let membership = GroupClaims(settings: settings, issue: issue, applicationID: applicationID)
        try membership.add(to: &claims, principal: principal.objectID, kind: "servicePrincipals", of: tenant, roles)
    }

    private func common(_ claim: ClaimSettings.Claim, _ tenant: TenantRecord) -> JSONValue? {
        switch claim.name {
        case "aud": claim.properties.contains("use_guid") ? .string(applicationID) : JSONValue?.none
        case "tenant_region_scope": .string(tenant.region)
        case "xms_cc":
            issue.capabilities.isEmpty ? JSONValue?.none : .array(issue.capabilities.map { .string($0) })
        default: JSONValue?.none
        }
    }

    private func value(_ claim: ClaimSettings.Claim, _ subject: UserSubject) throws -> JSONValue? {
        let user = subject.user
        switch claim.name {
        case "acct": return subject.accountKind
        case "auth_time": return .integer(Int64(subject.authenticatedOn.timeIntervalSince1970))
        // Only what is a code is a country to the service.
        case "ctry": return user.country.flatMap { $0.utf8.count == 2 ? .string($0.uppercased()) : JSONValue?.none }
        case "email": return user.mail.map { .string($0) }
        case "family_name": return user.surname.map { .string($0) }
        case "given_name": return user.givenName.map { .string($0) }
        case "idtyp": return claim.properties.contains("include_user_token") ? "user" : JSONValue?.none
        case "ipaddr": return .string(issue.call.request.remoteAddress)
        case "login_hint": return .string(LoginHint.make(user.userPrincipalName))
        case "preferred_username", "upn": return .string(user.userPrincipalName)
        case "sid": return .string(subject.sessionID)
        case "verified_primary_email":
            return try user.mail.flatMap { try isVerified($0) ? [.string($0)] : JSONValue?.none }
        case "xms_edov": return try user.mail.map { .bool(try isVerified($0)) }
        case "xms_pl":
            return try JSONValue(parsing: user.document)["preferredLanguage"]?.stringValue.map { .string($0) }
        default: return common(claim, subject.tenant)
        }
    }

    private func isVerified(_ address: String) throws -> Bool {
        let domain = address.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        return try issue.call.context.directory.domain(named: domain) != nil
    }
}

extension UserSubject {
    /// Whether the account is the tenant's own (0) or a guest's (1).
    var accountKind: JSONValue { isForeign || user.userType == "Guest" ? 1 : 0 }
}
