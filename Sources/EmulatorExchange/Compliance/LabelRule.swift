import EmulatorCore
import ExoJSON

/// Sensitivity labels: their order, the label above them, what they do, and the settings that clients read.
struct LabelRule: ObjectRule {
    private static let parameters: Set = [
        "ParentId", "RemoveParentLink", "Priority", "NextLabel", "PreviousLabel", "AdvancedSettings", "Settings",
        "Setting", "Tooltip", "IncludeDetailedLabelActions", "SkipValidations", "ReturnModernLabelScheme",
        "ValidateContentTypeRemoval",
    ]
    private var noun: ComplianceNoun { .label }

    func takes(_ parameter: String) -> Bool { Self.parameters.contains(parameter) }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        if let text = call.text("Tooltip") { draft.store("Tooltip", .string(text)) }
        try setParent(call, &draft, scope)
        for parameter in ["Settings", "Setting", "AdvancedSettings"] {
            guard case .value(.object(let table))? = call[parameter] else { continue }
            draft.store("Settings", .array(SettingPairs(draft.texts("Settings")).merging(table).texts))
        }
        var pairs = SettingPairs(draft.texts("Settings"))
        pairs["displayname"] = draft.object.text("DisplayName") ?? draft.object.name
        if let text = draft.object.text("Tooltip") { pairs["tooltip"] = text }
        if draft.object.text("ContentType") == nil { draft.store("ContentType", "File, Email") }
        pairs["contenttype"] = draft.value("ContentType").stringValue
        pairs["parentid"] = draft.object.text("ParentId")
        draft.store("Settings", .array(pairs.texts))
        if call["LabelActions"] == nil { draft.store("LabelActions", .array(LabelActions.texts(of: draft))) }
        if call["LocaleSettings"] == nil { setLocale(&draft) }
        try order(call, &draft, scope)
    }

    /// The words of a label in no language of their own; those that somebody gave in languages stay.
    private func setLocale(_ draft: inout ObjectDraft) {
        guard draft.texts("LocaleSettings").allSatisfy({ $0.ranges(of: "\"Key\"").count < 2 }) else { return }
        let words = [
            ("displayName", draft.object.text("DisplayName") ?? draft.object.name),
            ("tooltip", draft.object.text("Tooltip") ?? ""),
        ]
        let texts = words.map { key, word -> JSONValue in
            let settings: JSONValue = [["Key": "default", "Value": .string(word)]]
            return .string(JSONValue.object(["LocaleKey": .string(key), "Settings": settings]).text())
        }
        draft.store("LocaleSettings", .array(texts))
    }

    private func setParent(_ call: BoundCall, _ draft: inout ObjectDraft, _ scope: CallScope) throws {
        if call.isOn("RemoveParentLink") { draft.store("ParentId", .null) }
        guard let identity = call.text("ParentId") else { return }
        let parent = try noun.object(named: identity, scope)
        guard parent.guid != draft.object.guid else {
            throw AdminAPIError.invalidOperation("The label \"\(parent.name)\" can't be its own parent.")
        }
        guard parent.text("ParentId") == nil else {
            throw AdminAPIError.invalidOperation(
                "The label \"\(parent.name)\" is a sublabel, and a sublabel can't have sublabels."
            )
        }
        draft.store("ParentId", .string(parent.guid))
    }

    /// Puts a label at the place that a call names; a new one becomes the last, and the others move.
    private func order(_ call: BoundCall, _ draft: inout ObjectDraft, _ scope: CallScope) throws {
        let others = try noun.ordered(scope).filter { $0.guid != draft.object.guid }
        var wanted = call["Priority"].flatMap { value -> Int? in
            if case .value(let number) = value { number.integerValue.map { Int($0) } } else { nil }
        }
        for (parameter, shift) in [("NextLabel", 0), ("PreviousLabel", 1)] {
            guard let identity = call.text(parameter) else { continue }
            let neighbour = try noun.object(named: identity, scope)
            guard let place = others.firstIndex(where: { $0.guid == neighbour.guid }) else {
                throw AdminAPIError.invalidOperation("A label can't be its own neighbour.")
            }
            wanted = place + shift
        }
        guard let place = wanted ?? (draft.object.sequence == 0 ? others.count : nil) else { return }
        guard (0...others.count).contains(place) else {
            throw AdminAPIError.invalidOperation(
                "The priority \(place) isn't valid. It must be from 0 to \(others.count)."
            )
        }
        draft.store("Priority", .integer(Int64(place)))
        guard !call.isQuestion else { return }
        try PriorityRule.number(others, leaving: place, scope)
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        let all = try noun.ordered(scope)
        guard !all.contains(where: { $0.text("ParentId") == object.guid }) else {
            throw AdminAPIError.invalidOperation(
                "The label \"\(object.name)\" can't be removed because it has sublabels."
            )
        }
        let policies = try scope.objects.objects(of: ComplianceNoun.labelPolicy.objectClass)
        if let policy = policies.first(where: { $0.texts("Labels").contains(object.name) }) {
            throw AdminAPIError.invalidOperation(
                "The label \"\(object.name)\" can't be removed because the policy \"\(policy.name)\" publishes it."
            )
        }
        guard !call.isQuestion else { return }
        try PriorityRule.number(all.filter { $0.guid != object.guid }, leaving: nil, scope)
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        let parent = try object.text("ParentId").flatMap { id in
            try scope.objects.objects(named: id, of: noun.objectClass) { _ in true }.first
        }
        let owned = try scope.objects.objects(of: noun.objectClass).contains { $0.text("ParentId") == object.guid }
        return [
            "ImmutableId": .string(object.guid), "Disabled": false, "Workload": "Exchange, SharePoint",
            "Mode": "Enforce",
            "ParentLabelDisplayName": .string(parent.flatMap { $0.text("DisplayName") } ?? ""),
            "Capabilities": .array(LabelActions.capabilities(of: object).map { .string($0) }),
            "IsParent": .bool(owned), "IsLabelGroup": .bool(object.properties["IsLabelGroup"] == true),
            "ObjectVersion": .string(SeedIdentifier.make("version", object.guid, object.changed.text(.utc))),
        ]
    }
}
