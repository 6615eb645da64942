import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var people: Users { Users(administration: administration) }

    func users(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            return try self.set("users", UserEntity(tenant: administration.tenant).table(), path, create: createUser)
        }
        return try user(&path, administration.user(key.value))
    }

    func me(_ path: inout GraphPath) throws -> GraphReply {
        guard !call.caller.isApplication else {
            throw GraphError.badRequest("/me request is only valid with delegated authentication flow.")
        }
        return try user(&path, administration.user(call.caller.objectID))
    }

    private func user(_ path: inout GraphPath, _ user: UserRecord) throws -> GraphReply {
        switch path.nextName {
        case nil: return try oneUser(user)
        case "revokesigninsessions", "invalidateallrefreshtokens":
            guard method == "POST" else { throw GraphError.methodNotAllowed }
            try people.revokeSessions(ofUser: user.id)
            return GraphReply(body: ["value": true], context: "Edm.Boolean")
        case "changepassword": return try changePassword(of: user)
        case "approleassignments": return try appRoleAssignments(&path, of: .user(user), "users")
        case "oauth2permissiongrants":
            return try grantList(DelegatedGrants(administration: administration).list(principalID: user.id))
        case "ownedobjects": return try ownedObjects(of: user.id)
        case "manager": throw AdministrationError.notFound("manager")
        default:
            guard let reply = try memberships(&path, of: user.id) else { throw GraphError.noResource(path.remainder) }
            return reply
        }
    }

    private func oneUser(_ user: UserRecord) throws -> GraphReply {
        try object(
            show: { try show(user) },
            change: {
                try directory.store.write { _ in
                    var changed = user
                    let password = try UserEntity.apply(call.body(of: "User"), to: &changed)
                    try people.update(changed)
                    if let password {
                        try people.setPassword(password.text, ofUser: user.id, mustChange: password.mustChange)
                    }
                }
            },
            delete: { try people.delete(user.id) }
        )
    }

    private func show(_ user: UserRecord) throws -> GraphReply {
        let query = try GraphQuery(call, UserEntity.shape)
        var object = UserEntity.shape.project(try UserEntity.render(user), query.select)
        if let relation = query.expand.first {
            guard relation == "memberOf" else {
                throw GraphError.unsupportedQuery("Expanding '\(relation)' is not supported.")
            }
            let groups = try Groups(administration: administration).groups(containing: user.id, transitively: false)
            object["memberOf"] = .array(try groups.prefix(20).map { .object(try call.object(.group($0))) })
        }
        return .object(object, context("users", query))
    }

    private func createUser() throws -> GraphReply {
        let body = try call.body(of: "User")
        for name in ["accountEnabled", "displayName", "mailNickname", "userPrincipalName", "passwordProfile"]
        where !body.has(name) {
            throw AdministrationError.required(name, of: "User")
        }
        var record = people.draft(userPrincipalName: "", displayName: "", mailNickname: "")
        guard let password = try UserEntity.apply(body, to: &record) else {
            throw AdministrationError.required("passwordProfile.password", of: "User")
        }
        let made = try people.create(record, password: password.text, mustChange: password.mustChange)
        let object = UserEntity.shape.project(try UserEntity.render(made), nil)
        return .object(object, "users/$entity", status: 201, at: "users/\(made.id)")
    }

    private func changePassword(of user: UserRecord) throws -> GraphReply {
        guard method == "POST" else { throw GraphError.methodNotAllowed }
        guard !call.caller.isApplication, call.caller.objectID == user.id else {
            throw GraphError.insufficientPrivileges
        }
        var body = try call.body(of: "User")
        let old = try body.requiredText("currentPassword")
        let new = try body.requiredText("newPassword")
        try body.finish()
        try people.changePassword(ofUser: user.id, from: old, to: new)
        return .noContent
    }

    /// What a principal belongs to, in one of the forms there are; `nil` where the path asks for something else.
    func memberships(_ path: inout GraphPath, of id: String) throws -> GraphReply? {
        switch path.nextName {
        case "memberof": try memberOf(&path, id, transitively: false)
        case "transitivememberof": try memberOf(&path, id, transitively: true)
        case "getmembergroups", "getmemberobjects", "microsoft.graph.getmembergroups":
            try memberGroups(id)
        case "checkmembergroups", "microsoft.graph.checkmembergroups": try checkMemberGroups(id)
        default: nil
        }
    }

    /// The groups and directory roles that a principal belongs to.
    private func memberOf(_ path: inout GraphPath, _ id: String, transitively: Bool) throws -> GraphReply {
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        _ = path.next()
        let cast = path.remainder
        guard cast.isEmpty || cast.hasPrefix("microsoft.graph.") else { throw GraphError.noResource(cast) }
        let groups = try Groups(administration: administration).groups(containing: id, transitively: transitively)
        let holders = [id] + (transitively ? groups.map(\.id) : [])
        let assignments = RoleAssignments(administration: administration)
        let roles = Set(try holders.flatMap { try assignments.roles(of: $0) })
        let extra = DirectoryRoleTemplate.all.filter(roles.contains).map {
            call.typed(RoleEntity.active($0, in: administration.tenantID), "directoryRole")
        }
        return try call.page(groups.map { .group($0) }, cast: cast, extra: extra)
    }

    private func checkMemberGroups(_ id: String) throws -> GraphReply {
        guard method == "POST" else { throw GraphError.methodNotAllowed }
        var body = try call.body(of: "DirectoryObject")
        guard let wanted = try body.texts("groupIds", limit: 20) else {
            throw AdministrationError.required("groupIds", of: "DirectoryObject")
        }
        try body.finish()
        let groups = try Groups(administration: administration).groups(containing: id, transitively: true).map(\.id)
        let found = wanted.map { $0.lowercased() }.filter(groups.contains)
        return GraphReply(body: ["value": .array(found.map { .string($0) })], context: "Collection(Edm.String)")
    }

    private func memberGroups(_ id: String) throws -> GraphReply {
        guard method == "POST" else { throw GraphError.methodNotAllowed }
        var body = try call.body(of: "User")
        let securityOnly = try body.flag("securityEnabledOnly") ?? false
        try body.finish()
        let groups = try Groups(administration: administration).groups(containing: id, transitively: true).filter {
            !securityOnly || $0.kind == .security || $0.kind == .mailEnabledSecurity
        }
        return GraphReply(body: ["value": .array(groups.map { .string($0.id) })], context: "Collection(Edm.String)")
    }
}
