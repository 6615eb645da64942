import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var people: Users { Users(administration: administration) }

    func users(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            return try self.set("users", entity(path).table(), path, create: createUser)
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
        try path.takeCast(to: "user")
        switch path.nextName {
        case nil: return try oneUser(user, path)
        case "revokesigninsessions", "invalidateallrefreshtokens":
            guard method == "POST" else { throw GraphError.methodNotAllowed }
            try people.revokeSessions(ofUser: user.id)
            return GraphReply(body: ["value": true], context: "Edm.Boolean")
        case "assignlicense": return try assignLicence(to: user)
        case "changepassword": return try changePassword(of: user)
        case "approleassignments": return try appRoleAssignments(&path, of: .user(user), "users")
        case "manager" where method != "GET":
            _ = path.next()
            return try changeManager(path, of: user)
        case MailboxSettingsEntity.property.lowercased():
            guard method == "GET" else { throw GraphError.notEmulated("\(method) \(MailboxSettingsEntity.property)") }
            guard let settings = try mailboxSettings(of: user) else { throw GraphError.noMailbox }
            return try part(&path, of: user.id, UserEntity.shape, "users") {
                [MailboxSettingsEntity.property: .object(settings)]
            }
        default:
            let entity = try entity(path)
            return try part(&path, of: user.id, UserEntity.shape, "users") { try entity.show(user) }
        }
    }

    /// How people are shown: with their sign-ins where the request asks for these, and may.
    private func entity(_ path: GraphPath) throws -> UserEntity {
        var entity = UserEntity(tenant: administration.tenant)
        let property = SignInActivity.property
        guard query.mentions(property) || path.rest.first?.name == property else { return entity }
        try GraphPermissions(call: call).checkProperty([SignInActivity.permission])
        entity.activity = SignInActivity(of: administration.tenantID, in: call.context.signInLog)
        return entity
    }

    /// What the mailbox of somebody says; `nil` for who has none.
    private func mailboxSettings(of user: UserRecord) throws -> JSONObject? {
        try directory.follower?.mailboxSettings(ofUser: user.id, in: administration.tenantID)
            .map(MailboxSettingsEntity.render)
    }

    /// One user, with the settings of the mailbox where they are chosen.
    private func shown(_ user: UserRecord, _ path: GraphPath) throws -> JSONObject {
        var object = try entity(path).show(user)
        let property = MailboxSettingsEntity.property
        guard query.select?.contains(property) == true else { return object }
        try GraphPermissions(call: call).checkProperty(MailboxSettingsEntity.permissions)
        object[property] = try mailboxSettings(of: user).map { .object($0) }
        return object
    }

    private func changeManager(_ path: GraphPath, of user: UserRecord) throws -> GraphReply {
        guard path.remainder == "$ref" else { throw GraphError.methodNotAllowed }
        switch method {
        case "PUT", "POST": try people.setManager(try call.reference(), of: user.id)
        case "DELETE": try people.setManager(nil, of: user.id)
        default: throw GraphError.methodNotAllowed
        }
        return .noContent
    }

    private func oneUser(_ user: UserRecord, _ path: GraphPath) throws -> GraphReply {
        try object(
            show: { try one(shown(user, path), "users") },
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
        return try self.made(UserEntity.render(made), "users", at: "users/\(made.id)")
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

    /// Answers a question about what a principal belongs to; `nil` where the path asks for something else.
    func question(_ name: String, about id: String) throws -> GraphReply? {
        switch name {
        case "getmembergroups": try memberGroups(id, withRoles: false)
        case "getmemberobjects": try memberGroups(id, withRoles: true)
        case "checkmembergroups": try checkMembers(id, "groupIds", withRoles: false)
        case "checkmemberobjects": try checkMembers(id, "ids", withRoles: true)
        default: nil
        }
    }

    /// Somebody's manager, if there is one.
    func manager(of id: String) throws -> [JSONObject] {
        try people.manager(of: id).map { [try call.object(.user($0))] } ?? []
    }

    /// Those whose manager somebody is.
    func directReports(of id: String) throws -> [JSONObject] {
        try people.directReports(of: id).map { try call.object(.user($0)) }
    }

    /// The groups and directory roles that a principal belongs to.
    func containers(of id: String, transitively: Bool) throws -> [JSONObject] {
        let groups = try Groups(administration: administration).groups(containing: id, transitively: transitively)
        let holders = [id] + (transitively ? groups.map(\.id) : [])
        let assignments = RoleAssignments(administration: administration)
        let roles = Set(try holders.flatMap { try assignments.roles(of: $0) })
        return try groups.map { try call.object(.group($0)) }
            + DirectoryRoleTemplate.all.filter(roles.contains).map {
                call.typed(RoleEntity.active($0, in: administration.tenantID), "directoryRole")
            }
            + directory.administrativeUnits(containing: id).map {
                call.typed(try AdministrativeUnitEntity.render($0), "administrativeUnit")
            }
    }

    private func checkMembers(_ id: String, _ name: String, withRoles: Bool) throws -> GraphReply {
        guard method == "POST" else { throw GraphError.methodNotAllowed }
        var body = try call.body(of: "DirectoryObject")
        guard let wanted = try body.texts(name, limit: 20) else {
            throw AdministrationError.required(name, of: "DirectoryObject")
        }
        try body.finish()
        let all = try containers(of: id, transitively: true).filter {
            withRoles || $0["@odata.type"] == "#microsoft.graph.group"
        }.compactMap { $0["id"]?.stringValue }
        let found = wanted.map { $0.lowercased() }.filter(all.contains)
        return GraphReply(body: ["value": .array(found.map { .string($0) })], context: "Collection(Edm.String)")
    }

    private func memberGroups(_ id: String, withRoles: Bool) throws -> GraphReply {
        guard method == "POST" else { throw GraphError.methodNotAllowed }
        var body = try call.body(of: "User")
        let securityOnly = try body.flag("securityEnabledOnly") ?? false
        try body.finish()
        let found = try containers(of: id, transitively: true).filter { object in
            object["@odata.type"] == "#microsoft.graph.group"
                ? !securityOnly || object["securityEnabled"] == true : withRoles
        }
        return GraphReply(body: ["value": .array(found.compactMap { $0["id"] })], context: "Collection(Edm.String)")
    }
}
