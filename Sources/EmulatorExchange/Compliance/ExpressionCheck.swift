/// Looks whether an expression of a rule package is one that the service takes.
///
/// After "Potential validation issues to be aware of" at
/// https://learn.microsoft.com/purview/sit-create-a-custom-sensitive-information-type-in-scc-powershell. That `?` is taken in
/// groups is a guess, and so is how many ways through an expression there may be.
struct ExpressionCheck {
    /// Why an expression is not taken.
    enum Problem: String, Error {
        case alternator = "It can't begin or end with the alternator \"|\", which matches everything."
        case edge = "It can't begin or end with a repeated \".\"; use just \".\"."
        case grouping =
            "Complex grouping in conjunction with general quantifiers: a group can't be repeated without a limit. Use {n,m}."
        case quantifier =
            "Generic quantifiers which match more content than expected: put no repeater like *, + or {1,m} in a group. Use {n}."
        case unreadable = "It isn't a regular expression."
        case ways = "It can match in too many ways. Use {n,m} with smaller numbers, and fewer of them."
    }

    private struct Repeater {
        let least: Int
        /// `nil` without a limit.
        let most: Int?

        var isGeneral: Bool { least < 2 && most ?? .max > 1 }
    }

    private static let mostDepth = 30
    private static let mostWays = 1e6
    /// As how many ways a long repetition of a character counts.
    private static let longRepetition = 100

    private var rest: Substring
    private var depth = 0

    private init(_ text: String) { rest = text[...] }

    /// - Returns: `nil` for an expression that is taken.
    static func problem(of text: String) -> Problem? {
        var check = ExpressionCheck(text)
        do {
            let ways = try check.alternatives()
            guard check.rest.isEmpty else { return .unreadable }
            return ways > mostWays ? .ways : nil
        } catch { return error }
    }

    /// Reads what is divided by "|".
    /// - Returns: in how many ways it can match.
    private mutating func alternatives() throws(Problem) -> Double {
        var ways = 0.0
        var (hasEmpty, count) = (false, 0)
        repeat {
            let start = rest
            ways += try branch()
            hasEmpty = hasEmpty || start.startIndex == rest.startIndex
            count += 1
        } while take("|")
        if hasEmpty, count > 1, depth == 0 { throw .alternator }
        return ways
    }

    private mutating func branch() throws(Problem) -> Double {
        var ways = 1.0
        var (isFirst, endsLong) = (true, false)
        while let character = rest.first, character != "|", character != ")" {
            let isGroup = character == "("
            let inner = try atom()
            let repeater = repeater()
            endsLong = character == "." && repeater?.isGeneral == true
            if depth == 0, isFirst, endsLong { throw .edge }
            isFirst = false
            guard let repeater else {
                ways *= inner
                continue
            }
            if isGroup, repeater.most == nil { throw .grouping }
            if !isGroup, depth > 0, repeater.isGeneral { throw .quantifier }
            ways *= Self.ways(inner, repeater, isGroup: isGroup)
        }
        if depth == 0, endsLong { throw .edge }
        return ways
    }

    /// In how many ways something repeated matches.
    private static func ways(_ inner: Double, _ repeater: Repeater, isGroup: Bool) -> Double {
        let most = max(repeater.most ?? .max, repeater.least)
        guard isGroup else { return Double(min(most - repeater.least, longRepetition - 1) + 1) }
        // More than this is too much anyway.
        let turns = min(most, 64)
        guard inner > 1 else { return Double(most - repeater.least) + 1 }
        return (0..<turns).reduce(1) { ways, _ in ways * inner }
    }

    /// Reads a character, a class or a group.
    private mutating func atom() throws(Problem) -> Double {
        switch rest.removeFirst() {
        case "\\":
            guard !rest.isEmpty else { throw .unreadable }
            rest.removeFirst()
        case "[": try skipClass()
        case "(":
            depth += 1
            guard depth <= Self.mostDepth else { throw .ways }
            skipKind()
            let ways = try alternatives()
            guard take(")") else { throw .unreadable }
            depth -= 1
            return ways
        case "*", "+", "?": throw .unreadable
        default: break
        }
        return 1
    }

    /// Skips what says of a group whether it has a name, or only looks.
    private mutating func skipKind() {
        guard take("?") else { return }
        rest = rest.drop { !":=!>)".contains($0) }
        if rest.first != ")" { rest = rest.dropFirst() }
    }

    private mutating func skipClass() throws(Problem) {
        _ = take("^")
        _ = take("]")
        while let character = rest.popFirst() {
            switch character {
            case "]": return
            case "\\": rest = rest.dropFirst()
            case "[" where rest.first == ":":
                guard let end = rest.firstRange(of: ":]") else { throw .unreadable }
                rest = rest[end.upperBound...]
            default: break
            }
        }
        throw .unreadable
    }

    private mutating func repeater() -> Repeater? {
        guard let found = readRepeater() else { return nil }
        // Lazy or possessive.
        if !take("?") { _ = take("+") }
        return found
    }

    private mutating func readRepeater() -> Repeater? {
        if take("*") { return Repeater(least: 0, most: nil) }
        if take("+") { return Repeater(least: 1, most: nil) }
        if take("?") { return Repeater(least: 0, most: 1) }
        guard rest.first == "{" else { return nil }
        let body = rest.dropFirst().prefix { $0.isNumber || $0 == "," }
        guard rest[body.endIndex...].first == "}" else { return nil }
        let numbers = body.split(separator: ",", omittingEmptySubsequences: false)
        guard let first = numbers.first, let least = Int(first), least >= 0, numbers.count < 3 else { return nil }
        var most: Int? = least
        if numbers.count == 2 {
            most = Int(numbers[1])
            guard most != nil || numbers[1].isEmpty else { return nil }
        }
        rest = rest[body.endIndex...].dropFirst()
        return Repeater(least: least, most: most)
    }

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }
}
