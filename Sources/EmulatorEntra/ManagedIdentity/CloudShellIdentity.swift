import EmulatorAdministration
import EmulatorCore
import ExoJSON
package import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The tokens of Cloud Shell: those of the person who opened it.
package struct CloudShellIdentity: Sendable {
    /// The application that asks for the tokens there.
    package static let client = "b677c290-cf4b-4a8e-a60e-91ba650a4abe"

    package let call: EntraCall

    /// Answers a form, or a query as the Exchange module sends it.
    package func respond() -> ServerResponse {
        call.signIn.begin(.managedIdentity, call)
        let request = call.request
        guard request.header("X-Forwarded-For") == nil, request.header("Metadata") == "true" else {
            return refusal(400, "BadRequest", "Required metadata header not specified")
        }
        let fields: FormFields
        switch request.method {
        case "GET": fields = request.query
        case "POST": fields = request.form.fields.isEmpty ? request.query : request.form
        default: return refusal(405, "MethodNotAllowed", "Only GET and POST are supported")
        }
        guard let resource = fields["resource"], resource.utf8.count <= 2048 else {
            return refusal(400, "AudienceNotSupported", "The resource is missing.")
        }
        do { return try answer(resource) } catch let error as EntraError {
            call.signIn.note(error)
            return [500_011, 65001, 65002].contains(error.code)
                ? refusal(400, "AudienceNotSupported", "Audience \(resource) is not a supported MSI token audience.")
                : refusal(400, error.name, error.description(call.trace))
        } catch {
            call.signIn.note(EntraError.failure)
            return refusal(500, "InternalServerError", "Failed to retrieve token.")
        }
    }

    private func answer(_ resource: String) throws -> ServerResponse {
        let directory = call.context.directory
        let name = call.context.settings.current.cloudShellUser
        guard let user = try directory.user(name), let tenant = try directory.tenant(matching: user.tenantID) else {
            return refusal(400, "Unauthorized", "Nobody is signed in: there is no user \(name).")
        }
        let client = try Client(Self.client, at: .tenant(tenant), in: directory)
        call.signIn.note(client)
        call.signIn.note(user)
        let subject = try UserSubject(
            user,
            in: tenant,
            sessionID: UUID().uuidString.lowercased(),
            authenticatedOn: call.trace.now,
            authenticationMethods: user.oneTimePasswordSecret == nil ? ["pwd"] : ["pwd", "mfa"],
            call.context
        )
        call.signIn.note(subject)
        let target = ScopeRequest.Target(
            identifier: ManagedIdentityRequest.withoutScope(resource),
            scopes: [],
            isDefault: true
        )
        let access = try DelegatedAccess(target, openID: [], client: client, subject: subject, call.context)
        try ConditionalAccess(call).check(
            subject,
            at: client,
            PolicyDemand(resources: [access.resource.appID], clientType: .browser, version: .v1)
        )
        let issue = TokenIssue(call, client: client, claims: ClaimsRequest())
        let token = try AccessTokenComposer(issue: issue).delegated(subject, access)
        return .json([
            "access_token": .string(token),
            "refresh_token": "",
            "expires_in": .string(String(issue.lifetime.expiresIn)),
            "expires_on": .string(String(issue.issuedAt + issue.lifetime.seconds)),
            "not_before": .string(String(issue.issuedAt - Int(TokenFamily.skew))),
            "resource": .string(resource),
            "token_type": "Bearer",
        ])
    }

    private func refusal(_ status: Int, _ code: String, _ message: String) -> ServerResponse {
        .problem(status, code: code, message)
    }
}
