import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var delegated: DelegatedGrants { DelegatedGrants(administration: administration) }
    private var roleGrants: AppRoleGrants { AppRoleGrants(administration: administration) }

    func grantList(_ grants: [DelegatedGrantRecord]) throws -> GraphReply {
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        return try page(grants.compactMap(entities.grant), DirectoryEntity.grantShape, "oauth2PermissionGrants")
    }

    func grants(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            try end(path)
            return method == "POST" ? try createGrant() : try grantList(delegated.list())
        }
        try end(path)
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
        switch method {
        case "GET":
            guard let object = try entities.grant(grant) else { throw AdministrationError.notFound(key.value) }
            return try one(object, DirectoryEntity.grantShape, "oauth2PermissionGrants")
        case "PATCH":
            var body = try call.body(of: "OAuth2PermissionGrant")
            guard let scope = try body.text("scope", limit: 16_384) else { throw body.invalid("scope") }
            for name in ["clientId", "resourceId", "consentType", "principalId", "expiryTime", "startTime"] {
                _ = body.value(name)
            }
            try body.finish(readOnly: ["id"])
            try delegated.setScope(scope, of: grant)
            return .noContent
        case "DELETE":
            try delegated.delete(grant)
            return .noContent
        default: throw GraphError.methodNotAllowed
        }
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
        try body.finish(readOnly: ["id"])
        let grant = try delegated.create(clientID: client, resourceID: api, principalID: principal, scope: scope)
        guard let object = try entities.grant(grant), let id = object["id"]?.stringValue else {
            throw AdministrationError.notFound(client)
        }
        return .object(object, "oauth2PermissionGrants/$entity", status: 201, at: "oauth2PermissionGrants/\(id)")
    }

    /// The app roles that a user, group or service principal holds.
    func appRoleAssignments(_ path: inout GraphPath, of principal: Principal, _ set: String) throws -> GraphReply {
        let context = "\(set)('\(principal.id)')/appRoleAssignments"
        guard let segment = path.next() else { throw GraphError.noResource(set) }
        guard let key = path.key(of: segment) else {
            try end(path)
            switch method {
            case "GET":
                return try page(
                    roleGrants.held(by: principal.id).compactMap(entities.assignment),
                    DirectoryEntity.assignmentShape,
                    context
                )
            case "POST": return try assign(context, principal: principal.id, resource: nil)
            default: throw GraphError.methodNotAllowed
            }
        }
        try end(path)
        return try assignment(key.value, in: roleGrants.held(by: principal.id), context)
    }

    /// Who holds app roles on a resource.
    func appRoleAssignedTo(_ path: inout GraphPath, _ resource: ServicePrincipalRecord) throws -> GraphReply {
        let context = "servicePrincipals('\(resource.objectID)')/appRoleAssignedTo"
        guard let segment = path.next() else { throw GraphError.noResource("appRoleAssignedTo") }
        guard let key = path.key(of: segment) else {
            try end(path)
            switch method {
            case "GET":
                return try page(
                    roleGrants.held(on: resource.appID).compactMap(entities.assignment),
                    DirectoryEntity.assignmentShape,
                    context
                )
            case "POST": return try assign(context, principal: nil, resource: resource.objectID)
            default: throw GraphError.methodNotAllowed
            }
        }
        try end(path)
        return try assignment(key.value, in: roleGrants.held(on: resource.appID), context)
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
        try body.finish(readOnly: ["id"])
        guard principal ?? principalID == principalID else { throw body.invalid("principalId") }
        guard resource ?? resourceID == resourceID else { throw body.invalid("resourceId") }
        let record = try roleGrants.assign(roleID, to: principalID, on: resourceID)
        guard let object = try entities.assignment(record), let id = object["id"]?.stringValue else {
            throw AdministrationError.notFound(principalID)
        }
        let set = context.replacing("('", with: "/").replacing("')", with: "")
        return .object(object, "\(context)/$entity", status: 201, at: "\(set)/\(id)")
    }

    private func assignment(
        _ id: String,
        in records: [AppRoleAssignmentRecord],
        _ context: String
    ) throws -> GraphReply {
        guard let record = try records.first(where: { try GraphIdentifier.assignment($0) == id }),
            let object = try entities.assignment(record)
        else { throw AdministrationError.notFound(id) }
        switch method {
        case "GET": return try one(object, DirectoryEntity.assignmentShape, context)
        case "DELETE":
            try roleGrants.remove(record)
            return .noContent
        default: throw GraphError.methodNotAllowed
        }
    }
}
