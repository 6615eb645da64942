import EmulatorCore

/// Reads content queries.
struct ContentQueryParser {
    typealias Term = ContentQuery.Term

    /// Bounds that no sensible query meets, so that a long one is refused before it is followed into its depth.
    private static let mostTokens = 1000
    private static let mostDepth = 100

    private let dates: QueryDates
    private var tokens: [String] = []
    private var place = 0
    private var depth = 0

    init(_ text: String, dates: QueryDates) throws {
        self.dates = dates
        var rest = text[...]
        while let first = rest.first {
            guard tokens.count < Self.mostTokens else {
                throw Self.invalid("it has more than \(Self.mostTokens) words and parentheses")
            }
            if first.isWhitespace {
                rest.removeFirst()
            } else if "()".contains(first) {
                tokens.append(String(rest.removeFirst()))
            } else {
                tokens.append(Self.word(&rest))
            }
        }
        tokens = Self.joined(tokens)
    }

    /// A word with the phrase that its property is compared with.
    private static func word(_ rest: inout Substring) -> String {
        var word = ""
        var isQuoted = false
        while let next = rest.first, isQuoted || !(next.isWhitespace || "()".contains(next)) {
            if next == "\"" || next == "\u{201C}" || next == "\u{201D}" {
                isQuoted.toggle()
                word.append("\"")
            } else {
                word.append(next)
            }
            rest.removeFirst()
        }
        return word
    }

    /// The tokens with AND for `(c:c)` and OR for `(c:s)`, which the service puts between conditions, and before the first.
    private static func joined(_ tokens: [String]) -> [String] {
        let joins = ["c:c": "AND", "c:s": "OR"]
        var all: [String] = []
        var place = 0
        while place < tokens.count {
            guard tokens[place] == "(", place + 2 < tokens.count, tokens[place + 2] == ")",
                let join = joins[tokens[place + 1].lowercased()]
            else {
                all.append(tokens[place])
                place += 1
                continue
            }
            place += 3
            let follows = place < tokens.count && ![")", "AND", "OR"].contains(tokens[place])
            if follows, let last = all.last, !["(", "AND", "OR", "NOT"].contains(last) { all.append(join) }
        }
        return all
    }

    mutating func query() throws -> Term {
        guard !tokens.isEmpty else { return .all }
        let term = try either()
        guard place == tokens.count else { throw Self.invalid("\(tokens[place]) stands where nothing can") }
        return term
    }

    private mutating func either(_ property: Property? = nil) throws -> Term {
        var term = try both(property)
        while next(is: "OR") { term = .or(term, try both(property)) }
        return term
    }

    private mutating func both(_ property: Property?) throws -> Term {
        var term = try one(property)
        while place < tokens.count, tokens[place] != ")", tokens[place] != "OR" {
            _ = next(is: "AND")
            term = .and(term, try one(property))
        }
        return term
    }

    /// One condition; without a property of its own it is about the one before its parenthesis.
    private mutating func one(_ property: Property?) throws -> Term {
        guard place < tokens.count else { throw Self.invalid("it ends where a condition should be") }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.mostDepth else { throw Self.invalid("it is nested too deep") }
        if next(is: "NOT") { return .not(try one(property)) }
        if next(is: "(") { return try group(property) }
        let token = tokens[place]
        place += 1
        guard !["AND", "OR", ")"].contains(token) else { throw Self.invalid("\(token) has nothing before it") }
        guard token.count(where: { $0 == "\"" }).isMultiple(of: 2) else {
            throw Self.invalid("a quotation mark is not closed")
        }
        return try condition(token, property)
    }

    private mutating func group(_ property: Property?) throws -> Term {
        let term = try either(property)
        guard next(is: ")") else { throw Self.invalid("a parenthesis is not closed") }
        return term
    }

    private mutating func next(is word: String) -> Bool {
        guard place < tokens.count, tokens[place] == word else { return false }
        place += 1
        return true
    }

    /// A property with the sign behind it.
    private struct Property {
        let name: String
        let sign: String
    }

    private mutating func condition(_ token: String, _ property: Property?) throws -> Term {
        let name = token.prefix { $0.isLetter }
        let rest = token.dropFirst(name.count)
        let signs = [":>=", ":<=", ":<>", ":>", ":<", ">=", "<=", "<>", ":", "=", ">", "<"]
        guard !name.isEmpty, let sign = signs.first(where: rest.hasPrefix) else {
            if token.hasPrefix("-"), token.count > 1 {
                return .not(try condition(String(token.drop { $0 == "-" }), property))
            }
            return property.map { term($0, Self.bare(token)) } ?? .words(Self.bare(token))
        }
        let bareSign = String(sign.drop { $0 == ":" })
        let own = Property(name: name.lowercased(), sign: bareSign.isEmpty ? ":" : bareSign)
        let value = Self.bare(rest.dropFirst(sign.count))
        if value.isEmpty, next(is: "(") { return try group(own) }
        return term(own, value)
    }

    private static let kinds = [
        "email": "IPF.Note", "meetings": "IPF.Appointment", "contacts": "IPF.Contact", "tasks": "IPF.Task",
        "notes": "IPF.StickyNote",
    ]
    private static let people: [String: [ContentQuery.Part]] = [
        "cc": [.copied], "from": [.sender], "participants": [.sender, .recipients, .copied],
        "recipients": [.recipients, .copied], "to": [.recipients],
    ]

    private func term(_ property: Property, _ value: String) -> Term {
        switch property.name {
        case "received", "sent", "date":
            return dates.ticks(of: value).map { .date(.init(sign: property.sign, values: $0)) } ?? .never
        case "size": return Self.sizes(value).map { .size(.init(sign: property.sign, values: $0)) } ?? .never
        default: break
        }
        let term: Term =
            switch property.name {
            case "subject", "subjecttitle": .words(value)
            case "kind": Self.kinds[value.lowercased()].map(Term.containerClass) ?? .never
            case "itemclass": .itemClass(value.lowercased())
            case let name: Self.people[name].map { .people($0, value) } ?? .never
            }
        return property.sign == "<>" ? .not(term) : term
    }

    /// A number of bytes, or two with dots between.
    private static func sizes(_ value: String) -> ClosedRange<Int64>? {
        let ends = value.split(separator: "..", maxSplits: 1).map { Int64($0.trimmingBlanks) }
        guard let first = ends.first, let low = first, let last = ends.last, let high = last, low <= high else {
            return nil
        }
        return low...high
    }

    private static func bare(_ text: some StringProtocol) -> String { String(text).filter { $0 != "\"" } }

    private static func invalid(_ reason: String) -> AdminAPIError {
        .invalidOperation("The query isn't valid: \(reason).")
    }
}
