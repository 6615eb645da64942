import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Values as the OData model declares them: sizes of statistics are numbers of bytes, lists are never null.
struct EntityValue: Sendable {
    /// Whether numbers of 64 bits are written as text, which a client may ask for.
    let isIEEE754Compatible: Bool

    /// The value of a property.
    ///
    /// - Parameters:
    ///   - value: What a cmdlet's row has.
    ///   - property: The property, of which the type counts.
    /// - Returns: The value in that type.
    func wire(_ value: JSONValue?, for property: EDMTypeFacts.Property) -> JSONValue {
        guard property.isCollection else { return single(value ?? .null, property) }
        switch value {
        case .array(let elements)?:
            return .array(elements.map { single($0, property) }.filter { !$0.isNull })
        case nil, .null?: return []
        case .some(let value):
            let element = single(value, property)
            return element.isNull ? [] : [element]
        }
    }

    private func single(_ value: JSONValue, _ property: EDMTypeFacts.Property) -> JSONValue {
        if value.isNull { return .null }
        // What a row has as an object with a text is the text wherever the model has no object.
        if case .object(let object) = value, let title = object["@title"], !Self.complexTypes.contains(property.type) {
            return single(title, property)
        }
        switch property.type {
        case "String": return text(value, property.name)
        case "Boolean": return flag(value)
        case "Byte", "Int16", "Int32": return number(value).map { .integer($0) } ?? .null
        case "Int64":
            guard let number = number(value) else { return .null }
            return isIEEE754Compatible ? .string(String(number)) : .integer(number)
        case "Guid": return value.stringValue.flatMap { GUIDText(parsing: $0) }.map { .string($0.description) } ?? .null
        case "DateTimeOffset":
            return value.stringValue.flatMap { ServiceDate(parsing: $0) }.map { .string($0.text(.utc)) } ?? .null
        default: break
        }
        if let members = CmdletCatalogue.enumType(named: property.type) {
            let wanted = value.stringValue?.lowercased()
            return members.first { $0.name.lowercased() == wanted }.map { .string($0.name) } ?? .null
        }
        return complex(value, property.type)
    }

    private static let complexTypes = Set(CmdletCatalogue.complexTypes.map(\.name))

    private func text(_ value: JSONValue, _ name: String) -> JSONValue {
        switch value {
        case .string(""): return Self.isDate(name) ? .null : value
        case .string: return value
        case .bool(let flag): return .string(flag ? "True" : "False")
        case .array(let elements): return .string(elements.map { $0.stringValue ?? $0.text() }.joined(separator: ", "))
        default: return .string(value.text())
        }
    }

    /// Whether the official module reads a date out of a property, which must not be empty.
    private static func isDate(_ name: String) -> Bool {
        name.hasPrefix("When") || name.hasSuffix("Date") || name.hasSuffix("Time") || name.hasSuffix("Sync")
            || name.hasSuffix("TimeStamp") || name == "StsRefreshTokensValidFrom" || name.hasSuffix("ForRetentionHold")
    }

    private func flag(_ value: JSONValue) -> JSONValue {
        if let flag = value.boolValue { return .bool(flag) }
        switch value.stringValue?.lowercased() {
        case "true": return true
        case "false": return false
        default: return .null
        }
    }

    /// A number, also of a size that is written as text; `nil` where there is no limit.
    private func number(_ value: JSONValue) -> Int64? {
        if let number = value.integerValue { return number }
        guard let text = value.stringValue else { return nil }
        return Int64(text) ?? ByteQuantity(parsing: text).flatMap { Int64(exactly: $0.bytes) }
    }

    private func complex(_ value: JSONValue, _ type: String) -> JSONValue {
        guard case .object(let object) = value else { return .null }
        let members = EntityType.named(type).properties.map { property in
            JSONObject.Member(
                name: property.name,
                value: wire(object.value(ignoringCase: property.name), for: property)
            )
        }
        return .object(JSONObject(members))
    }
}
