import CmdletCatalogue
import ExoJSON

extension ParameterCoercion {
    /// Names in the service's own order, where the pages have another or fewer.
    private static let ownNames = [
        // Clients send the numbers of this one, which are .NET's.
        "ActiveDirectorySecurityInheritance": ["None", "All", "Descendents", "SelfAndChildren", "Children"],
        // The pages have fewer than their own example.
        "RecipientWriteScopeType": [
            "None", "NotApplicable", "Organization", "MyGAL", "Self", "MyDirectReports", "OU", "CustomRecipientScope",
            "MyDistributionGroups", "MyExecutive", "ExclusiveRecipientScope", "MailboxICanDelegate",
        ],
        "QuarantineMessageTypeEnum": [
            "Spam", "TransportRule", "Bulk", "Phish", "HighConfPhish", "Malware", "SPOMalware", "DataLossPrevention",
            "FileTypeBlock", "AdminTriggered", "PPI",
        ],
    ]

    /// The names that the type has, empty for an open list.
    private var names: [String] {
        if let names = Self.ownNames[type] { return names }
        return parameter.values.isEmpty ? CmdletCatalogue.type(named: type)?.values ?? [] : parameter.values
    }

    func enumeration(_ sent: JSONValue) throws -> JSONValue {
        switch sent {
        case .null: return .null
        case .string(let text) where text.isEmpty: return .null
        // Several names of flags stand in one text.
        case .string(let text) where text.contains(",") && !names.isEmpty || Self.flags.contains(type):
            let flags = try text.split(separator: ",").map { try member($0.trimmingBlanks, of: names) }
            return .string(flags.joined(separator: ", "))
        case .string(let text): return .string(try member(text, of: names))
        case .integer(let number): return .string(try member(String(number), of: names))
        default: throw mismatch(sent)
        }
    }

    /// Flags of which each is an element of a list; an empty list stays one, which changes nothing.
    func flags(_ elements: [JSONValue]) throws -> JSONValue {
        guard !elements.isEmpty else { return [] }
        let names = try elements.compactMap { element in
            guard !element.isNull else { throw mismatch(element) }
            return try enumeration(element).stringValue
        }
        return names.isEmpty ? .null : .string(names.joined(separator: ", "))
    }

    /// The name that a text means: a name in any case, the start of exactly one, or a number.
    private func member(_ text: String, of names: [String]) throws -> String {
        guard !names.isEmpty else { return text }
        let wanted = text.lowercased()
        if let name = names.first(where: { $0.lowercased() == wanted }) { return name }
        if type == "RecipientTypeDetails",
            let name = RecipientTypes.system.first(where: { $0.lowercased() == wanted })
        {
            return name
        }
        // The catalogue's order is mostly that of the alphabet, so of most of them the number is a guess.
        let numbered = type == "ConvertibleMailboxSubType" ? ["Regular", "Room", "Equipment", "Shared"] : names
        if let number = Int(text), numbered.indices.contains(number) { return numbered[number] }
        let starting = names.filter { $0.lowercased().hasPrefix(wanted) }
        if starting.count == 1 { return starting[0] }
        throw mismatch(
            .string(text),
            because: " Error: \"Unable to match the identifier name \(text) to a valid enumerator name. Specify one of "
                + "the following enumerator names and try again: \(names.joined(separator: ", "))\""
        )
    }

    /// A list: whole, or what to add and to remove.
    func list(_ sent: JSONValue) throws -> BoundValue {
        // Bytes as the official module sends them: their numbers in a table with the name of its type.
        if parameter.type == "Byte[]" {
            let bytes = sent.objectValue?["Data"] ?? sent
            return .value(bytes.isNull || bytes == "" ? .null : bytes.arrayValue == nil ? .array([bytes]) : bytes)
        }
        // Tables in a list stay tables.
        if kind == "hashtable", !sent.isNull, sent != "" {
            let tables = sent.arrayValue ?? [sent]
            guard tables.allSatisfy({ $0.objectValue != nil }) else { throw mismatch(sent) }
            // Of other lists the official module sends tables without any tag.
            let needsTag = parameter.type == "Hashtable[]" && !isTagged
            guard !needsTag || tables.allSatisfy(Self.hasTag) else { throw withoutTag() }
            return .value(.array(tables.map(Self.untagged)))
        }
        if kind == "object", let elements = sent.arrayValue, elements.contains(where: { $0.objectValue != nil }) {
            return .value(sent)
        }
        // Functions of the official module that take lists send a table as their only element.
        let only = sent.arrayValue.flatMap { $0.count == 1 ? $0[0].objectValue : nil }
            .flatMap { table in ["Add", "Remove"].contains { table.value(ignoringCase: $0) != nil } ? table : nil }
        guard let table = sent.objectValue ?? only else {
            if sent.isNull || sent == "" { return .value(.null) }
            return .value(.array(try elements(sent).map { .string($0) }))
        }
        let members = table.members.filter { !$0.name.contains("@") }
        for member in members where !["add", "remove"].contains(member.name.lowercased()) {
            throw AdminAPIError.transformation(
                parameter: parameter.name,
                reason: "A table with the key \"\(member.name)\" cannot be used here. Use the keys Add and Remove."
            )
        }
        guard !members.isEmpty else { return .value(.null) }
        return .delta(
            add: try table.value(ignoringCase: "Add").map(elements) ?? [],
            remove: try table.value(ignoringCase: "Remove").map(elements) ?? []
        )
    }

    /// One table, which says that it is one, as do the tables in it: what does not is for the service some JSON that it cannot
    /// convert.
    func table(_ sent: JSONValue) throws -> JSONValue {
        guard let table = sent.objectValue else { return sent }
        guard isTagged || Self.hasTag(sent), Self.areTagged(in: table) else { throw withoutTag() }
        return Self.untagged(sent)
    }

    private static func hasTag(_ value: JSONValue) -> Bool {
        value.objectValue?.value(ignoringCase: "@odata.type")?.stringValue != nil
    }

    /// Whether the tables in a table say that they are tables; those of lists in it need not (a guess).
    private static func areTagged(in table: JSONObject) -> Bool {
        table.members.allSatisfy { member in
            guard let inner = member.value.objectValue else { return true }
            return hasTag(member.value) && areTagged(in: inner)
        }
    }

    /// The refusal of a table without a tag; the words are a guess.
    private func withoutTag() -> AdminAPIError {
        AdminAPIError.transformation(
            parameter: parameter.name,
            reason: "Cannot convert the value of type \"Newtonsoft.Json.Linq.JObject\" to type "
                + "\"Microsoft.Exchange.Configuration.Tasks.\(type)\"."
        )
    }

    /// A value without what a request says of types in it.
    private static func untagged(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(untagged))
        case .object(let object):
            let kept = object.members.filter { !$0.name.hasSuffix("@odata.type") }
            return .object(JSONObject(kept.map { .init(name: $0.name, value: untagged($0.value)) }))
        default: return value
        }
    }

    private func elements(_ value: JSONValue) throws -> [String] {
        let names = self.names
        guard case .array(let elements) = value else { return try texts(value, names) }
        return try elements.flatMap { try texts($0, names) }
    }

    private func texts(_ value: JSONValue, _ names: [String]) throws -> [String] {
        switch value {
        case .string(let text) where names.isEmpty: return [text]
        case .string(let text): return try text.split(separator: ",").map { try member($0.trimmingBlanks, of: names) }
        case .integer, .unsigned, .double: return [try member(value.text(), of: names)]
        case .bool(let flag): return [flag ? "True" : "False"]
        case .null: return []
        case .array, .object: throw mismatch(value)
        }
    }
}
