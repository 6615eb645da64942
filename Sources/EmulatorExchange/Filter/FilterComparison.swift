import EmulatorCore
import ExoJSON

/// One comparison of a filter.
struct FilterComparison: Sendable {
    enum Relation: String, Sendable {
        case eq, ne, gt, ge, lt, le, like, notlike
    }

    let property: String
    let relation: Relation
    let operand: FilterOperand
    /// The text as a pattern.
    private let pattern: [Character]
    /// The name at the start of a distinguished name.
    let commonName: String?

    init(property: String, relation: Relation, operand: FilterOperand) {
        self.property = property
        self.relation = relation
        self.operand = operand
        guard case .text(let text) = operand else {
            pattern = []
            commonName = nil
            return
        }
        pattern = Array(text)
        commonName = text.hasPrefix("cn=") ? Self.commonName(text) : nil
    }

    /// Whether a pattern begins with a star that more follows.
    var looksForEnding: Bool {
        [.like, .notlike].contains(relation) && pattern.first == "*" && pattern.contains { $0 != "*" }
    }

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

    /// Whether the comparison with a moment holds for one; `nil` for a comparison with anything else.
    func holds(at moment: ServiceDate) -> Bool? {
        guard case .date(let wanted) = operand else { return nil }
        return switch relation {
        case .eq: moment == wanted
        case .ne: moment != wanted
        case .gt: moment > wanted
        case .ge: moment >= wanted
        case .lt: moment < wanted
        case .le: moment <= wanted
        case .like, .notlike: nil
        }
    }

    private func equals(_ actual: JSONValue?) -> Bool {
        operand == .null ? Self.isEmpty(actual) : any(of: actual) { order($0) == 0 }
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
        switch operand {
        case .null: return nil
        case .flag(let wanted): return actual.boolValue.map { Self.order($0 ? 1 : 0, wanted ? 1 : 0) }
        case .number(let wanted): return Self.number(actual).map { Self.order($0, wanted) }
        case .size(let wanted): return Self.size(actual).map { Self.order($0, wanted) }
        case .span(let wanted):
            return actual.stringValue.flatMap { TimeSpanText(parsing: $0) }.map { Self.order($0, wanted) }
        case .date(let wanted):
            return actual.stringValue.flatMap { ServiceDate(parsing: $0) }.map { Self.order($0, wanted) }
        case .text(let wanted): return Self.text(actual).map { order($0.lowercased(), wanted) }
        }
    }

    private func order(_ text: String, _ wanted: String) -> Int {
        if text == wanted || text == commonName { return 0 }
        // An address matches with and without its prefix.
        if text.hasPrefix("smtp:"), text.dropFirst(5) == wanted { return 0 }
        return text < wanted ? -1 : 1
    }

    private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left == right ? 0 : left < right ? -1 : 1
    }

    private static func number(_ actual: JSONValue) -> Int64? {
        guard let text = actual.stringValue else { return actual.integerValue }
        return text == "Unlimited" ? .max : Int64(text)
    }

    private static func size(_ actual: JSONValue) -> UInt64? {
        guard let text = actual.stringValue else { return nil }
        return text == "Unlimited" ? .max : ByteQuantity(parsing: text)?.bytes
    }

    private static func text(_ actual: JSONValue) -> String? {
        switch actual {
        case .string(let text): text
        case .bool(let flag): flag ? "True" : "False"
        case .array, .object, .null: nil
        default: actual.text()
        }
    }

    /// The first part of a distinguished name, without escapes.
    private static func commonName(_ distinguishedName: String) -> String {
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
        // An asterisk alone asks whether there is anything.
        guard let text = Self.text(actual)?.lowercased(), !text.isEmpty else { return false }
        if Wildcard.matches(Array(text), pattern: pattern) { return true }
        return text.hasPrefix("smtp:") && Wildcard.matches(Array(text.dropFirst(5)), pattern: pattern)
    }
}
