import EmulatorCore
import ExoJSON

/// Get-, New-, Set- and Remove-RoleAssignmentPolicy: what people may do with their own mailboxes.
enum RoleAssignmentPolicyCmdlets {
    static let noun = "RoleAssignmentPolicy"

    static let get = AccessCmdlet.reading(["Identity"]) { call, objects in
        let rows = try AccessRows(objects)
        let found = try call.text("Identity").map { try objects.objects(noun, named: $0) } ?? objects.all(noun)
        return found.map(rows.policy)
    }

    static let new = AccessCmdlet.writing(["Name", "Description", "IsDefault", "Roles"]) { call, objects in
        let snapshot = try objects.snapshot()
        var policy = try objects.draft(noun, named: call.text("Name") ?? "")
        if let text = call.text("Description") { policy.properties["Description"] = .string(text) }
        policy.properties["IsDefault"] = .bool(call.isOn("IsDefault"))
        let roles = try (call.texts("Roles") ?? []).map { try objects.role(named: $0, in: snapshot) }
        for role in roles {
            try objects.requireDelegation(of: role, in: snapshot)
            guard role.isEndUser else { throw refusal(policy, "the role \"\(role.name)\" isn't an end-user role") }
        }
        if call.isQuestion { return .confirmation("Creating role assignment policy \"\(policy.name)\".") }
        if call.isOn("IsDefault") { try takeDefault(objects) }
        let stored = try objects.insert(policy)
        for role in roles {
            try objects.insert(try RoleAssignmentCmdlets.draft(of: role, to: stored, type: .policy, objects))
        }
        return .listing(.computed([try AccessRows(objects).policy(stored)], in: objects.scope))
    }

    static let set = AccessCmdlet.writing(["Identity", "Name", "Description", "IsDefault"]) { call, objects in
        let stored = try objects.object(noun, named: call.text("Identity") ?? "")
        var policy = stored
        if let name = call.text("Name") { try objects.rename(&policy, to: name) }
        if let text = call["Description"]?.text { policy.properties["Description"] = .string(text) }
        if call.isQuestion { return .confirmation("Setting role assignment policy \"\(stored.name)\".") }
        if call.isOn("IsDefault") {
            try takeDefault(objects)
            policy.properties["IsDefault"] = true
        }
        try objects.update(policy)
        guard policy.name != stored.name else { return .done(warnings: []) }
        for var mailbox in try mailboxes(of: stored, objects.scope) {
            mailbox.properties["RoleAssignmentPolicy"] = .string(policy.name)
            try objects.scope.objects.update(mailbox)
        }
        return .done(warnings: [])
    }

    static let remove = AccessCmdlet.writing(["Identity"]) { call, objects in
        let policy = try objects.object(noun, named: call.text("Identity") ?? "")
        guard policy.properties["IsDefault"] != true else { throw refusal(policy, "it's the default policy") }
        guard try AccessRows(objects).assignments(of: policy.guid).isEmpty else {
            throw refusal(policy, "management roles are assigned to it")
        }
        guard try mailboxes(of: policy, objects.scope).isEmpty else {
            throw refusal(policy, "mailboxes have it")
        }
        if call.isQuestion { return .confirmation("Removing role assignment policy \"\(policy.name)\".") }
        try objects.remove(policy)
        return .done(warnings: [])
    }

    private static func refusal(_ policy: ExchangeObject, _ reason: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "System.InvalidOperationException",
            message: "The role assignment policy \"\(policy.name)\" can't be made or removed because \(reason).",
            targetType: noun
        )
    }

    /// Only one policy is what new mailboxes get.
    private static func takeDefault(_ objects: AccessObjects) throws {
        for var policy in try objects.all(noun) where policy.properties["IsDefault"] == true {
            policy.properties["IsDefault"] = false
            try objects.update(policy)
        }
    }

    private static func mailboxes(of policy: ExchangeObject, _ scope: CallScope) throws -> [ExchangeObject] {
        var found: [ExchangeObject] = []
        let range = (after: Int64(0), through: Int64.max)
        let types = RecipientTypes.mailboxes
        try scope.objects.forEach(.recipient, types: types, states: [.active, .inactive], in: range) { object in
            let name = object.text("RoleAssignmentPolicy") ?? AccessDefaults.policy
            if name.isSame(as: policy.name) || name.isSame(as: policy.guid) { found.append(object) }
            return true
        }
        return found
    }
}
