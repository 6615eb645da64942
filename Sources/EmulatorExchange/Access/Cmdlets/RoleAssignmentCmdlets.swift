import EmulatorCore
import ExoJSON

/// New-, Set- and Remove-ManagementRoleAssignment.
enum RoleAssignmentCmdlets {
    static let noun = "ManagementRoleAssignment"

    private static let scopes: Set = [
        "CustomRecipientWriteScope", "ExclusiveRecipientWriteScope", "CustomResourceScope", "RecipientGroupScope",
        "RecipientOrganizationalUnitScope", "RecipientRelativeWriteScope", "RecipientAdministrativeUnitScope",
    ]

    static let new = AccessCmdlet.writing(
        scopes.union(["Name", "Role", "User", "SecurityGroup", "Policy", "App", "Delegating"])
    ) { call, objects in
        let snapshot = try objects.snapshot()
        let role = try objects.role(named: call.text("Role") ?? "", in: snapshot)
        let assignee = try assignee(call, objects)
        guard assignee.kind != .policy || role.isEndUser else {
            throw AdminAPIError.recipientTask(
                "The role \"\(role.name)\" isn't an end-user role and can't be assigned to the role assignment "
                    + "policy \"\(assignee.object.name)\".",
                targetType: noun
            )
        }
        try objects.requireDelegation(of: role, in: snapshot)
        var object = try draft(of: role, to: assignee.object, type: assignee.kind, objects, named: call.text("Name"))
        if call.isOn("Delegating") { object.properties["RoleAssignmentDelegationType"] = "DelegatingOrgWide" }
        try setScopes(of: &object, call, objects)
        if call.isQuestion { return .confirmation("Creating management role assignment \"\(object.name)\".") }
        let stored = try objects.insert(object)
        return .listing(.computed([try AccessRows(objects).assignment(stored)], in: objects.scope))
    }

    static let set = AccessCmdlet.writing(scopes.union(["Identity", "Enabled"])) { call, objects in
        let stored = try objects.object(noun, named: call.text("Identity") ?? "")
        let snapshot = try objects.snapshot()
        try objects.requireDelegation(of: objects.role(named: stored.text("Role") ?? "", in: snapshot), in: snapshot)
        var object = stored
        if let isEnabled = call["Enabled"]?.flag { object.properties["Enabled"] = .bool(isEnabled) }
        try setScopes(of: &object, call, objects)
        if call.isQuestion { return .confirmation("Setting management role assignment \"\(object.name)\".") }
        guard object.properties != stored.properties else {
            let warning =
                "The command completed successfully but no settings of '\(object.name)' have been modified."
            return .done(warnings: [warning])
        }
        try objects.update(object)
        return .done(warnings: [])
    }

    static let remove = AccessCmdlet.writing(["Identity"]) { call, objects in
        let object = try objects.object(noun, named: call.text("Identity") ?? "")
        let snapshot = try objects.snapshot()
        let role = object.text("Role") ?? ""
        try objects.requireDelegation(of: objects.role(named: role, in: snapshot), in: snapshot)
        if AccessRows.isDelegating(object) {
            let others = try objects.all(noun).filter { other in
                other.guid != object.guid && AccessRows.isDelegating(other) && other.text("Role") == role
            }
            guard !others.isEmpty else {
                throw AdminAPIError(
                    exceptionType: "System.InvalidOperationException",
                    message: "The management role assignment \"\(object.name)\" can't be removed because it's the last "
                        + "delegating assignment of the role \"\(role)\".",
                    targetType: noun
                )
            }
        }
        if call.isQuestion { return .confirmation("Removing management role assignment \"\(object.name)\".") }
        try objects.remove(object)
        return .done(warnings: [])
    }

    /// An assignment that is not stored yet.
    ///
    /// - Parameters:
    ///   - role: What is given.
    ///   - assignee: To whom.
    ///   - type: What that is.
    ///   - objects: The tenant's assignments.
    ///   - name: What it is called; without a name after role and assignee, with a number where that is taken.
    /// - Returns: The assignment, which is not stored yet.
    /// - Throws: ``AdminAPIError`` when the name is taken.
    static func draft(
        of role: AccessRole,
        to assignee: ExchangeObject,
        type: AccessPrincipal.Kind,
        _ objects: AccessObjects,
        named name: String? = nil
    ) throws -> ExchangeObject {
        var object = try objects.draft(noun, named: name ?? freeName("\(role.name)-\(assignee.name)", objects))
        object.owner = assignee.guid
        object.properties = [
            "Role": .string(role.name), "Enabled": true, "RoleAssigneeType": .string(type.rawValue),
            "RoleAssignmentDelegationType": "Regular",
        ]
        return object
    }

    private static func freeName(_ name: String, _ objects: AccessObjects) throws -> String {
        var number = 0
        while true {
            let candidate = number == 0 ? name : "\(name)-\(number)"
            let others = try objects.scope.objects.objects(named: candidate, of: .setting(noun: noun)) {
                $0.name.isSame(as: candidate)
            }
            if others.isEmpty { return candidate }
            number += 1
        }
    }

    private static func assignee(_ call: BoundCall, _ objects: AccessObjects) throws -> AccessPrincipal {
        if let user = call.text("User") {
            return try AccessPrincipal.find(user, kinds: [.user], in: objects.scope)
        }
        if let group = call.text("SecurityGroup") {
            return try AccessPrincipal.find(group, kinds: [.securityGroup, .roleGroup], in: objects.scope)
        }
        if let policy = call.text("Policy") {
            return try AccessPrincipal.find(policy, kinds: [.policy], in: objects.scope)
        }
        return try AccessPrincipal.find(call.text("App") ?? "", kinds: [.servicePrincipal], in: objects.scope)
    }

    /// Puts what an assignment is over into it: one thing at a time, null for what the role says.
    private static func setScopes(
        of object: inout ExchangeObject,
        _ call: BoundCall,
        _ objects: AccessObjects
    ) throws {
        let given = call.parameters.filter { scopes.contains($0.name) && $0.value.text?.isEmpty == false }
        guard given.count <= 1 else { throw AdminAPIError.parameterSet() }
        for (name, value) in call.parameters where scopes.contains(name) {
            for other in [
                "CustomRecipientWriteScope", "ExclusiveRecipientWriteScope", "CustomResourceScope", AccessKey.group,
                AccessKey.unit, AccessKey.reach,
            ] { object.properties[other] = nil }
            guard let text = value.text, !text.isEmpty else { continue }
            switch name {
            case "RecipientGroupScope":
                let types = RecipientTypes.groups
                let group = try objects.scope.object(named: text, in: .recipient, types: types)
                object.properties[AccessKey.group] = group.properties["ExternalDirectoryObjectId"]
            case "RecipientOrganizationalUnitScope":
                let names = objects.scope.objects.names
                guard text.isSame(as: names.organizationalUnit) || text.isSame(as: names.initialDomain) else {
                    throw AdminAPIError.notFound(text, noun: "OrganizationalUnit")
                }
            case "RecipientAdministrativeUnitScope":
                let unit = try AdministrativeUnitReader.unit(named: text, objects.scope)
                object.properties[AccessKey.unit] = .string(unit.id)
            case "RecipientRelativeWriteScope": object.properties[AccessKey.reach] = .string(try reach(text))
            default:
                let scope = try objects.object("ManagementScope", named: text)
                guard (scope.properties["Exclusive"] == true) == (name == "ExclusiveRecipientWriteScope") else {
                    throw AdminAPIError(
                        exceptionType: "System.InvalidOperationException",
                        message:
                            "The management scope \"\(scope.name)\" can't be used with -\(name): an exclusive scope "
                            + "goes with -ExclusiveRecipientWriteScope alone.",
                        targetType: noun
                    )
                }
                object.properties[name] = .string(scope.name)
            }
        }
    }

    private static func reach(_ text: String) throws -> String {
        let words = ["Organization", "MyGAL", "Self", "MyDistributionGroups", "None"]
        guard let word = words.first(where: text.isSame) else {
            throw AdminAPIError.transformation(
                parameter: "RecipientRelativeWriteScope",
                reason: "Cannot convert value \"\(text)\" to type \"RecipientWriteScopeType\". The possible values are "
                    + "\(words.joined(separator: ", "))."
            )
        }
        return word
    }
}
