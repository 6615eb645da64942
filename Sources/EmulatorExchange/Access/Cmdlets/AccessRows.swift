import EmulatorCore
import ExoJSON

/// What the Get- cmdlets show of who may do what.
struct AccessRows: Sendable {
    let objects: AccessObjects
    let snapshot: AccessSnapshot
    /// Every assignment, and those by the guid of who has them.
    let assignments: [ExchangeObject]
    private let byAssignee: [String: [ExchangeObject]]

    init(_ objects: AccessObjects) throws {
        self.objects = objects
        snapshot = try objects.snapshot()
        assignments = try objects.all("ManagementRoleAssignment")
        byAssignee = Dictionary(grouping: assignments, by: \.owner)
    }

    private func row(_ noun: String, _ object: ExchangeObject) -> ObjectRow {
        RowBuilder(view: .settings(noun), names: objects.scope.objects.names).row(object)
    }

    private func texts(_ names: some Sequence<String>) -> JSONValue { .array(names.map { .string($0) }) }

    /// What somebody has, delegating or not.
    func assignments(of guid: String, delegating: Bool? = nil) -> [ExchangeObject] {
        (byAssignee[guid] ?? []).filter { object in
            delegating.map { $0 == Self.isDelegating(object) } ?? true
        }
    }

    static func isDelegating(_ assignment: ExchangeObject) -> Bool {
        assignment.text("RoleAssignmentDelegationType") != "Regular"
    }

    func roleGroup(_ group: ExchangeObject) throws -> ObjectRow {
        var row = row("RoleGroup", group)
        if group.properties["Description"] == nil, let key = group.text(AccessKey.builtIn) {
            row["Description"] = AccessDefaults.descriptions[key].map { .string($0) }
        }
        let roles = assignments(of: group.guid, delegating: false).compactMap { $0.text("Role") }
        row.set([
            "Roles": texts(Set(roles).sorted()),
            "RoleAssignments": texts(assignments(of: group.guid).map(\.name)),
            "Members": texts(try group.texts(AccessKey.members).compactMap(objects.name)),
            "ManagedBy": texts(try group.texts(AccessKey.managers).compactMap(objects.name)),
            "SamAccountName": .string("\(group.name)\(StableIdentifier.hash(group.guid) % 1_000_000)"),
        ])
        return row
    }

    func policy(_ policy: ExchangeObject) -> ObjectRow {
        var row = row("RoleAssignmentPolicy", policy)
        let assignments = assignments(of: policy.guid)
        row.set([
            "AssignedRoles": texts(assignments.compactMap { $0.text("Role") }),
            "RoleAssignments": texts(assignments.map(\.name)),
        ])
        return row
    }

    func role(_ object: ExchangeObject) -> ObjectRow {
        var row = row("ManagementRole", object)
        guard let role = snapshot.roles[object.name.lowercased()] else { return row }
        row.set([
            "IsEndUserRole": .bool(role.isEndUser), "IsRootRole": .bool(role.parent == nil),
            "Parent": role.parent.map { .string($0) } ?? .null, "RoleType": .string(root(of: role).type),
            "ImplicitRecipientReadScope": .string(role.scopes["recipientRead"] ?? ""),
            "ImplicitRecipientWriteScope": .string(role.scopes["recipientWrite"] ?? ""),
            "ImplicitConfigReadScope": .string(role.scopes["configRead"] ?? ""),
            "ImplicitConfigWriteScope": .string(role.scopes["configWrite"] ?? ""),
            "RoleEntries": texts(RoleEntryText.all(of: role)),
            // The roles that applications are given by their permissions' names.
            "IsServicePrincipalRole": .bool(root(of: role).name.hasPrefix("Application ")),
        ])
        return row
    }

    /// The service's role at the top of those that a role is cut from.
    func root(of role: AccessRole) -> AccessRole {
        var role = role
        while let above = role.parent.flatMap({ snapshot.roles[$0.lowercased()] }) { role = above }
        return role
    }

    func managementScope(_ scope: ExchangeObject) -> ObjectRow {
        var row = row("ManagementScope", scope)
        row["ScopeRestrictionType"] = "RecipientScope"
        return row
    }

    /// An assignment, as somebody has it.
    ///
    /// - Parameters:
    ///   - object: The assignment.
    ///   - method: How: `Direct`, `RoleGroup`, `SecurityGroup`, `RoleAssignmentPolicy`.
    ///   - user: Whom it reaches, where it is told by person.
    /// - Returns: The row.
    /// - Throws: `DatabaseError`.
    func assignment(_ object: ExchangeObject, method: String = "Direct", user: String? = nil) throws -> ObjectRow {
        var row = row("ManagementRoleAssignment", object)
        let role = snapshot.roles[object.text("Role")?.lowercased() ?? ""]
        let assignee = try AccessPrincipal.find(guid: object.owner, in: objects.scope.objects)
        let name = assignee.map { JSONValue.string(Self.assigneeName($0)) } ?? .null
        let everybody: String? =
            switch assignee?.kind {
            case .roleGroup, .securityGroup: "All Group Members"
            case .policy: "All Policy Assignees"
            case .user: assignee?.object.name
            case .servicePrincipal, nil: nil
            }
        row.set([
            "RoleAssignee": name, "RoleAssigneeName": name, "User": name, "AssignmentMethod": .string(method),
            "EffectiveUserName": (user ?? everybody).map { .string($0) } ?? "",
            "RecipientReadScope": .string(role?.scopes["recipientRead"] ?? ""),
            "ConfigReadScope": .string(role?.scopes["configRead"] ?? ""),
            "RecipientWriteScope": .string(Self.writeScope(of: object, role)),
            "ConfigWriteScope": .string(role?.scopes["configWrite"] ?? ""),
            "DataObject": .string(object.name),
        ])
        if assignee?.kind == .servicePrincipal { row["App"] = name }
        return row
    }

    /// How assignments call who has them: an application by its id.
    static func assigneeName(_ principal: AccessPrincipal) -> String {
        principal.kind == .servicePrincipal ? principal.key : principal.object.name
    }

    /// The word for what an assignment may change.
    static func writeScope(of object: ExchangeObject, _ role: AccessRole?) -> String {
        if object.text("ExclusiveRecipientWriteScope") != nil { return "ExclusiveRecipientScope" }
        if object.text("CustomRecipientWriteScope") != nil || object.text("CustomResourceScope") != nil {
            return "CustomRecipientScope"
        }
        if object.text(AccessKey.group) != nil { return "RecipientGroupScope" }
        if object.text(AccessKey.unit) != nil { return "AdministrativeUnit" }
        return object.text(AccessKey.reach) ?? role?.scopes["recipientWrite"] ?? ""
    }
}
