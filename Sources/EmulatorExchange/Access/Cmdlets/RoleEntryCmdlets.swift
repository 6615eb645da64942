import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-, Add-, Set- and Remove-ManagementRoleEntry: the cmdlets of a role, each `role\cmdlet`.
enum RoleEntryCmdlets {
    private static let noun = "ManagementRoleEntry"
    private static let permission = "ApplicationPermission"

    static let get = AccessCmdlet.reading(["Identity", "Parameters", "PSSnapinName", "ResultSize", "Type"]) {
        call,
        objects in
        let (roleName, entryName) = try parts(call.text("Identity") ?? "")
        let snapshot = try objects.snapshot()
        let roles = try objects.objects(ManagementRoleCmdlets.noun, named: roleName).compactMap {
            snapshot.roles[$0.name.lowercased()]
        }
        let pattern = Array(entryName.lowercased())
        let types = call.texts("Type") ?? ["Cmdlet", permission]
        let wanted = call.texts("Parameters") ?? []
        if let snapin = call.text("PSSnapinName"), !snapin.isSame(as: RoleEntryText.snapin) { return [] }
        let rows = roles.flatMap { role -> [ObjectRow] in
            let cmdlets = types.contains { $0.isSame(as: "Cmdlet") } ? role.entries.keys.sorted() : []
            let permissions = types.contains { $0.isSame(as: permission) } ? role.permissions : []
            return (cmdlets + permissions).filter { Wildcard.matches(Array($0.lowercased()), pattern: pattern) }
                .compactMap { name in
                    let parameters = role.parameters(of: name)
                    let isWanted = wanted.allSatisfy { one in parameters.contains { $0.isSame(as: one) } }
                    return isWanted ? row(role.name, name, parameters, isPermission: permissions.contains(name)) : nil
                }
        }
        guard !rows.isEmpty || entryName.contains("*") || !wanted.isEmpty else {
            throw missing("\(roleName)\\\(entryName)")
        }
        return rows
    }

    static let add = AccessCmdlet.writing([
        "Identity", "ParentRoleEntry", "Role", "Parameters", "Overwrite", "Type",
    ]) { call, objects in
        let roleName: String
        let cmdlet: String
        if let parent = call.text("ParentRoleEntry") {
            cmdlet = try parts(parent).entry
            roleName = call.text("Role") ?? ""
        } else {
            (roleName, cmdlet) = try parts(call.text("Identity") ?? "")
        }
        return try change(roleName, "Adding", cmdlet, call, objects) { role, parent, entries in
            guard let (name, above) = parent.entries.first(where: { $0.key.isSame(as: cmdlet) }) else {
                throw missing("\(parent.name)\\\(cmdlet)")
            }
            guard role.entries[name] == nil || call.isOn("Overwrite") else {
                throw AdminAPIError.alreadyThere("\(role.name)\\\(name)", noun: noun)
            }
            guard let wanted = call.texts("Parameters") else {
                entries[name] = above
                return
            }
            entries[name] = .only(try known(wanted, parent.parameters(of: name), name))
        }
    }

    static let set = AccessCmdlet.writing(["Identity", "Parameters", "AddParameter", "RemoveParameter"]) {
        call,
        objects in
        let (roleName, cmdlet) = try parts(call.text("Identity") ?? "")
        return try change(roleName, "Setting", cmdlet, call, objects) { role, parent, entries in
            guard let name = role.entries.keys.first(where: cmdlet.isSame) else {
                throw missing("\(role.name)\\\(cmdlet)")
            }
            let present = role.parameters(of: name)
            let wanted = try known(call.texts("Parameters") ?? [], parent.parameters(of: name), name)
            if call.isOn("RemoveParameter") {
                entries[name] = .only(present.filter { !wanted.contains($0) })
            } else if call.isOn("AddParameter") {
                entries[name] = .only((present + wanted.filter { !present.contains($0) }).sorted())
            } else {
                entries[name] = .only(wanted)
            }
        }
    }

    static let remove = AccessCmdlet.writing(["Identity"]) { call, objects in
        let (roleName, cmdlet) = try parts(call.text("Identity") ?? "")
        return try change(roleName, "Removing", cmdlet, call, objects) { role, _, entries in
            guard let name = role.entries.keys.first(where: cmdlet.isSame) else {
                throw missing("\(role.name)\\\(cmdlet)")
            }
            entries[name] = nil
        }
    }

    static func missing(_ entry: String) -> AdminAPIError {
        AdminAPIError(
            status: 404,
            code: "NotFound",
            exceptionType: AdminAPIError.notFoundType,
            message: "The management role entry \"\(entry)\" couldn't be found. Check the role and the cmdlet's name.",
            targetType: noun
        )
    }

    /// The role and the cmdlet of an entry's name.
    private static func parts(_ identity: String) throws -> (role: String, entry: String) {
        guard let place = identity.lastIndex(of: "\\") else {
            throw AdminAPIError.transformation(
                parameter: "Identity",
                reason: "\"\(identity)\" isn't a role entry: it has to be a role, a backslash and a cmdlet."
            )
        }
        return (String(identity[..<place]), String(identity[identity.index(after: place)...]))
    }

    /// Parameters as the cmdlet spells them.
    private static func known(_ wanted: [String], _ all: [String], _ cmdlet: String) throws -> [String] {
        try wanted.map { name in
            guard let known = all.first(where: name.isSame) else {
                throw AdminAPIError(
                    exceptionType: "System.ArgumentException",
                    message: "The parameter \"\(name)\" of \(cmdlet) isn't in the parent role's entry.",
                    targetType: noun
                )
            }
            return known
        }
    }

    private static func change(
        _ roleName: String,
        _ question: String,
        _ cmdlet: String,
        _ call: BoundCall,
        _ objects: AccessObjects,
        _ body: (AccessRole, AccessRole, inout [String: AccessRole.Parameters]) throws -> Void
    ) throws -> CmdletOutput {
        var object = try objects.object(ManagementRoleCmdlets.noun, named: roleName)
        let snapshot = try objects.snapshot()
        let role = try objects.role(named: object.guid, in: snapshot)
        guard !role.isBuiltIn, let parent = snapshot.roles[role.parent?.lowercased() ?? ""] else {
            throw AdminAPIError(
                exceptionType: "System.InvalidOperationException",
                message: "The entries of the management role \"\(role.name)\" can't be changed because it's built in.",
                targetType: noun
            )
        }
        try objects.requireDelegation(of: role, in: snapshot)
        var entries = RoleEntries.read(object)
        try body(role, parent, &entries)
        if call.isQuestion { return .confirmation("\(question) management role entry \"\(role.name)\\\(cmdlet)\".") }
        RoleEntries.write(entries, to: &object)
        try objects.update(object)
        return .done(warnings: [])
    }

    private static func row(_ role: String, _ name: String, _ parameters: [String], isPermission: Bool) -> ObjectRow {
        let identity = "\(role)\\\(name)"
        var row = ObjectRow(shape: NounView.settings(noun).shape, title: identity)
        row.set([
            "Identity": .string(identity), "Name": .string(name), "Role": .string(role),
            "Type": .string(isPermission ? permission : "Cmdlet"),
            "PSSnapinName": isPermission ? "" : .string(RoleEntryText.snapin),
            "Parameters": .array(parameters.map { .string($0) }), "IsValid": true, "ObjectState": "Unchanged",
        ])
        return row
    }
}
