import CmdletCatalogue
import ExoJSON

extension ParameterCoercion {
    /// The whole numbers that a type of .NET holds.
    private static let bounds: [String: ClosedRange<Int64>] = [
        "Int16": Int64(Int16.min)...Int64(Int16.max), "Int32": Int64(Int32.min)...Int64(Int32.max),
        "UInt16": 0...Int64(UInt16.max), "UInt32": 0...Int64(UInt32.max), "UInt64": 0...Int64.max,
    ]

    /// Parameters that say nothing where they are null: what stands above decides then.
    private static let inherited: Set = [
        "EwsAllowEntourage", "EwsAllowMacOutlook", "EwsAllowOutlook", "EwsEnabled", "FocusedInboxOn",
        "SmtpClientAuthenticationDisabled",
    ]

    /// Whether null says something else than false: where what stands above decides, and where objects show null themselves.
    private var takesNothing: Bool {
        guard kind == "bool", !Self.inherited.contains(parameter.name) else { return kind == "bool" }
        let shape: ObjectShape = noun == "Mailbox" ? .mailbox : .of(noun: noun)
        guard let property = shape.property(parameter.name) else { return false }
        return property.kind == .flag && property.fallback == .null
    }

    func flag(_ sent: JSONValue) throws -> JSONValue {
        switch sent {
        case .bool: return sent
        case .integer(let number): return .bool(number != 0)
        case .null: return takesNothing ? .null : .bool(false)
        case .object(let object):
            // A switch inside a table, as PowerShell writes it.
            if let present = object.value(ignoringCase: "IsPresent")?.boolValue { return .bool(present) }
        case .string(let text):
            switch text.lowercased() {
            case "true", "$true", "1": return .bool(true)
            case "false", "$false", "0": return .bool(false)
            // An enumeration that the object table has as a truth is on under all names but one.
            case let name where parameter.values.contains { $0.lowercased() == name }: return .bool(name != "disabled")
            default: break
            }
        default: break
        }
        throw mismatch(sent)
    }

    func integer(_ sent: JSONValue) throws -> JSONValue {
        let number: Int64?
        switch sent {
        case .null: return .null
        case .string(let text) where text.isEmpty: return .null
        case .string(let text): number = Int64(text)
        default: number = sent.integerValue
        }
        guard let number else { throw mismatch(sent) }
        guard Self.bounds[type]?.contains(number) ?? true else {
            throw mismatch(sent, because: " Error: \"Value was either too large or too small for \(type).\"")
        }
        try checkRange(number)
        return .integer(number)
    }

    /// A number, or `Unlimited` in any letter case.
    func unlimited(_ text: String) throws -> String? {
        if text.lowercased() == "unlimited" { return "Unlimited" }
        guard parameter.range != nil else { return text }
        guard let number = Int64(text) else { return nil }
        try checkRange(number)
        return String(number)
    }

    private func checkRange(_ number: Int64) throws {
        guard let range = parameter.range, !range.contains(Int(number)) else { return }
        throw AdminAPIError.transformation(
            parameter: parameter.name,
            reason: "The argument \(number) is outside the range \(range.lowerBound) to \(range.upperBound)."
        )
    }
}
