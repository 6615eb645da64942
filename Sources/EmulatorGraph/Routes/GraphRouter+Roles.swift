import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var roles: RoleAssignments { RoleAssignments(administration: administration) }

    func roleTemplates(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        try fixedSet(
            "directoryRoleTemplates",
            RoleEntity.templateShape,
            &path,
            set,
            { DirectoryRoleTemplate.all.map(RoleEntity.template) },
            named: { DirectoryRoleTemplate.named($0).map(RoleEntity.template) }
        )
    }

    func directoryRoles(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            return try smallSet(
                "directoryRoles",
                RoleEntity.activeShape,
                path,
                { try roles.activeTemplates().map { RoleEntity.active($0, in: administration.tenantID) } },
                create: activateRole
            )
        }
        guard let template = try activeRole(key) else { throw AdministrationError.notFound(key.value) }
        guard let segment = path.next() else {
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            return try one(
                RoleEntity.active(template, in: administration.tenantID),
                RoleEntity.activeShape,
                "directoryRoles"
            )
        }
        guard segment.name.lowercased() == "members" else { throw GraphError.noResource(segment.text) }
        return try relation(
            &path,
            segment,
            { try roles.members(of: template) },
            add: { id in
                let isMember = try roles.roles(of: id.lowercased()).contains(template)
                guard !isMember else { throw AdministrationError.referenceExists("members") }
                try roles.assign(template.id, to: id)
            },
            remove: { try roles.remove(assignment(template.id, $0)) }
        )
    }

    private func activateRole() throws -> GraphReply {
        var body = try call.body(of: "DirectoryRole")
        let id = try body.requiredText("roleTemplateId")
        try body.finish()
        let object = RoleEntity.active(try roles.activate(id), in: administration.tenantID)
        let path = "directoryRoles/\(object["id"]?.stringValue ?? "")"
        return .object(object, "directoryRoles/$entity", status: 201, at: path)
    }

    func roleManagement(_ path: inout GraphPath) throws -> GraphReply {
        guard let part = path.next() else { throw GraphError.noResource("roleManagement") }
        guard part.name.lowercased() == "directory", let set = path.next() else {
            throw GraphError.noResource(part.text)
        }
        switch set.name.lowercased() {
        case "roledefinitions": return try roleDefinitions(&path, set)
        case "roleassignments": return try roleAssignments(&path, set)
        default: throw GraphError.noResource(set.text)
        }
    }

    private func roleDefinitions(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        try fixedSet(
            "roleManagement/directory/roleDefinitions",
            RoleEntity.definitionShape,
            &path,
            set,
            { DirectoryRoleTemplate.all.map(RoleEntity.definition) },
            named: { DirectoryRoleTemplate.named($0).map(RoleEntity.definition) }
        )
    }

    private func roleAssignments(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        let context = "roleManagement/directory/roleAssignments"
        guard let key = path.key(of: set) else {
            try end(path)
            switch method {
            case "GET":
                let query = try GraphQuery(call, RoleEntity.assignmentShape)
                var page = try call.list(
                    roles.list().map(RoleEntity.assignment),
                    RoleEntity.assignmentShape,
                    query
                )
                page.objects = try page.objects.map { try expand($0, query.expand) }
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
        return try object(
            show: {
                let query = try GraphQuery(call, RoleEntity.assignmentShape, isList: false)
                let object = RoleEntity.assignmentShape.project(RoleEntity.assignment(record), query.select)
                return .object(try expand(object, query.expand), self.context(context, query))
            },
            delete: { try roles.remove(record) }
        )
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
        let object = RoleEntity.assignment(try roles.assign(role, to: principal))
        let path = "roleManagement/directory/roleAssignments/\(object["id"]?.stringValue ?? "")"
        return .object(object, "\(context)/$entity", status: 201, at: path)
    }

    private func expand(_ object: JSONObject, _ expansion: GraphExpansion?) throws -> JSONObject {
        var object = object
        guard expansion?.select == nil else {
            throw GraphError.unsupportedQuery("The option '$select' is not supported within $expand here.")
        }
        switch expansion?.relation {
        case "roleDefinition":
            let template = object["roleDefinitionId"]?.stringValue.flatMap(DirectoryRoleTemplate.named)
            object["roleDefinition"] = template.map { .object(RoleEntity.definition($0)) }
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
