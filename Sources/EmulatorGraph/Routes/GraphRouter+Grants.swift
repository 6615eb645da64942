import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var delegated: DelegatedGrants { DelegatedGrants(administration: administration) }
    private var roleGrants: AppRoleGrants { AppRoleGrants(administration: administration) }

    func grants(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        let context = "oauth2PermissionGrants"
        guard let key = path.key(of: set) else {
            if method == "POST", path.isEmpty { return try createGrant() }
            return try list(delegated.list().compactMap(grantEntity.grant), context, path)
        }
        guard let parts = GraphIdentifier.grantParts(key.value),
            let client = try? administration.servicePrincipal(parts.client),
            let resource = try? administration.servicePrincipal(parts.resource),
            let grant = try delegated.stored(
                DelegatedGrantRecord(
                    tenantID: administration.tenantID,
                    clientAppID: client.appID,
                    resourceAppID: resource.appID,
                    scope: "",
                    principalID: parts.principal
                )
            )
        else { throw AdministrationError.notFound(key.value) }
        guard let object = try grantEntity.grant(grant) else { throw AdministrationError.notFound(key.value) }
        guard path.isEmpty else {
            return try part(&path, of: key.value, GraphShape("oAuth2PermissionGrant"), context) { object }
        }
        return try self.object(
            show: { try one(object, context) },
            change: { try change(grant) },
            delete: { try delegated.delete(grant) }
        )
    }

    private func change(_ grant: DelegatedGrantRecord) throws {
        var body = try call.body(of: "OAuth2PermissionGrant")
        guard let scope = try body.text("scope", limit: 16_384) else { throw body.invalid("scope") }
        for name in ["clientId", "resourceId", "consentType", "principalId", "expiryTime", "startTime"] {
            _ = body.value(name)
        }
        try body.finish(of: GraphModel.published["oAuth2PermissionGrant"], readOnly: ["id"])
        try delegated.setScope(scope, of: grant)
    }

    private func createGrant() throws -> GraphReply {
        let resource = "OAuth2PermissionGrant"
        var body = try call.body(of: resource)
        guard let client = try body.identifier("clientId") else {
            throw AdministrationError.required("clientId", of: resource)
        }
        guard let api = try body.identifier("resourceId") else {
            throw AdministrationError.required("resourceId", of: resource)
        }
        let principal = try body.identifier("principalId")
        let scope = try body.text("scope", limit: 16_384) ?? ""
        switch try body.text("consentType") {
        case "AllPrincipals":
            guard principal == nil else { throw body.invalid("principalId") }
        case "Principal":
            guard principal != nil else { throw AdministrationError.required("principalId", of: resource) }
        case nil: throw AdministrationError.required("consentType", of: resource)
        default: throw body.invalid("consentType")
        }
        for name in ["expiryTime", "startTime"] { _ = body.value(name) }
        try body.finish(of: GraphModel.published["oAuth2PermissionGrant"], readOnly: ["id"])
        let grant = try delegated.create(clientID: client, resourceID: api, principalID: principal, scope: scope)
        guard let object = try grantEntity.grant(grant), let id = object["id"]?.stringValue else {
            throw AdministrationError.notFound(client)
        }
        return try made(object, "oauth2PermissionGrants", at: "oauth2PermissionGrants/\(id)")
    }

    /// The app roles that a user, group or service principal holds.
    func appRoleAssignments(_ path: inout GraphPath, of principal: Principal, _ set: String) throws -> GraphReply {
        let context = "\(set)('\(principal.id)')/appRoleAssignments"
        guard let segment = path.next() else { throw GraphError.methodNotAllowed }
        guard let key = path.key(of: segment) else {
            if method == "POST", path.isEmpty { return try assign(context, principal: principal.id, resource: nil) }
            return try list(heldRoles(by: principal.id), context, path)
        }
        return try assignment(key.value, in: roleGrants.held(by: principal.id), context, &path)
    }

    /// Who holds app roles on a resource.
    func appRoleAssignedTo(_ path: inout GraphPath, _ resource: ServicePrincipalRecord) throws -> GraphReply {
        let context = "servicePrincipals('\(resource.objectID)')/appRoleAssignedTo"
        guard let segment = path.next() else { throw GraphError.methodNotAllowed }
        guard let key = path.key(of: segment) else {
            if method == "POST", path.isEmpty {
                return try assign(context, principal: nil, resource: resource.objectID)
            }
            return try list(heldRoles(on: resource.objectID), context, path)
        }
        return try assignment(key.value, in: roleGrants.held(on: resource.appID), context, &path)
    }

    /// The app roles that a user, group or service principal holds.
    func heldRoles(by principalID: String) throws -> [JSONObject] {
        try roleGrants.held(by: principalID).compactMap(grantEntity.assignment)
    }

    /// The app roles that are held on a service principal's app.
    func heldRoles(on resourceID: String) throws -> [JSONObject] {
        try roleGrants.held(on: administration.servicePrincipal(resourceID).appID).compactMap(grantEntity.assignment)
    }

    /// What was granted to an app's service principal.
    func grants(toClient clientID: String) throws -> [JSONObject] {
        try delegated.list(clientAppID: administration.servicePrincipal(clientID).appID).compactMap(grantEntity.grant)
    }

    /// What was granted for one user.
    func grants(forUser userID: String) throws -> [JSONObject] {
        try delegated.list(principalID: userID).compactMap(grantEntity.grant)
    }

    private func assign(_ context: String, principal: String?, resource: String?) throws -> GraphReply {
        let name = "AppRoleAssignment"
        var body = try call.body(of: name)
        guard let principalID = try body.identifier("principalId") else {
            throw AdministrationError.required("principalId", of: name)
        }
        guard let resourceID = try body.identifier("resourceId") else {
            throw AdministrationError.required("resourceId", of: name)
        }
        guard let roleID = try body.identifier("appRoleId") else {
            throw AdministrationError.required("appRoleId", of: name)
        }
        try body.finish(of: GraphModel.published["appRoleAssignment"], readOnly: ["id"])
        guard principal ?? principalID == principalID else { throw body.invalid("principalId") }
        guard resource ?? resourceID == resourceID else { throw body.invalid("resourceId") }
        let record = try roleGrants.assign(roleID, to: principalID, on: resourceID)
        guard let object = try grantEntity.assignment(record), let id = object["id"]?.stringValue else {
            throw AdministrationError.notFound(principalID)
        }
        let set = context.replacing("('", with: "/").replacing("')", with: "")
        return try made(object, context, at: "\(set)/\(id)")
    }

    private func assignment(
        _ id: String,
        in records: [AppRoleAssignmentRecord],
        _ context: String,
        _ path: inout GraphPath
    ) throws -> GraphReply {
        guard let record = try records.first(where: { try GraphIdentifier.assignment($0) == id }),
            let object = try grantEntity.assignment(record)
        else { throw AdministrationError.notFound(id) }
        guard path.isEmpty else { return try part(&path, of: id, GraphShape("appRoleAssignment"), context) { object } }
        return try self.object(
            show: { try one(object, context) },
            delete: { try roleGrants.remove(record) }
        )
    }
}
