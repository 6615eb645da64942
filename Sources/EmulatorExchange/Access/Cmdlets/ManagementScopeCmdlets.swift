import EmulatorCore
import ExoJSON

/// Get-, New-, Set- and Remove-ManagementScope: the recipients that a filter finds.
enum ManagementScopeCmdlets {
    static let noun = "ManagementScope"

    static let get = AccessCmdlet.reading(["Identity", "Exclusive", "Orphan"]) { call, objects in
        let rows = try AccessRows(objects)
        let found = try call.text("Identity").map { try objects.objects(noun, named: $0) } ?? objects.all(noun)
        return found.filter { scope in
            if let flag = call["Exclusive"]?.flag, flag != (scope.properties["Exclusive"] == true) { return false }
            return !call.isOn("Orphan") || !isUsed(scope, rows.assignments)
        }.map(rows.managementScope)
    }

    static let new = AccessCmdlet.writing(["Name", "RecipientRestrictionFilter", "RecipientRoot", "Exclusive"]) {
        call,
        objects in
        var scope = try objects.draft(noun, named: call.text("Name") ?? "")
        scope.properties["Exclusive"] = .bool(call.isOn("Exclusive"))
        try set(&scope, call, objects)
        if call.isQuestion { return .confirmation("Creating management scope \"\(scope.name)\".") }
        let stored = try objects.insert(scope)
        return .listing(.computed([try AccessRows(objects).managementScope(stored)], in: objects.scope))
    }

    static let set = AccessCmdlet.writing(["Identity", "Name", "RecipientRestrictionFilter", "RecipientRoot"]) {
        call,
        objects in
        let stored = try objects.object(noun, named: call.text("Identity") ?? "")
        var scope = stored
        if let name = call.text("Name") { try objects.rename(&scope, to: name) }
        try set(&scope, call, objects)
        if call.isQuestion { return .confirmation("Setting management scope \"\(stored.name)\".") }
        try objects.update(scope)
        guard scope.name != stored.name else { return .done(warnings: []) }
        // Assignments call it by name.
        for var assignment in try objects.all(RoleAssignmentCmdlets.noun) {
            let named = properties.filter { assignment.text($0) == stored.name }
            guard !named.isEmpty else { continue }
            for property in named { assignment.properties[property] = .string(scope.name) }
            try objects.update(assignment)
        }
        return .done(warnings: [])
    }

    static let remove = AccessCmdlet.writing(["Identity"]) { call, objects in
        let scope = try objects.object(noun, named: call.text("Identity") ?? "")
        guard !isUsed(scope, try objects.all(RoleAssignmentCmdlets.noun)) else {
            throw AdminAPIError(
                exceptionType: "System.InvalidOperationException",
                message: "The management scope \"\(scope.name)\" can't be removed because role assignments use it.",
                targetType: noun
            )
        }
        if call.isQuestion { return .confirmation("Removing management scope \"\(scope.name)\".") }
        try objects.remove(scope)
        return .done(warnings: [])
    }

    private static let properties = [
        "CustomRecipientWriteScope", "ExclusiveRecipientWriteScope", "CustomResourceScope",
    ]

    private static func isUsed(_ scope: ExchangeObject, _ assignments: [ExchangeObject]) -> Bool {
        assignments.contains { assignment in properties.contains { assignment.text($0) == scope.name } }
    }

    private static func set(_ scope: inout ExchangeObject, _ call: BoundCall, _ objects: AccessObjects) throws {
        if let filter = call.text("RecipientRestrictionFilter") {
            _ = try ScopeCheck.filter(filter)
            scope.properties["RecipientFilter"] = .string(filter)
            scope.properties["RecipientRestrictionFilter"] = .string(filter)
        }
        guard let root = call.text("RecipientRoot") else { return }
        let names = objects.scope.objects.names
        guard root.isSame(as: names.organizationalUnit) || root.isSame(as: names.initialDomain) else {
            throw AdminAPIError.notFound(root, noun: "OrganizationalUnit")
        }
        scope.properties["RecipientRoot"] = .string(names.organizationalUnit)
    }
}
