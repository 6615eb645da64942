import CmdletCatalogue
import ExoJSON

/// Which settings a Get- cmdlet wants: those that a filter matches and that have the values of its parameters.
struct SettingSelection: Sendable {
    /// Parameters that say how to list, and not what.
    static let control: Set = [
        "Identity", "ResultSize", "Filter", "Confirm", "WhatIf", "Force",
    ]

    private let filter: RecipientFilter?
    private let wanted: [(property: String, value: BoundValue)]

    init(_ call: BoundCall, shape: ObjectShape) throws {
        filter = try call.text("Filter").map { try FilterProperties.filter($0, of: call.facts.name, shape: shape) }
        wanted = call.parameters.compactMap { name, value in
            guard !Self.control.contains(name), call.facts.parameter(named: name)?.type != "SwitchParameter",
                let property = shape.property(name)
            else { return nil }
            return (property.name, value)
        }
    }

    func accepts(_ row: ObjectRow) -> Bool {
        wanted.allSatisfy { Self.holds($0.value, row[$0.property]) } && filter?.matches(row) ?? true
    }

    /// Whether the shown value is the wanted one, or has it among its elements.
    private static func holds(_ wanted: BoundValue, _ shown: JSONValue?) -> Bool {
        guard let shown else { return false }
        if let flag = wanted.flag { return shown.boolValue == flag }
        guard let texts = wanted.texts, !texts.isEmpty else {
            if case .value(let value) = wanted { return value.isNull || value == shown }
            return true
        }
        let all = (shown.arrayValue ?? [shown]).compactMap(\.stringValue).map { $0.lowercased() }
        return texts.contains { all.contains($0.lowercased()) }
    }
}
