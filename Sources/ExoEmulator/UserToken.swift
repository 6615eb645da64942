import EmulatorCore
import EmulatorEntra

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A user's token for Exchange, as the official module gets one.
struct UserToken: Sendable {
    let user: UserRecord
    let tenant: TenantRecord
    var clientID = FirstParty.powerShellModule
    var resourceName = "https://outlook.office365.com"

    /// The token.
    ///
    /// - Throws: ``EmulatorError`` when there is no such resource; `EntraError`, `DatabaseError`, `CryptoError`.
    func text(_ call: EntraCall) throws -> String {
        let context = call.context
        guard let resource = try ResourceAPI.named(resourceName, in: context) else {
            throw EmulatorError("There is no such resource.")
        }
        let client = try Client(clientID, at: .tenant(tenant), in: context.directory)
        let subject = try UserSubject(
            user,
            in: tenant,
            sessionID: UUID().uuidString.lowercased(),
            authenticatedOn: context.clock.now,
            authenticationMethods: ["pwd"],
            context
        )
        let target = ScopeRequest.Target(identifier: resource.identifier, scopes: [], isDefault: true)
        let access = try DelegatedAccess(target, openID: [], client: client, subject: subject, context)
        let issue = TokenIssue(call, client: client, claims: ClaimsRequest())
        return try AccessTokenComposer(issue: issue).delegated(subject, access)
    }
}
