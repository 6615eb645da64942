import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var roles: RoleAssignments { RoleAssignments(administration: administration) }

    func roleTemplates(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        try fixedSet(
            "directoryRoleTemplates",
            GraphShape("directoryRoleTemplate"),
            &path,
            set,
            { DirectoryRoleTemplate.all.map(RoleEntity.template) },
            named: { DirectoryRoleTemplate.named($0).map(RoleEntity.template) }
        )
    }

    func directoryRoles(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            if method == "POST", path.isEmpty { return try activateRole() }
            let active = try roles.activeTemplates().map { RoleEntity.active($0, in: administration.tenantID) }
            return try list(active, "directoryRoles", path)
        }
        guard let template = try activeRole(key) else { throw AdministrationError.notFound(key.value) }
        try path.takeCast(to: "directoryRole")
        let object = RoleEntity.active(template, in: administration.tenantID)
        guard let name = path.nextName else {
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            return try one(object, "directoryRoles")
        }
        guard name == "members", method != "GET" else {
            let id = RoleAssignments.objectID(of: template, in: administration.tenantID)
            return try part(&path, of: id, RoleEntity.activeShape, "directoryRoles") { object }
        }
        return try changeRelation(
            &path,
            add: { id in
                let isMember = try roles.roles(of: id.lowercased()).contains(template)
                guard !isMember else { throw AdministrationError.referenceExists("members") }
                try roles.assign(template.id, to: id)
            },
            remove: { try roles.remove(assignment(template.id, $0)) }
        )
    }

    /// Who has a directory role, by the id of the role in this tenant.
    func members(ofRole id: String) throws -> [JSONObject] {
        let role = try roles.activeTemplates().first {
            RoleAssignments.objectID(of: $0, in: administration.tenantID) == id
        }
        return try role.map(roles.members)?.map(call.object) ?? []
    }

    private func activateRole() throws -> GraphReply {
        var body = try call.body(of: "DirectoryRole")
        let id = try body.requiredText("roleTemplateId")
        try body.finish()
        let object = RoleEntity.active(try roles.activate(id), in: administration.tenantID)
        let path = "directoryRoles/\(object["id"]?.stringValue ?? "")"
        return try made(object, "directoryRoles", at: path)
    }

    func roleManagement(_ path: inout GraphPath) throws -> GraphReply {
        guard let part = path.next() else { throw GraphError.notEmulated("roleManagement") }
        guard part.name == "directory", let set = path.next() else { throw GraphError.notEmulated(part.text) }
        switch set.name {
        case "roleDefinitions": return try roleDefinitions(&path, set)
        case "roleAssignments": return try roleAssignments(&path, set)
        default: throw GraphError.notEmulated(set.text)
        }
    }

    private func roleDefinitions(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        try fixedSet(
            "roleManagement/directory/roleDefinitions",
            GraphShape("unifiedRoleDefinition"),
            &path,
            set,
            { DirectoryRoleTemplate.all.map(RoleEntity.definition) },
            named: { DirectoryRoleTemplate.named($0).map(RoleEntity.definition) }
        )
    }

    private func roleAssignments(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        let context = "roleManagement/directory/roleAssignments"
        guard let key = path.key(of: set) else {
            if method == "POST", path.isEmpty { return try assignRole(context) }
            return try list(roles.list().map(RoleEntity.assignment), context, path)
        }
        guard let parts = GraphIdentifier.roleAssignmentParts(key.value) else {
            throw AdministrationError.notFound(key.value)
        }
        let record = assignment(parts.role, parts.principal)
        guard try roles.list().contains(record) else { throw AdministrationError.notFound(key.value) }
        let object = RoleEntity.assignment(record)
        guard path.isEmpty else {
            return try part(&path, of: key.value, RoleEntity.assignmentShape, context) { object }
        }
        return try self.object(
            show: { try one(object, context) },
            delete: { try roles.remove(record) }
        )
    }

    /// Who holds a directory role by an assignment.
    func principal(ofAssignment id: String) throws -> [JSONObject] {
        let principal = GraphIdentifier.roleAssignmentParts(id).flatMap { try? administration.principal($0.principal) }
        return try principal.map { [try call.object($0)] } ?? []
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
        try body.finish(of: RoleEntity.assignmentShape.type, readOnly: ["id"])
        let object = RoleEntity.assignment(try roles.assign(role, to: principal))
        let path = "roleManagement/directory/roleAssignments/\(object["id"]?.stringValue ?? "")"
        return try made(object, context, at: path)
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
