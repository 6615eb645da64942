internal import ExoCrypto
internal import ExoJSON

/// The plain values of CLIXML, each an element of its own name.
enum CLIXMLScalar {
    private static let integers = [
        "SB": "System.SByte", "By": "System.Byte", "I16": "System.Int16", "U16": "System.UInt16", "I32": "System.Int32",
        "U32": "System.UInt32", "I64": "System.Int64", "U64": "System.UInt64",
    ]
    private static let reals = ["Sg": "System.Single", "Db": "System.Double", "D": "System.Decimal"]
    private static let texts = [
        "DT": "System.DateTime", "G": "System.Guid", "URI": "System.Uri", "Version": "System.Version",
        "XD": "System.Xml.XmlDocument", "SBK": "System.Management.Automation.ScriptBlock",
    ]

    /// The value of an element.
    ///
    /// - Parameters:
    ///   - name: The element's name.
    ///   - text: What is in it.
    /// - Returns: The value; `nil` where the text is none of that kind, or nobody knows the name.
    static func value(_ name: String, _ text: String) -> CLIXMLReader.Value? {
        if let type = integers[name] {
            if let number = Int64(text) { return .init(json: .integer(number), type: type) }
            return UInt64(text).map { .init(json: .unsigned($0), type: type) }
        }
        if let type = reals[name] { return real(text).map { .init(json: $0, type: type) } }
        if let type = texts[name] { return .init(json: .string(text), type: type) }
        switch name {
        case "S": return .init(json: .string(text))
        case "B":
            switch text {
            case "true": return .init(json: true)
            case "false": return .init(json: false)
            default: return nil
            }
        case "C":
            guard let scalar = UInt32(text).flatMap({ Unicode.Scalar($0) }) else { return nil }
            return .init(json: .string(String(scalar)), type: "System.Char")
        case "TS": return timeSpan(text).map { .init(json: .string($0), type: "System.TimeSpan") }
        case "BA":
            guard let bytes = Base64.decodeTolerantly(text.utf8) else { return nil }
            return .init(json: .array(bytes.map { .integer(Int64($0)) }), type: "System.Byte[]")
        // A secret that the service would not send; what is in it is nobody's business here.
        case "SS": return .init(json: .null, type: "System.Security.SecureString")
        default: return nil
        }
    }

    private static func real(_ text: String) -> JSONValue? {
        switch text {
        case "NaN": return "NaN"
        case "INF": return "Infinity"
        case "-INF": return "-Infinity"
        default: break
        }
        guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let number = Double(text) else {
            return nil
        }
        // A decimal has more digits than a number of 64 bits keeps.
        return text.utf8.count > 17 || !number.isFinite ? .string(text) : .double(number)
    }

    /// A span of XML Schema (`P14DT1H2M3.5S`), as .NET writes it (`14.01:02:03.5000000`).
    private static func timeSpan(_ text: String) -> String? {
        var rest = text[...]
        let isNegative = rest.first == "-"
        if isNegative { rest.removeFirst() }
        guard rest.popFirst() == "P" else { return nil }
        var ticks: Int64 = 0
        var isTime = false
        while let first = rest.first {
            if first == "T", !isTime {
                isTime = true
                rest.removeFirst()
                continue
            }
            let figure = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(figure.count)
            guard !figure.isEmpty, let unit = rest.popFirst(), let part = self.ticks(figure, unit, isTime) else {
                return nil
            }
            // The shortest span is one longer than the longest, so what is negative is counted downwards.
            let sum = isNegative ? ticks.subtractingReportingOverflow(part) : ticks.addingReportingOverflow(part)
            guard !sum.overflow else { return nil }
            ticks = sum.partialValue
        }
        return PowerShellTimeSpan(ticks: ticks).text
    }

    private static func ticks(_ figure: Substring, _ unit: Character, _ isTime: Bool) -> Int64? {
        let parts = figure.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = Int64(parts[0]), parts.count == 1 || parts.count == 2 && unit == "S" else { return nil }
        let second: Int64 = 10_000_000
        let size: Int64? =
            switch (unit, isTime) {
            case ("D", false): 86_400 * second
            case ("H", true): 3600 * second
            case ("M", true): 60 * second
            case ("S", true): second
            default: nil
            }
        guard let size else { return nil }
        let product = whole.multipliedReportingOverflow(by: size)
        guard !product.overflow else { return nil }
        guard parts.count == 2 else { return product.partialValue }
        let digits = String(parts[1].prefix(7))
        guard let fraction = Int64(digits.padded(to: 7)) else { return nil }
        let sum = product.partialValue.addingReportingOverflow(fraction)
        return sum.overflow ? nil : sum.partialValue
    }
}

extension String {
    /// The text with zeros behind it.
    fileprivate func padded(to length: Int) -> String { self + String(repeating: "0", count: max(0, length - count)) }
}
