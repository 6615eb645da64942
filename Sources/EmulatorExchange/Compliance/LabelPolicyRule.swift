import EmulatorCore
import ExoJSON

/// Policies that publish labels: the labels are there, and settings are pairs.
struct LabelPolicyRule: ObjectRule {
    private static let parameters: Set = [
        "Labels", "AddLabels", "RemoveLabels", "AdvancedSettings", "Settings", "Setting", "NextLabelPolicy",
        "PreviousLabelPolicy",
    ]

    func takes(_ parameter: String) -> Bool { Self.parameters.contains(parameter) }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        var labels = draft.texts("Labels")
        if let named = call["Labels"]?.texts { labels = try names(named, scope) }
        if let named = call["AddLabels"]?.texts {
            for name in try names(named, scope) where !labels.contains(name) { labels.append(name) }
        }
        if let named = call["RemoveLabels"]?.texts {
            let gone = try names(named, scope)
            labels.removeAll(where: gone.contains)
        }
        draft.store("Labels", .array(labels.map { .string($0) }))
        for parameter in ["Settings", "Setting", "AdvancedSettings"] {
            guard case .value(.object(let table))? = call[parameter] else { continue }
            draft.store("Settings", .array(SettingPairs(draft.texts("Settings")).merging(table).texts))
        }
        try order(call, &draft, scope)
    }

    /// The last policy of a user wins; a new one becomes the last.
    private func order(_ call: BoundCall, _ draft: inout ObjectDraft, _ scope: CallScope) throws {
        let noun = ComplianceNoun.labelPolicy
        let others = try noun.ordered(scope).filter { $0.guid != draft.object.guid }
        var place = draft.object.sequence == 0 ? others.count : nil
        for (parameter, shift) in [("NextLabelPolicy", 0), ("PreviousLabelPolicy", 1)] {
            guard let identity = call.text(parameter) else { continue }
            let neighbour = try noun.object(named: identity, scope)
            guard let found = others.firstIndex(where: { $0.guid == neighbour.guid }) else {
                throw AdminAPIError.invalidOperation("A policy can't be its own neighbour.")
            }
            place = found + shift
        }
        guard let place else { return }
        draft.store("Priority", .integer(Int64(place)))
        if !call.isQuestion { try PriorityRule.number(others, leaving: place, scope) }
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        [
            "ImmutableId": .string(object.guid), "Type": "PublishedSensitivityLabel", "Mode": "Enforce",
            "ScopedLabels": .array(object.texts("Labels").map { .string($0) }),
        ]
    }

    private func names(_ labels: [String], _ scope: CallScope) throws -> [String] {
        try ComplianceNoun.label.prepare(scope)
        return try labels.map { try ComplianceNoun.label.object(named: $0, scope).name }
    }
}
