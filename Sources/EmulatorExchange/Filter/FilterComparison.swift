import EmulatorCore
import ExoJSON

/// One comparison of a filter.
struct FilterComparison: Sendable, Equatable {
    enum Relation: String, Sendable {
        case eq, ne, gt, ge, lt, le, like, notlike
    }

    enum Value: Sendable, Equatable {
        case null
        case text(String)

        /// A value written without quotes.
        init(word: String) {
            switch word.lowercased() {
            case "$null": self = .null
            case "$true": self = .text("True")
            case "$false": self = .text("False")
            default: self = .text(word)
            }
        }
    }

    var property: String
    var relation: Relation
    var value: Value

    /// Whether the comparison holds for a property's value; of a list it is enough that one element fits.
    func holds(for actual: JSONValue?) -> Bool {
        switch relation {
        case .eq: return equals(actual)
        case .ne: return !equals(actual)
        case .like: return any(of: actual) { isLike($0) }
        case .notlike: return !any(of: actual) { isLike($0) }
        case .gt: return any(of: actual) { order($0).map { $0 > 0 } ?? false }
        case .ge: return any(of: actual) { order($0).map { $0 >= 0 } ?? false }
        case .lt: return any(of: actual) { order($0).map { $0 < 0 } ?? false }
        case .le: return any(of: actual) { order($0).map { $0 <= 0 } ?? false }
        }
    }

    private func equals(_ actual: JSONValue?) -> Bool {
        switch value {
        case .null: return Self.isEmpty(actual)
        case .text(let wanted) where wanted.isEmpty: return Self.isEmpty(actual)
        case .text: return any(of: actual) { order($0) == 0 }
        }
    }

    private static func isEmpty(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null?: true
        case .string(let text)?: text.isEmpty
        case .array(let elements)?: elements.isEmpty
        default: false
        }
    }

    private func any(of actual: JSONValue?, _ test: (JSONValue) -> Bool) -> Bool {
        switch actual {
        case nil, .null?: false
        case .array(let elements)?: elements.contains(where: test)
        case .some(let single): test(single)
        }
    }

    /// How a value stands to the one of the filter; `nil` when they cannot be compared.
    private func order(_ actual: JSONValue) -> Int? {
        guard case .text(let wanted) = value else { return nil }
        switch actual {
        case .bool(let flag):
            guard let other = Self.flag(wanted) else { return nil }
            return (flag ? 1 : 0) - (other ? 1 : 0)
        case .integer, .unsigned, .double:
            guard let number = Self.number(actual), let other = Double(wanted) else { return nil }
            return Self.sign(number, other)
        case .string(let text): return Self.order(text, wanted)
        default: return nil
        }
    }

    private static func order(_ text: String, _ wanted: String) -> Int {
        if text.hasSuffix("bytes)") || text == "Unlimited" || wanted == "Unlimited" {
            if let left = size(text), let right = size(wanted) { return sign(left, right) }
        }
        if text.hasSuffix("Z") || text.hasSuffix("+00:00"), let left = ServiceDate(parsing: text),
            let right = ServiceDate(parsing: wanted)
        {
            return sign(left, right)
        }
        if text.contains(":"), let left = TimeSpanText(parsing: text), let right = TimeSpanText(parsing: wanted) {
            return sign(left, right)
        }
        if let left = Double(text), let right = Double(wanted) { return sign(left, right) }
        let left = text.lowercased()
        if left == wanted.lowercased() { return 0 }
        // An address matches with and without its prefix, a name its distinguished name.
        if left.hasPrefix("smtp:"), left.dropFirst(5) == wanted.lowercased() { return 0 }
        if wanted.lowercased().hasPrefix("cn="), !left.hasPrefix("cn="), commonName(wanted).lowercased() == left {
            return 0
        }
        return left < wanted.lowercased() ? -1 : 1
    }

    private static func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left == right ? 0 : left < right ? -1 : 1
    }

    private static func size(_ text: String) -> UInt64? {
        text.lowercased() == "unlimited" ? .max : ByteQuantity(parsing: text)?.bytes
    }

    private static func number(_ value: JSONValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .unsigned(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    private static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "$true", "1": true
        case "false", "$false", "0": false
        default: nil
        }
    }

    /// The first part of a distinguished name, without escapes.
    static func commonName(_ distinguishedName: String) -> String {
        var name = ""
        var isEscaped = false
        for character in distinguishedName.dropFirst(3) {
            if isEscaped {
                name.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "," {
                break
            } else {
                name.append(character)
            }
        }
        return name
    }

    private func isLike(_ actual: JSONValue) -> Bool {
        guard case .text(let pattern) = value else { return false }
        let text =
            switch actual {
            case .string(let text): text
            case .bool(let flag): flag ? "True" : "False"
            default: actual.text()
            }
        let wanted = Array(pattern.lowercased())
        let lower = text.lowercased()
        if Wildcard.matches(Array(lower), pattern: wanted) { return true }
        return lower.hasPrefix("smtp:") && Wildcard.matches(Array(lower.dropFirst(5)), pattern: wanted)
    }
}
