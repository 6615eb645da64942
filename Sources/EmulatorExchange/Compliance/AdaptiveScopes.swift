import EmulatorCore
import ExoJSON

/// Scopes whose members are those with some properties: the conditions are kept as the filter that they mean.
struct AdaptiveScopeRule: ObjectRule {
    private static let filter = "Filter"

    func takes(_ parameter: String) -> Bool { parameter == "FilterConditions" || parameter == "LocationTypes" }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        var text = call.text("RawQuery")
        if case .value(.object(let table))? = call["FilterConditions"] {
            text = try Self.text(of: table)
            draft.object.properties["FilterConditions"] = .string(JSONValue.object(table).text())
        }
        guard let text else { return }
        draft.object.properties[Self.filter] = .string(text)
        _ = try Self.recipients(of: draft.object)
    }

    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool {
        guard let types = call.texts("LocationTypes") else { return true }
        return types.contains { $0.lowercased() == object.text("LocationType")?.lowercased() }
    }

    /// The filter of a scope over recipients; that of one over sites is none.
    ///
    /// It is by what Get-Recipient or Get-Mailbox filter by: see
    /// https://learn.microsoft.com/purview/retention-settings#validating-advanced-queries.
    ///
    /// - Throws: ``AdminAPIError``.
    static func recipients(of scope: ExchangeObject) throws -> RecipientFilter? {
        guard scope.text("LocationType") != "Site", let text = scope.text(filter) else { return nil }
        return try FilterProperties.filter(
            text,
            of: "Get-Recipient",
            shape: NounView.recipient.shape,
            other: ("Get-Mailbox", NounView.mailbox.shape)
        )
    }

    /// Goes through the recipients that are in a scope, inactive mailboxes among them.
    ///
    /// - Parameters:
    ///   - object: The scope.
    ///   - scope: Where they are looked for.
    ///   - visit: Called with each; answers whether there are more wanted.
    /// - Throws: ``AdminAPIError`` for a filter that is none, and what `visit` throws.
    static func forEachMember(
        of object: ExchangeObject,
        _ scope: CallScope,
        visit: (ExchangeObject) throws -> Bool
    ) throws {
        let filter = try recipients(of: object)
        try scope.objects.forEach(
            .recipient,
            types: types(of: object),
            states: [.active, .inactive],
            in: (after: 0, through: try scope.objects.newestSequence())
        ) { recipient in
            guard filter?.matches(ScopedRecipient(recipient, scope)) ?? true else { return true }
            return try visit(recipient)
        }
    }

    private static func types(of object: ExchangeObject) -> Set<String> {
        switch object.text("LocationType") {
        case "Group": [RecipientTypes.groupMailbox]
        case "Site": []
        default: RecipientTypes.users
        }
    }

    /// `@{Conditions=@{Value="…";Operator="Equals";Name="Department"};Conjunction="And"}` as a filter.
    private static func text(of table: JSONObject) throws -> String {
        if let name = table.value(ignoringCase: "Name")?.stringValue {
            let value = (table.value(ignoringCase: "Value")?.stringValue ?? "").split(separator: "'").joined(
                separator: "''"
            )
            switch table.value(ignoringCase: "Operator")?.stringValue?.lowercased() {
            case "equals": return "\(name) -eq '\(value)'"
            case "notequals": return "\(name) -ne '\(value)'"
            case "startswith": return "\(name) -like '\(value)*'"
            case "notstartswith": return "-not (\(name) -like '\(value)*')"
            case "contains": return "\(name) -like '*\(value)*'"
            case let word:
                throw AdminAPIError.transformation(
                    parameter: "FilterConditions",
                    reason: "The operator \"\(word ?? "")\" isn't valid."
                )
            }
        }
        let conditions = table.value(ignoringCase: "Conditions")
        let parts = (conditions?.arrayValue ?? conditions.map { [$0] } ?? []).compactMap(\.objectValue)
        guard !parts.isEmpty else {
            throw AdminAPIError.transformation(parameter: "FilterConditions", reason: "There are no conditions.")
        }
        let word = table.value(ignoringCase: "Conjunction")?.stringValue?.lowercased() == "or" ? " -or " : " -and "
        return try parts.map { "(\(try text(of: $0)))" }.joined(separator: word)
    }
}
