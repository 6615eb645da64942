import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Brings a value as it was sent to the type of its parameter.
///
/// Clients send what PowerShell left of it: numbers as text, one text for a list, empty text for null, tables with and
/// without a type tag, names of enumerations or their numbers.
enum ParameterCoercion {
    /// - Throws: ``AdminAPIError`` with status 400 when the value is not of the type.
    static func value(_ sent: JSONValue, for parameter: ParameterFacts) throws -> BoundValue {
        let isList = parameter.type.hasSuffix("[]")
        let type = isList ? String(parameter.type.dropLast(2)) : parameter.type
        let kind = CmdletCatalogue.type(named: type)?.kind ?? (parameter.values.isEmpty ? "object" : "enum")
        if isList || kind == "multivalue" || type == "ProxyAddressCollection" {
            return try list(sent, for: parameter, type: type)
        }
        return .value(try single(sent, kind: kind, type: type, for: parameter))
    }

    private static func single(
        _ sent: JSONValue,
        kind: String,
        type: String,
        for parameter: ParameterFacts
    ) throws -> JSONValue {
        if case .array(let elements) = sent, kind != "object", kind != "bytes" {
            guard elements.count == 1 else {
                throw AdminAPIError.transformation(
                    parameter: parameter.name,
                    reason: "Cannot convert 'System.Object[]' to the type '\(type)' required by parameter "
                        + "'\(parameter.name)'. Specified method is not supported."
                )
            }
            return try single(elements[0], kind: kind, type: type, for: parameter)
        }
        switch kind {
        case "switch", "bool": return try flag(sent, for: parameter, type: type)
        case "int": return try integer(sent, for: parameter, type: type)
        case "unlimited": return try unlimited(sent, for: parameter, type: type)
        case "enum": return try enumeration(sent, for: parameter, type: type)
        case "datetime": return try date(sent, for: parameter)
        case "timespan": return try text(sent, type, parameter) { TimeSpanText(parsing: $0)?.description }
        case "size": return try text(sent, type, parameter) { ByteQuantity(parsing: $0)?.description }
        case "guid":
            return try text(sent, type, parameter) { GUIDText(parsing: $0)?.description }
        case "object", "bytes", "hashtable", "double", "version": return sent
        default: return try text(sent, type, parameter) { $0 }
        }
    }

    // MARK: Scalars

    private static func flag(_ sent: JSONValue, for parameter: ParameterFacts, type: String) throws -> JSONValue {
        switch sent {
        case .bool: return sent
        case .integer(let number): return .bool(number != 0)
        case .null: return .bool(false)
        case .object(let object):
            // A switch inside a table, as PowerShell writes it.
            if let present = object.value(ignoringCase: "IsPresent")?.boolValue { return .bool(present) }
        case .string(let text):
            switch text.lowercased() {
            case "true", "$true", "1": return .bool(true)
            case "false", "$false", "0": return .bool(false)
            default: break
            }
        default: break
        }
        throw mismatch(sent, parameter, type: type)
    }

    private static func integer(_ sent: JSONValue, for parameter: ParameterFacts, type: String) throws -> JSONValue {
        let number: Int64
        switch sent {
        case .null: return .null
        case .string(let text) where text.isEmpty: return .null
        case .string(let text):
            guard let parsed = Int64(text) else { throw mismatch(sent, parameter, type: type) }
            number = parsed
        default:
            guard let whole = sent.integerValue else { throw mismatch(sent, parameter, type: type) }
            number = whole
        }
        let bounds = bounds[type] ?? Int64.min...Int64.max
        guard bounds.contains(number) else {
            throw AdminAPIError.transformation(
                parameter: parameter.name,
                reason:
                    "Cannot convert value \"\(number)\" to type \"System.\(type)\". Error: \"Value was either too large "
                    + "or too small for \(type.hasPrefix("I") ? "an" : "a") \(type).\""
            )
        }
        try checkRange(number, of: parameter)
        return .integer(number)
    }

    /// The whole numbers that a type of .NET holds.
    private static let bounds: [String: ClosedRange<Int64>] = [
        "Int16": Int64(Int16.min)...Int64(Int16.max), "Int32": Int64(Int32.min)...Int64(Int32.max),
        "UInt16": 0...Int64(UInt16.max), "UInt32": 0...Int64(UInt32.max), "UInt64": 0...Int64.max,
    ]

    /// A number, or `Unlimited` in any letter case.
    private static func unlimited(_ sent: JSONValue, for parameter: ParameterFacts, type: String) throws -> JSONValue {
        try text(sent, type, parameter) { text in
            if text.lowercased() == "unlimited" { return "Unlimited" }
            guard parameter.range != nil else { return text }
            guard let number = Int64(text) else { return nil }
            try checkRange(number, of: parameter)
            return String(number)
        }
    }

    private static func checkRange(_ number: Int64, of parameter: ParameterFacts) throws {
        guard let range = parameter.range, !range.contains(Int(number)) else { return }
        throw AdminAPIError.transformation(
            parameter: parameter.name,
            reason: "The argument \(number) is outside the range \(range.lowerBound) to \(range.upperBound)."
        )
    }

    private static func date(_ sent: JSONValue, for parameter: ParameterFacts) throws -> JSONValue {
        try text(sent, "System.DateTime", parameter) { ServiceDate(parsing: $0)?.text(.utc) }
    }

    /// A text that a reading accepts and rewrites; null and empty text mean null.
    private static func text(
        _ sent: JSONValue,
        _ type: String,
        _ parameter: ParameterFacts,
        _ read: (String) throws -> String?
    ) throws -> JSONValue {
        let text: String
        switch sent {
        case .null: return .null
        case .string(let string): text = string
        case .integer, .unsigned, .double: text = sent.text()
        case .bool(let flag): text = flag ? "True" : "False"
        case .array, .object: throw mismatch(sent, parameter, type: type)
        }
        if text.isEmpty { return .string("") }
        guard let result = try read(text) else { throw mismatch(sent, parameter, type: type) }
        return .string(result)
    }

    // MARK: Enumerations

    private static func enumeration(_ sent: JSONValue, for parameter: ParameterFacts, type: String) throws -> JSONValue
    {
        switch sent {
        case .null: return .null
        case .string(let text) where text.isEmpty: return .null
        case .string(let text): return .string(try member(text, of: parameter, type: type))
        case .integer(let number): return .string(try member(String(number), of: parameter, type: type))
        default: throw mismatch(sent, parameter, type: type)
        }
    }

    /// The name that a text means: a name in any case, the start of exactly one, or a number.
    private static func member(_ text: String, of parameter: ParameterFacts, type: String) throws -> String {
        let names = names(of: parameter, type: type)
        guard !names.isEmpty else { return text }
        let wanted = text.lowercased()
        if let name = names.first(where: { $0.lowercased() == wanted }) { return name }
        if let number = Int(text), names.indices.contains(number) { return names[number] }
        let starting = names.filter { $0.lowercased().hasPrefix(wanted) }
        if let name = starting.min(by: { $0.count < $1.count }), starting.count == 1 { return name }
        throw AdminAPIError.transformation(
            parameter: parameter.name,
            reason:
                "Cannot convert value \"\(text)\" to type \"\(type)\". Error: \"Unable to match the identifier name "
                + "\(text) to a valid enumerator name. Specify one of the following enumerator names and try again: "
                + "\(names.joined(separator: ", "))\""
        )
    }

    private static func names(of parameter: ParameterFacts, type: String) -> [String] {
        parameter.values.isEmpty ? CmdletCatalogue.type(named: type)?.values ?? [] : parameter.values
    }

    // MARK: Lists

    private static func list(_ sent: JSONValue, for parameter: ParameterFacts, type: String) throws -> BoundValue {
        let isClosed = !names(of: parameter, type: type).isEmpty
        func elements(_ value: JSONValue?) throws -> [String] {
            switch value {
            case nil, .null?: return []
            case .array(let elements)?: return try elements.flatMap { try texts($0) }
            case .some(let single): return try texts(single)
            }
        }
        func texts(_ value: JSONValue) throws -> [String] {
            switch value {
            case .string(let text):
                let parts = isClosed ? text.split(separator: ",").map { $0.trimmingBlanks } : [text]
                return try parts.map { isClosed ? try member($0, of: parameter, type: type) : $0 }
            case .integer(let number) where isClosed: return [try member(String(number), of: parameter, type: type)]
            case .integer, .unsigned, .double: return [value.text()]
            case .bool(let flag): return [flag ? "True" : "False"]
            case .null: return []
            case .array, .object: throw mismatch(value, parameter, type: type)
            }
        }
        guard case .object(let table) = sent else {
            if case .string(let text) = sent, text.isEmpty { return .value(.null) }
            return sent.isNull ? .value(.null) : .value(.array(try elements(sent).map { .string($0) }))
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
            add: try elements(table.value(ignoringCase: "Add")),
            remove: try elements(table.value(ignoringCase: "Remove"))
        )
    }

    private static func mismatch(_ sent: JSONValue, _ parameter: ParameterFacts, type: String) -> AdminAPIError {
        let shown =
            sent.stringValue ?? (sent.objectValue == nil && sent.arrayValue == nil ? sent.text() : "System.Object")
        return AdminAPIError.transformation(
            parameter: parameter.name,
            reason: parameter.type == "SecureString" || parameter.type == "PSCredential"
                ? "Cannot convert the value to type \"\(type)\"."
                : "Cannot convert value \"\(shown)\" to type \"\(type)\"."
        )
    }
}

extension StringProtocol {
    /// The text without blanks at its ends.
    var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
