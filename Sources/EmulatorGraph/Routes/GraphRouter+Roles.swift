import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var roles: RoleAssignments { RoleAssignments(administration: administration) }

    func roleTemplates(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        guard let key = path.key(of: set) else {
            try end(path)
            return try page(
                DirectoryRoleTemplate.all.map(entities.roleTemplate),
                DirectoryEntity.roleTemplateShape,
                "directoryRoleTemplates"
            )
        }
        try end(path)
        guard let template = DirectoryRoleTemplate.named(key.value) else {
            throw AdministrationError.notFound(key.value)
        }
        return try one(
            entities.roleTemplate(template),
            DirectoryEntity.roleTemplateShape,
            "directoryRoleTemplates"
        )
    }

    func directoryRoles(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            try end(path)
            switch method {
            case "GET":
                return try page(
                    roles.activeTemplates().map(entities.directoryRole),
                    DirectoryEntity.directoryRoleShape,
                    "directoryRoles"
                )
            case "POST":
                var body = try call.body(of: "DirectoryRole")
                let id = try body.requiredText("roleTemplateId")
                try body.finish()
                let object = entities.directoryRole(try roles.activate(id))
                let path = "directoryRoles/\(object["id"]?.stringValue ?? "")"
                return .object(object, "directoryRoles/$entity", status: 201, at: path)
            default: throw GraphError.methodNotAllowed
            }
        }
        guard let template = try activeRole(key) else { throw AdministrationError.notFound(key.value) }
        guard let segment = path.next() else {
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            return try one(entities.directoryRole(template), DirectoryEntity.directoryRoleShape, "directoryRoles")
        }
        guard segment.name.lowercased() == "members" else { throw GraphError.noResource(segment.text) }
        let member = path.key(of: segment)
        switch (method, member, path.remainder) {
        case ("GET", nil, let cast) where cast.isEmpty || cast.hasPrefix("microsoft.graph."):
            return try call.page(roles.members(of: template), cast: cast)
        case ("POST", nil, "$ref"):
            let id = try call.reference()
            let isMember = try roles.roles(of: id.lowercased()).contains(template)
            guard !isMember else { throw AdministrationError.referenceExists("members") }
            try roles.assign(template.id, to: id)
            return .noContent
        case ("DELETE", let member?, "$ref"):
            try roles.remove(assignment(template.id, member.value))
            return .noContent
        default: throw GraphError.methodNotAllowed
        }
    }

    func roleManagement(_ path: inout GraphPath) throws -> GraphReply {
        guard path.next()?.name.lowercased() == "directory", let set = path.next() else {
            throw GraphError.noResource("roleManagement")
        }
        switch set.name.lowercased() {
        case "roledefinitions": return try roleDefinitions(&path, set)
        case "roleassignments": return try roleAssignments(&path, set)
        default: throw GraphError.noResource(set.text)
        }
    }

    private func roleDefinitions(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        let context = "roleManagement/directory/roleDefinitions"
        guard let key = path.key(of: set) else {
            try end(path)
            return try page(
                DirectoryRoleTemplate.all.map(entities.roleDefinition),
                DirectoryEntity.roleDefinitionShape,
                context
            )
        }
        try end(path)
        guard let template = DirectoryRoleTemplate.named(key.value) else {
            throw AdministrationError.notFound(key.value)
        }
        return try one(entities.roleDefinition(template), DirectoryEntity.roleDefinitionShape, context)
    }

    private func roleAssignments(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        let context = "roleManagement/directory/roleAssignments"
        guard let key = path.key(of: set) else {
            try end(path)
            switch method {
            case "GET":
                let query = try GraphQuery(call, DirectoryEntity.roleAssignmentShape)
                var page = try call.list(
                    roles.list().map(entities.roleAssignment),
                    DirectoryEntity.roleAssignmentShape,
                    query
                )
                page.objects = try page.objects.map { try expand($0, query.expand.first) }
                return .page(page, context)
            case "POST": return try assignRole(context)
            default: throw GraphError.methodNotAllowed
            }
        }
        try end(path)
        guard let parts = GraphIdentifier.roleAssignmentParts(key.value) else {
            throw AdministrationError.notFound(key.value)
        }
        let record = assignment(parts.role, parts.principal)
        guard try roles.list().contains(record) else { throw AdministrationError.notFound(key.value) }
        switch method {
        case "GET": return try one(entities.roleAssignment(record), DirectoryEntity.roleAssignmentShape, context)
        case "DELETE":
            try roles.remove(record)
            return .noContent
        default: throw GraphError.methodNotAllowed
        }
    }

    private func assignRole(_ context: String) throws -> GraphReply {
        let resource = "UnifiedRoleAssignment"
        var body = try call.body(of: resource)
        let role = try body.requiredText("roleDefinitionId")
        guard let principal = try body.identifier("principalId") else {
            throw AdministrationError.required("principalId", of: resource)
        }
        let scope = try body.text("directoryScopeId") ?? body.text("appScopeId")
        guard let scope else { throw AdministrationError.required("directoryScopeId", of: resource) }
        guard scope == "/" else {
            throw AdministrationError("The emulator assigns directory roles for the whole tenant ('/') alone.")
        }
        _ = body.value("condition")
        try body.finish(readOnly: ["id"])
        let object = entities.roleAssignment(try roles.assign(role, to: principal))
        let path = "roleManagement/directory/roleAssignments/\(object["id"]?.stringValue ?? "")"
        return .object(object, "\(context)/$entity", status: 201, at: path)
    }

    private func expand(_ object: JSONObject, _ relation: String?) throws -> JSONObject {
        var object = object
        switch relation {
        case "roleDefinition":
            let template = object["roleDefinitionId"]?.stringValue.flatMap(DirectoryRoleTemplate.named)
            object["roleDefinition"] = template.map { .object(entities.roleDefinition($0)) }
        case "principal":
            let principal = object["principalId"]?.stringValue.flatMap { try? administration.principal($0) }
            object["principal"] = try principal.map { .object(try call.object($0)) }
        default: break
        }
        return object
    }

    private func activeRole(_ key: GraphPath.Key) throws -> DirectoryRoleTemplate? {
        let wanted = key.value.lowercased()
        return try roles.activeTemplates().first { template in
            switch key.property {
            case nil, "id": RoleAssignments.objectID(of: template, in: administration.tenantID) == wanted
            case "roleTemplateId": template.id == wanted
            default: false
            }
        }
    }

    private func assignment(_ roleID: String, _ principalID: String) -> RoleAssignment {
        RoleAssignment(
            tenantID: administration.tenantID,
            principalID: principalID.lowercased(),
            roleTemplateID: roleID
        )
    }
}
