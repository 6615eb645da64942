import EmulatorAdministration
import EmulatorCore

extension TokenRequest {
    /// Checks that the scopes asked for exist, where the service that offers them is registered in a tenant.
    ///
    /// - Throws: ``EntraError`` 28002.
    func checkScopes(of target: ScopeRequest.Target) throws {
        let directory = call.context.directory
        guard !target.scopes.isEmpty, let resource = try ResourceAPI.named(target.identifier, in: call.context),
            let registration = try directory.application(resource.appID), registration.tenantID != FirstParty.tenantID
        else { return }
        let offered = try directory.exposedPermissions(of: resource.appID).filter { $0.kind == .scope && $0.isEnabled }
        for scope in target.scopes where !offered.contains(where: { $0.value.lowercased() == scope.lowercased() }) {
            throw EntraError.unknownScope("\(target.identifier)/\(scope)")
        }
    }

    /// Checks that a partner's users may use the client at a customer at all.
    ///
    /// - Throws: ``EntraError`` 90099.
    func checkPartnership(_ subject: UserSubject) throws {
        guard subject.isForeign, !client.isFirstParty else { return }
        guard try call.context.directory.servicePrincipal(client.id, in: subject.tenant.id) == nil else { return }
        throw EntraError.notAuthorizedByPartner(client.id, tenant: subject.tenant.displayName)
    }

    /// Why a registration could never be granted what the v1.0 endpoint asks for; `nil` when it could.
    func misconfiguration(of target: ScopeRequest.Target) throws -> EntraError? {
        guard let resource = try ResourceAPI.named(target.identifier, in: call.context) else { return nil }
        let asked = try call.context.directory.requiredPermissions(of: client.id).filter {
            $0.resourceAppID == resource.appID
        }
        guard !asked.isEmpty else { return .resourceNotAskedFor(client.name, id: client.id, target.identifier) }
        return asked.contains { $0.kind == .scope } ? nil : .scopeNotAskedFor(client.name, target.identifier)
    }
}

extension EntraError {
    /// The service offers no such scope.
    static func unknownScope(_ scope: String) -> Self {
        Self(
            code: 28002,
            name: "invalid_request",
            text:
                "Provided value for the input parameter scope '\(scope)' is not valid when requesting an access token. "
                + "Please specify a valid scope."
        )
    }

    /// The application is not among those that the partner consented to for the customer.
    static func notAuthorizedByPartner(_ client: String, tenant: String) -> Self {
        Self(
            code: 90099,
            name: "invalid_grant",
            text: "The application '\(client)' has not been authorized in the tenant '\(tenant)'. Applications must be "
                + "authorized to access the customer tenant before partner delegated administrators can use them."
        )
    }

    /// The registration does not ask for the service.
    static func resourceNotAskedFor(_ application: String, id: String, _ resource: String) -> Self {
        Self(
            code: 650_057,
            name: "invalid_request",
            text:
                "Invalid resource. The client has requested access to a resource which is not listed in the requested "
                + "permissions in the client's application registration. Client app ID: \(id) (\(application)). Resource "
                + "value from request: \(resource)."
        )
    }

    /// The registration asks for the service, but for nothing on behalf of users.
    static func scopeNotAskedFor(_ application: String, _ resource: String) -> Self {
        Self(
            code: 65005,
            name: "invalid_resource",
            text:
                "Misconfigured application. The client '\(application)' asks for no delegated permission of '\(resource)' "
                + "in its application registration."
        )
    }

    /// The refusal as the v1.0 endpoint words it: its older code for credentials, and the true one after it.
    var pairedOnVersion1: Self {
        var error = self
        error.furtherCodes = [code]
        error.code = 70002
        error.text = "Error validating credentials. AADSTS\(code): \(text)"
        return error
    }
}
