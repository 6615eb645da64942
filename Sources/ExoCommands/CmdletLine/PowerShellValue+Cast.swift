internal import ExchangeOnline

extension PowerShellValue {
    /// The value as the type in brackets makes it.
    ///
    /// - Parameter type: The name between the brackets.
    /// - Returns: The converted value, `nil` for a type that is not known here.
    /// - Throws: ``BindingError`` with code `transformation` when the value does not fit.
    func cast(to type: String) throws -> PowerShellValue? {
        switch type.lowercased() {
        case "string", "system.string", "cultureinfo", "uri": return .text(text)
        case "object": return self
        case "string[]": return .list(elements.map { .text($0.text) })
        case "object[]", "array": return .list(elements)
        case "bool": return .bool(isTruthy)
        case "int", "int32", "long", "int64":
            return .number(PowerShellNumber(.integer(try number(type)), text: String(try number(type))))
        case "int[]": return .list(try elements.map { try $0.cast(to: "int") ?? .null })
        case "byte[]": return .bytes(try byteElements(type))
        case "guid":
            guard let guid = PowerShellText.guid(text) else { throw misfit(type) }
            return .guid(guid)
        case "datetime":
            if case .date = self { return self }
            guard let date = PowerShellDate(text) else { throw misfit(type) }
            return .date(date)
        case "timespan":
            guard let span = PowerShellTimeSpan(text) else { throw misfit(type) }
            return .timeSpan(span)
        default: return nil
        }
    }

    /// The bytes of a list of numbers.
    func byteElements(_ type: String) throws -> [UInt8] {
        if case .bytes(let bytes) = self { return bytes }
        return try elements.map { element in
            guard let byte = UInt8(exactly: try element.number(type)) else { throw misfit(type) }
            return byte
        }
    }

    private func number(_ type: String) throws -> Int64 {
        guard let number = PowerShellText.integer(self) else { throw misfit(type) }
        return number
    }

    private var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .number(let number): number.double != 0
        case .text(let text): !text.isEmpty
        case .list(let elements): elements.count > 1 || elements.first?.isTruthy == true
        default: true
        }
    }

    private func misfit(_ type: String) -> BindingError {
        BindingError(.transformation, "'\(text)' cannot be made into [\(type)].")
    }
}
