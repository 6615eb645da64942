import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorGraph
import ExoCrypto
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Tokens for tests: `tokens` issues a good one of any app or user, or one with a fault.
struct TokenControl: ControlPart {
    let entra: EntraContext

    private var context: EmulatorContext { entra.emulator }

    func respond(to call: ControlCall) throws -> ServerResponse? {
        guard call.request.method == "POST", call.names == ["tokens"] else { return nil }
        let body = try call.body("kind", "tenant", "client", "user", "resource", "claims")
        let name = try body.text("kind") ?? TokenFault.none.rawValue
        guard let fault = TokenFault(rawValue: name) else {
            let known = TokenFault.allCases.map(\.rawValue).joined(separator: ", ")
            throw EmulatorError("\"kind\" is one of \(known).")
        }
        let good = try token(call, body)
        guard let parsed = JSONWebToken(good) else { throw EmulatorError("The token cannot be read.") }
        var claims = parsed.claims
        for claim in try body.members("claims")?.members ?? [] { claims[claim.name] = claim.value }
        let isGood = fault == .none && claims == parsed.claims
        let token =
            try isGood ? good : fault.applied(to: claims, key: entra.keys.current(), now: context.clock.now)
        return .json(["kind": .string(fault.rawValue), "access_token": .string(token), "token_type": "Bearer"])
    }

    private func token(_ control: ControlCall, _ body: ControlBody) throws -> String {
        let call = EntraCall(control.request, entra)
        let directory = context.directory
        let user = try body.text("user").map { name in
            guard let user = try directory.user(name) else { throw EmulatorError("There is no such user.") }
            return user
        }
        let tenantName = try body.text("tenant") ?? user?.tenantID ?? Seed.contosoID
        guard let tenant = try directory.tenant(matching: tenantName) else {
            throw EmulatorError("There is no such tenant.")
        }
        let resourceName = try body.text("resource") ?? "https://outlook.office365.com"
        guard let resource = try ResourceAPI.named(resourceName, in: context) else {
            throw EmulatorError("There is no such resource.")
        }
        let clientID = try body.text("client") ?? (user == nil ? Seed.appID(2) : FirstParty.powerShellModule)
        guard let user else { return try applicationToken(clientID, tenant, resource, call) }
        return try UserToken(user: user, tenant: tenant, clientID: clientID, resourceName: resourceName).text(call)
    }

    private func applicationToken(
        _ clientID: String,
        _ tenant: TenantRecord,
        _ resource: ResourceAPI,
        _ call: EntraCall
    ) throws -> String {
        let directory = context.directory
        guard let principal = try directory.servicePrincipal(clientID, in: tenant.id) else {
            throw EmulatorError("The app has no service principal in this tenant.")
        }
        let issue =
            principal.kind == .managedIdentity
            ? TokenIssue(call, identity: principal, capabilities: [])
            : TokenIssue(
                call,
                client: try Client(clientID, at: .tenant(tenant), in: directory),
                proof: .secret,
                claims: ClaimsRequest()
            )
        return try AccessTokenComposer(issue: issue).application(
            principal,
            tenant: tenant,
            resource: resource,
            roles: context.appRoles(ofApplication: principal.objectID, on: resource, in: tenant.id),
            directoryRoles: directory.directoryRoles(of: principal.objectID, in: tenant.id)
        )
    }
}
