import EmulatorCore
import ExoJSON

/// Get-ManagementRoleAssignment: who was given what, and whom that reaches.
enum RoleAssignmentReader {
    static let get = AccessCmdlet.reading([
        "Identity", "RoleAssignee", "Role", "RoleAssigneeType", "AssignmentMethod", "Delegating", "Enabled",
        "Exclusive",
        "CustomRecipientWriteScope", "ExclusiveRecipientWriteScope", "RecipientWriteScope", "ConfigWriteScope",
        "RecipientGroupScope", "RecipientOrganizationalUnitScope", "RecipientAdministrativeUnitScope",
        "GetEffectiveUsers", "WritableRecipient",
    ]) { call, objects in
        let rows = try AccessRows(objects)
        let found: [(object: ExchangeObject, method: String)]
        if let identity = call.text("Identity") {
            found = try objects.objects(RoleAssignmentCmdlets.noun, named: identity).map { ($0, "Direct") }
        } else if let identity = call.text("RoleAssignee") {
            found = try assignments(ofAssignee: identity, rows, objects)
        } else {
            found = rows.assignments.map { ($0, "Direct") }
        }
        let wanted = try Wanted(call, rows, objects)
        return try found.filter { try wanted.accepts($0.object, method: $0.method) }.flatMap { entry in
            guard call.isOn("GetEffectiveUsers") else {
                return [try rows.assignment(entry.object, method: entry.method)]
            }
            let users = try effectiveUsers(of: entry.object, objects)
            return try users?.map { try rows.assignment(entry.object, method: entry.method, user: $0.name) }
                ?? [rows.assignment(entry.object, method: entry.method)]
        }
    }

    /// What somebody was given, and what by the groups and the policy that somebody has.
    private static func assignments(
        ofAssignee identity: String,
        _ rows: AccessRows,
        _ objects: AccessObjects
    ) throws -> [(object: ExchangeObject, method: String)] {
        let kinds: Set<AccessPrincipal.Kind> = [.user, .securityGroup, .roleGroup, .servicePrincipal, .policy]
        let assignee = try AccessPrincipal.find(identity, kinds: kinds, in: objects.scope)
        let directory = objects.scope.context.directory
        let tenant = objects.scope.tenant.id
        var own = [assignee.key]
        var roles: [String] = []
        if assignee.kind != .policy, assignee.kind != .roleGroup {
            own += try directory.allGroups(containing: assignee.key, in: tenant).map(\.id)
            roles = try directory.directoryRoles(of: assignee.key, in: tenant)
        }
        let keys = rows.snapshot.keys(of: own, entraRoles: roles)
        var policy: String?
        if assignee.kind == .user, RecipientTypes.mailboxes.contains(assignee.object.typeDetails) {
            policy = rows.snapshot.policy(
                named: assignee.object.text("RoleAssignmentPolicy") ?? AccessDefaults.policy
            )
        }
        return try rows.assignments.compactMap { object in
            if object.owner == assignee.object.guid { return (object, "Direct") }
            if object.owner == policy { return (object, "RoleAssignmentPolicy") }
            guard object.text("RoleAssigneeType") != "RoleAssignmentPolicy",
                let owner = try AccessPrincipal.find(guid: object.owner, in: objects.scope.objects),
                keys.contains(owner.key)
            else { return nil }
            return (object, owner.kind == .roleGroup ? "RoleGroup" : "SecurityGroup")
        }
    }

    /// The people that an assignment reaches; `nil` for those of a policy, whom nobody lists.
    private static func effectiveUsers(
        of assignment: ExchangeObject,
        _ objects: AccessObjects
    ) throws -> [ExchangeObject]? {
        guard let assignee = try AccessPrincipal.find(guid: assignment.owner, in: objects.scope.objects) else {
            return []
        }
        var users: [ExchangeObject] = []
        var seen: Set<String> = []
        var waiting = [assignee]
        while let next = waiting.popLast() {
            guard seen.insert(next.key).inserted else { continue }
            switch next.kind {
            case .policy: return nil
            case .user, .servicePrincipal: users.append(next.object)
            case .roleGroup: waiting += try RoleGroupMembers.members(of: next.object, objects).reversed()
            case .securityGroup:
                for id in try objects.scope.context.directory.members(of: next.key).reversed() {
                    let found = try objects.scope.objects.objects(named: id, of: .recipient) { $0.state == .active }
                    guard let object = found.first else { continue }
                    if let member = try AccessPrincipal.find(guid: object.guid, in: objects.scope.objects) {
                        waiting.append(member)
                    }
                }
            }
        }
        return users
    }

    /// Which assignments a call asks for.
    private struct Wanted {
        let rows: AccessRows
        private let role: AccessRole?
        private let call: BoundCall
        private let recipient: ExchangeObject?
        private let scopes: [(property: String, name: String)]
        private let group: String?
        private let unit: String?
        private let checks: ScopeCheck

        init(_ call: BoundCall, _ rows: AccessRows, _ objects: AccessObjects) throws {
            self.rows = rows
            self.call = call
            role = try call.text("Role").map { try objects.role(named: $0, in: rows.snapshot) }
            recipient = try call.text("WritableRecipient").map { try objects.scope.object(named: $0, in: .recipient) }
            scopes = try ["CustomRecipientWriteScope", "ExclusiveRecipientWriteScope"].compactMap { name in
                try call.text(name).map { (name, try objects.object("ManagementScope", named: $0).name) }
            }
            group = try call.text("RecipientGroupScope").map {
                try objects.scope.object(named: $0, in: .recipient).text("ExternalDirectoryObjectId") ?? ""
            }
            unit = try call.text("RecipientAdministrativeUnitScope").map {
                try AdministrativeUnitReader.unit(named: $0, objects.scope).id
            }
            checks = ScopeCheck(scope: objects.scope, snapshot: rows.snapshot)
        }

        func accepts(_ object: ExchangeObject, method: String) throws -> Bool {
            let role = rows.snapshot.roles[object.text("Role")?.lowercased() ?? ""]
            if let wanted = self.role, wanted.name != role?.name { return false }
            if let flag = call["Delegating"]?.flag, flag != AccessRows.isDelegating(object) { return false }
            if let flag = call["Enabled"]?.flag, flag != (object.properties["Enabled"] != false) { return false }
            let isExclusive = object.text("ExclusiveRecipientWriteScope") != nil
            if let flag = call["Exclusive"]?.flag, flag != isExclusive { return false }
            if let methods = call.texts("AssignmentMethod"), !methods.contains(where: method.isSame) { return false }
            if let type = call.text("RoleAssigneeType"), !type.isSame(as: object.text("RoleAssigneeType") ?? "") {
                return false
            }
            if let word = call.text("RecipientWriteScope"), !word.isSame(as: AccessRows.writeScope(of: object, role)) {
                return false
            }
            if let word = call.text("ConfigWriteScope"), !word.isSame(as: role?.scopes["configWrite"] ?? "") {
                return false
            }
            if !scopes.allSatisfy({ object.text($0.property) == $0.name }) { return false }
            if call.text("RecipientOrganizationalUnitScope") != nil { return false }
            if let group, object.text(AccessKey.group) != group { return false }
            if let unit, object.text(AccessKey.unit) != unit { return false }
            guard let recipient, let role else { return recipient == nil }
            let reach = AccessSnapshot.reach(of: object, role)
            return try checks.contains(recipient, in: reach)
        }
    }
}
