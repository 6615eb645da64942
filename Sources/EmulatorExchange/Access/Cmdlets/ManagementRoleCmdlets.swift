import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-, New- and Remove-ManagementRole.
enum ManagementRoleCmdlets {
    static let noun = "ManagementRole"

    static let get = AccessCmdlet.reading([
        "Identity", "Cmdlet", "CmdletParameters", "RoleType", "GetChildren", "Recurse", "Script", "ScriptParameters",
    ]) { call, objects in
        let rows = try AccessRows(objects)
        var found = try call.text("Identity").map { try objects.objects(noun, named: $0) } ?? objects.all(noun)
        if call.isOn("GetChildren") || call.isOn("Recurse") {
            let above = found
            found = try objects.all(noun).filter { object in
                guard let role = rows.snapshot.roles[object.name.lowercased()] else { return false }
                return above.contains { isBelow(role, $0.name, deep: call.isOn("Recurse"), rows.snapshot) }
            }
            if call.isOn("Recurse") { found = above + found }
        }
        return found.filter { object in
            guard let role = rows.snapshot.roles[object.name.lowercased()] else { return false }
            if let type = call.text("RoleType"), !type.isSame(as: rows.root(of: role).type) { return false }
            // Roles here have no scripts.
            if call.text("Script") != nil || call.texts("ScriptParameters") != nil { return false }
            return holds(role, call.text("Cmdlet"), call.texts("CmdletParameters") ?? [])
        }.map(rows.role)
    }

    static let new = AccessCmdlet.writing(["Name", "Parent", "Description", "EnabledCmdlets"]) { call, objects in
        let snapshot = try objects.snapshot()
        let parent = try objects.role(named: call.text("Parent") ?? "", in: snapshot)
        try objects.requireDelegation(of: parent, in: snapshot)
        var object = try objects.draft(noun, named: call.text("Name") ?? "")
        object.properties["Parent"] = .string(parent.name)
        if let text = call.text("Description") { object.properties["Description"] = .string(text) }
        var entries = parent.entries
        if let cmdlets = call.texts("EnabledCmdlets") {
            for cmdlet in cmdlets where !entries.keys.contains(where: cmdlet.isSame) {
                throw RoleEntryCmdlets.missing("\(parent.name)\\\(cmdlet)")
            }
            entries = entries.filter { entry in cmdlets.contains { $0.isSame(as: entry.key) } }
        }
        RoleEntries.write(entries, to: &object)
        if call.isQuestion { return .confirmation("Creating management role \"\(object.name)\".") }
        let stored = try objects.insert(object)
        return .listing(.computed([try AccessRows(objects).role(stored)], in: objects.scope))
    }

    static let remove = AccessCmdlet.writing(["Identity", "Recurse"]) { call, objects in
        let object = try objects.object(noun, named: call.text("Identity") ?? "")
        let snapshot = try objects.snapshot()
        let role = try objects.role(named: object.guid, in: snapshot)
        try objects.requireDelegation(of: role, in: snapshot)
        guard !role.isBuiltIn else { throw refusal(object, "it's built in") }
        let below = try objects.all(noun).filter { other in
            snapshot.roles[other.name.lowercased()].map { isBelow($0, role.name, deep: true, snapshot) } ?? false
        }
        guard below.isEmpty || call.isOn("Recurse") else { throw refusal(object, "it has child roles") }
        let assigned = Set(try objects.all(RoleAssignmentCmdlets.noun).compactMap { $0.text("Role") })
        for role in [object] + below where assigned.contains(role.name) {
            throw refusal(role, "it's assigned; remove its role assignments first")
        }
        if call.isQuestion { return .confirmation("Removing management role \"\(object.name)\".") }
        for role in [object] + below { try objects.remove(role) }
        return .done(warnings: [])
    }

    private static func refusal(_ role: ExchangeObject, _ reason: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "System.InvalidOperationException",
            message: "The management role \"\(role.name)\" can't be removed because \(reason).",
            targetType: noun
        )
    }

    private static func isBelow(_ role: AccessRole, _ name: String, deep: Bool, _ snapshot: AccessSnapshot) -> Bool {
        var above = role.parent
        while let parent = above {
            if parent == name { return true }
            guard deep else { return false }
            above = snapshot.roles[parent.lowercased()]?.parent
        }
        return false
    }

    /// Whether a role has a cmdlet, its name perhaps a pattern, with all these parameters.
    static func holds(_ role: AccessRole, _ cmdlet: String?, _ parameters: [String]) -> Bool {
        guard cmdlet != nil || !parameters.isEmpty else { return true }
        let pattern = Array((cmdlet ?? "*").lowercased())
        return role.entries.keys.contains { name in
            guard Wildcard.matches(Array(name.lowercased()), pattern: pattern) else { return false }
            guard !parameters.isEmpty else { return true }
            let known = Set(role.parameters(of: name).map { $0.lowercased() })
            return parameters.allSatisfy { known.contains($0.lowercased()) }
        }
    }
}
