import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-, New-, Set- and Remove-RoleGroup.
enum RoleGroupCmdlets {
    static let noun = "RoleGroup"

    static let get = AccessCmdlet.reading(["Identity", "Filter", "ResultSize", "ShowPartnerLinked", "SortBy"]) {
        call,
        objects in
        let rows = try AccessRows(objects)
        // No role group here is a partner's.
        let isLinked = call.isOn("ShowPartnerLinked")
        let found = try call.text("Identity").map { try objects.objects(noun, named: $0) } ?? objects.all(noun)
        let shape = NounView.settings(noun).shape
        let filter = try call.text("Filter").map { try FilterProperties.filter($0, of: call.facts.name, shape: shape) }
        let shown = try (isLinked ? [] : found).map(rows.roleGroup).filter { filter?.matches($0) ?? true }
        guard let property = try call.text("SortBy").map({ try sortable($0, shape) }) else { return shown }
        return shown.sorted { ($0[property]?.text() ?? "").lowercased() < ($1[property]?.text() ?? "").lowercased() }
    }

    static let new = AccessCmdlet.writing([
        "Name", "DisplayName", "Description", "Roles", "Members", "ManagedBy", "CustomRecipientWriteScope",
    ]) { call, objects in
        let snapshot = try objects.snapshot()
        var group = try objects.draft(noun, named: call.text("Name") ?? "")
        group.properties["RoleGroupType"] = "Standard"
        group.properties["DisplayName"] = .string(call.text("DisplayName") ?? group.name)
        if let text = call.text("Description") { group.properties["Description"] = .string(text) }
        let roles = try (call.texts("Roles") ?? []).map { try objects.role(named: $0, in: snapshot) }
        for role in roles { try objects.requireDelegation(of: role, in: snapshot) }
        let members = try (call.texts("Members") ?? []).map { try RoleGroupMembers.principal($0, objects.scope) }
        group.properties[AccessKey.members] = guids(members.map(\.object))
        group.properties[AccessKey.managers] = guids(try managers(call.texts("ManagedBy"), objects))
        let scope = try call.text("CustomRecipientWriteScope").map { try objects.object("ManagementScope", named: $0) }
        if call.isQuestion { return .confirmation("Creating role group \"\(group.name)\".") }
        let stored = try objects.insert(group)
        for role in roles {
            var assignment = try RoleAssignmentCmdlets.draft(of: role, to: stored, type: .roleGroup, objects)
            if let scope { assignment.properties["CustomRecipientWriteScope"] = .string(scope.name) }
            try objects.insert(assignment)
        }
        return .listing(.computed([try AccessRows(objects).roleGroup(stored)], in: objects.scope))
    }

    static let set = AccessCmdlet.writing([
        "Identity", "Name", "DisplayName", "Description", "ManagedBy", "BypassSecurityGroupManagerCheck",
    ]) { call, objects in
        let stored = try objects.object(noun, named: call.text("Identity") ?? "")
        try requireManager(of: stored, call, objects)
        var group = stored
        if let name = call.text("Name") { try objects.rename(&group, to: name) }
        for name in ["DisplayName", "Description"] {
            if let text = call[name]?.text { group.properties[name] = .string(text) }
        }
        // Taken away, it is empty and not the service's own again.
        if case .value(.null)? = call["Description"] { group.properties["Description"] = "" }
        switch call["ManagedBy"] {
        case nil: break
        case .delta(let add, let remove)?:
            let gone = try managers(remove, objects).map(\.guid)
            let new = try add.isEmpty ? [] : managers(add, objects).map(\.guid)
            let kept = group.texts(AccessKey.managers).filter { !gone.contains($0) && !new.contains($0) }
            group.properties[AccessKey.managers] = .array((kept + new).map { .string($0) })
        case let value?: group.properties[AccessKey.managers] = guids(try managers(value.texts ?? [], objects))
        }
        if call.isQuestion { return .confirmation("Setting role group \"\(stored.name)\".") }
        guard group.properties != stored.properties || group.name != stored.name else {
            let warning =
                "The command completed successfully but no settings of '\(stored.name)' have been modified."
            return .done(warnings: [warning])
        }
        try objects.update(group)
        return .done(warnings: [])
    }

    static let remove = AccessCmdlet.writing(["Identity", "BypassSecurityGroupManagerCheck"]) { call, objects in
        let group = try objects.object(noun, named: call.text("Identity") ?? "")
        try requireManager(of: group, call, objects)
        guard group.text(AccessKey.builtIn) == nil else {
            throw AdminAPIError.recipientTask(
                "The role group \"\(group.name)\" can't be removed because it's built in.",
                targetType: noun
            )
        }
        if call.isQuestion { return .confirmation("Removing role group \"\(group.name)\".") }
        // What it was given goes with it.
        try objects.remove(group)
        for var parent in try objects.all(noun) where parent.texts(AccessKey.members).contains(group.guid) {
            parent.properties[AccessKey.members] = .array(
                parent.texts(AccessKey.members).filter { $0 != group.guid }.map { .string($0) }
            )
            try objects.update(parent)
        }
        return .done(warnings: [])
    }

    private static func sortable(_ property: String, _ shape: ObjectShape) throws -> String {
        guard let name = shape.property(property)?.name else {
            throw AdminAPIError.transformation(
                parameter: "SortBy",
                reason: "The property \"\(property)\" isn't valid for sorting."
            )
        }
        return name
    }

    private static func guids(_ objects: [ExchangeObject]) -> JSONValue { .array(objects.map { .string($0.guid) }) }

    /// Who manages a role group: whom the call names, else the organization's managers and who makes it.
    private static func managers(_ names: [String]?, _ objects: AccessObjects) throws -> [ExchangeObject] {
        if let names {
            return try names.map {
                try AccessPrincipal.find($0, kinds: [.user, .securityGroup, .roleGroup], in: objects.scope).object
            }
        }
        let administrators = try objects.all(noun).filter {
            $0.text(AccessKey.builtIn) == AccessDefaults.administrators
        }
        return administrators + (try objects.scope.ownRecipient().map { [$0] } ?? [])
    }

    /// Sees to it that the caller manages a role group, or may do without.
    ///
    /// - Throws: ``AdminAPIError``.
    static func requireManager(of group: ExchangeObject, _ call: BoundCall, _ objects: AccessObjects) throws {
        if group.text(AccessKey.managers) == nil, group.texts(AccessKey.managers).isEmpty,
            group.text(AccessKey.builtIn) != nil
        {
            throw AdminAPIError.recipientTask(
                "The role group \"\(group.name)\" is kept by Microsoft Entra ID and can be changed there alone.",
                targetType: noun
            )
        }
        let snapshot = try objects.snapshot()
        let keys = try snapshot.keys(ofCaller: objects.scope)
        let managers = try group.texts(AccessKey.managers).compactMap {
            try AccessPrincipal.find(guid: $0, in: objects.scope.objects)?.key
        }
        let isBypassed =
            call.isOn("BypassSecurityGroupManagerCheck")
            && snapshot.assignments(of: keys).contains { $0.role.name == "Role Management" && !$0.isDelegating }
        guard isBypassed || managers.contains(where: keys.contains) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Configuration.Tasks.OperationRequiresGroupManagerException",
                message:
                    "You don't have sufficient permissions. This operation can only be performed by a manager of the "
                    + "group.",
                targetType: noun
            )
        }
    }
}
