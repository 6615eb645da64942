internal import ExoJSON

/// An operator of PowerShell that compares two values.
struct RowOperator: Sendable {
    /// What it asks.
    enum Kind: String, CaseIterable, Sendable {
        case eq, ne, gt, ge, lt, le, like, notlike, match, notmatch, contains, notcontains, `in`, notin
    }

    let kind: Kind
    /// Whether letter case counts, as in `-ceq`.
    let isExact: Bool

    /// The operator of that name, without its dash.
    init?(_ name: String) {
        let name = name.lowercased()
        if let kind = Kind(rawValue: name) {
            self.init(kind, isExact: false)
        } else if let first = name.first, first == "c" || first == "i",
            let kind = Kind(rawValue: String(name.dropFirst()))
        {
            self.init(kind, isExact: first == "c")
        } else {
            return nil
        }
    }

    private init(_ kind: Kind, isExact: Bool) {
        self.kind = kind
        self.isExact = isExact
    }

    /// Whether two values stand so; of a list on the left one element is enough, as it is in PowerShell.
    ///
    /// - Throws: ``CommandError`` for a pattern that is none.
    func holds(_ left: JSONValue, _ right: JSONValue) throws -> Bool {
        switch kind {
        case .contains: elements(left).contains { isEqual($0, right) }
        case .notcontains: !elements(left).contains { isEqual($0, right) }
        case .in: elements(right).contains { isEqual($0, left) }
        case .notin: !elements(right).contains { isEqual($0, left) }
        default: try elements(left).contains { try holdsForOne($0, right) }
        }
    }

    private func elements(_ value: JSONValue) -> [JSONValue] { value.arrayValue ?? [value] }

    private func isEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        ValueComparison.order(left, right, isExact: isExact) == 0
    }

    private func holdsForOne(_ left: JSONValue, _ right: JSONValue) throws -> Bool {
        let order = ValueComparison.order(left, right, isExact: isExact)
        switch kind {
        case .eq: return order == 0
        case .ne: return order != 0
        case .gt: return order.map { $0 > 0 } ?? false
        case .ge: return order.map { $0 >= 0 } ?? false
        case .lt: return order.map { $0 < 0 } ?? false
        case .le: return order.map { $0 <= 0 } ?? false
        case .like: return isLike(left, right)
        case .notlike: return !isLike(left, right)
        case .match: return try isMatch(left, right)
        case .notmatch: return try !isMatch(left, right)
        case .contains, .notcontains, .in, .notin: return false
        }
    }

    private func isLike(_ left: JSONValue, _ right: JSONValue) -> Bool {
        WildcardPattern(RowValue.text(right), isExact: isExact).matches(RowValue.text(left))
    }

    private func isMatch(_ left: JSONValue, _ right: JSONValue) throws -> Bool {
        let pattern = RowValue.text(right)
        do {
            return try Regex(pattern).ignoresCase(!isExact).firstMatch(in: RowValue.text(left)) != nil
        } catch {
            throw CommandError(.usage, "'\(pattern)' is no regular expression")
        }
    }
}
