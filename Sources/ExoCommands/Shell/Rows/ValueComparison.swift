internal import ExchangeOnline
internal import ExoJSON

/// Compares values as PowerShell does: by the type of the left one, texts in any letter case.
///
/// Dates and sizes are texts on the wire; they are compared by the moment and by the bytes that they name. What PowerShell
/// gets wrong is meant: `False` in a text is false.
enum ValueComparison {
    /// What a value is compared as.
    private enum Rank {
        case null
        case number(Double)
        case flag(Bool)
        case text(String)
    }

    /// How two values stand to each other: below, equal, above; `nil` where the right one cannot be made like the left.
    static func order(_ left: JSONValue, _ right: JSONValue, isExact: Bool = false) -> Int? {
        switch (rank(left), right) {
        case (.null, _): return right.isNull ? 0 : -1
        case (_, .null): return 1
        case (.number(let number), _): return self.number(right).map { sign(number, $0) }
        case (.flag(let flag), _): return self.flag(right).map { sign(flag ? 1 : 0, $0 ? 1 : 0) }
        case (.text(let text), _):
            if let moment = WireTime(text)?.seconds {
                if let other = seconds(meant: RowValue.text(right)) { return sign(moment, other) }
            } else if let bytes = sizeInBytes(text) {
                if let other = sizeInBytes(RowValue.text(right)) ?? number(right) { return sign(bytes, other) }
            }
            let other = RowValue.text(right)
            return isExact ? compare(text, other) : compare(text.lowercased(), other.lowercased())
        }
    }

    /// The moment of a date as a person writes it, in the zone of this machine where none is named.
    private static func seconds(meant text: String) -> Double? {
        if let time = WireTime(text), time.hasZone { return time.seconds }
        return PowerShellDate(text).flatMap { WireTime($0.wireText(.system))?.seconds }
    }

    /// The order for sorting, in which every two values have one.
    static func sortOrder(_ left: JSONValue, _ right: JSONValue) -> Int {
        if let left = WireTime(RowValue.text(left)), let right = WireTime(RowValue.text(right)) {
            return sign(left.seconds, right.seconds)
        }
        if let order = order(left, right) { return order }
        return compare(RowValue.text(left).lowercased(), RowValue.text(right).lowercased())
    }

    private static func rank(_ value: JSONValue) -> Rank {
        switch value {
        case .null: .null
        case .bool(let flag): .flag(flag)
        case .integer(let number): .number(Double(number))
        case .unsigned(let number): .number(Double(number))
        case .double(let number): .number(number)
        default: .text(RowValue.text(value))
        }
    }

    /// The number that a value is or names; a size counts its bytes.
    static func number(_ value: JSONValue) -> Double? {
        switch rank(value) {
        case .null: return nil
        case .number(let number): return number
        case .flag(let flag): return flag ? 1 : 0
        case .text(let text):
            if let bytes = sizeInBytes(text) { return bytes }
            let trimmed = text.filter { $0 != " " }
            if trimmed.hasPrefix("-") {
                return PowerShellNumber(literal: String(trimmed.dropFirst())).map { -$0.double }
            }
            return PowerShellNumber(literal: trimmed)?.double
        }
    }

    private static func flag(_ value: JSONValue) -> Bool? {
        switch rank(value) {
        case .null: return nil
        case .flag(let flag): return flag
        case .number(let number): return number != 0
        case .text(let text):
            switch text.lowercased() {
            case "true", "$true": return true
            case "false", "$false", "": return false
            default: return nil
            }
        }
    }

    /// The bytes of a size as the service writes it: `1.5 GB (1,610,612,736 bytes)`.
    static func sizeInBytes(_ text: String) -> Double? {
        RowOrder.Key.bytes(of: text).map(Double.init)
    }

    private static func sign(_ left: Double, _ right: Double) -> Int { left < right ? -1 : left > right ? 1 : 0 }

    private static func compare(_ left: String, _ right: String) -> Int { left < right ? -1 : left > right ? 1 : 0 }
}
