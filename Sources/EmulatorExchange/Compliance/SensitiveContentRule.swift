import EmulatorCore
import ExoJSON

/// Which kinds of sensitive information a rule looks for: kept with keys in small letters, and with what a caller left out.
///
/// A list holds tables of kinds, or a table with groups of them. Words of the refusal, and the confidence of a kind for which none
/// is given, are guesses.
struct SensitiveContentRule: ObjectRule {
    private static let parameters: Set = [
        "ContentContainsSensitiveInformation", "ExceptIfContentContainsSensitiveInformation",
    ]

    func takes(_ parameter: String) -> Bool { Self.parameters.contains(parameter) }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        for (parameter, value) in call.parameters where takes(parameter) {
            guard case .value(.array(let tables)) = value, !tables.isEmpty else {
                try draft.set(parameter, value)
                continue
            }
            draft.store(parameter, .array(try tables.map { try Self.condition($0, scope) }))
        }
    }

    /// A table of a list: a kind, or groups that are joined.
    private static func condition(_ value: JSONValue, _ scope: CallScope) throws -> JSONValue {
        guard let table = value.objectValue.map(lowered) else { return value }
        guard let groups = table["groups"] else { return .object(try kind(table, scope)) }
        var condition = table
        condition["groups"] = .array(
            try list(groups).map { group in
                guard var group = group.objectValue.map(lowered) else { return group }
                if let kinds = group["sensitivetypes"] {
                    group["sensitivetypes"] = .array(
                        try list(kinds).map { value in
                            try value.objectValue.map { .object(try kind(lowered($0), scope)) } ?? value
                        }
                    )
                }
                return .object(group)
            }
        )
        return .object(condition)
    }

    private static func list(_ value: JSONValue) -> [JSONValue] {
        value.arrayValue ?? value.objectValue?["value"]?.arrayValue ?? [value]
    }

    /// A table with keys in small letters, without what clients say of its type.
    private static func lowered(_ table: JSONObject) -> JSONObject {
        JSONObject(
            table.members.filter { !$0.name.contains("@") }.map { .init(name: $0.name.lowercased(), value: $0.value) }
        )
    }

    private static func kind(_ table: JSONObject, _ scope: CallScope) throws -> JSONObject {
        guard let noun = ComplianceNoun.named("DlpSensitiveInformationType"),
            let name = table["name"]?.stringValue ?? table["id"]?.stringValue
        else { throw unknown("") }
        try noun.prepare(scope)
        let found = try scope.objects.objects(named: name, of: noun.objectClass) { _ in true }
        guard let type = found.first, !name.contains("*") else { throw unknown(name) }
        func text(_ key: String) -> JSONValue? {
            table[key].flatMap { $0.isNull ? nil : .string($0.stringValue ?? $0.text()) }
        }
        var kind: JSONObject = [
            "name": .string(type.name), "id": .string(type.guid), "mincount": text("mincount") ?? "1",
            "maxcount": text("maxcount") ?? "-1",
        ]
        if text("confidencelevel") == nil, text("minconfidence") == nil {
            kind["confidencelevel"] = confidence(of: type)
        }
        for member in table.members where kind[member.name] == nil {
            kind[member.name] = text(member.name) ?? member.value
        }
        return kind
    }

    private static func confidence(of type: ExchangeObject) -> JSONValue {
        .string(ConfidenceLevel(of: type.properties["RecommendedConfidence"]?.integerValue ?? 75).rawValue)
    }

    private static func unknown(_ name: String) -> AdminAPIError {
        .invalidOperation("The sensitive information type \"\(name)\" couldn't be found.")
    }
}
