import EmulatorCore

/// A query over the content of mailboxes, in the service's keyword language: words, phrases, properties, AND, OR and NOT.
///
/// Messages have a subject, a size, a time and a class here; a condition on anything else, such as a sender, is met by none.
struct ContentQuery: Sendable {
    /// What a message says of itself.
    struct Subject {
        let text: String
        let received: ServiceDate
        let size: Int64
        /// The class of the folder it is in.
        let containerClass: String
    }

    private indirect enum Term: Sendable {
        case all
        case words(String)
        case property(String, comparison: String, value: String)
        case not(Term)
        case and(Term, Term)
        case or(Term, Term)
    }

    private let term: Term

    /// - Throws: ``AdminAPIError`` for what is no query.
    init(_ text: String) throws {
        var parser = try Parser(text)
        term = try parser.query()
    }

    func matches(_ subject: Subject) -> Bool { Self.matches(term, subject) }

    private static func matches(_ term: Term, _ subject: Subject) -> Bool {
        switch term {
        case .all: true
        case .words(let text): holds(subject.text, text)
        case .not(let term): !matches(term, subject)
        case .and(let left, let right): matches(left, subject) && matches(right, subject)
        case .or(let left, let right): matches(left, subject) || matches(right, subject)
        case .property(let name, let comparison, let value):
            switch name {
            case "subject", "subjecttitle": holds(subject.text, value)
            case "received", "sent", "date": compares(subject.received, comparison, value)
            case "size":
                Int64(value).map { compares(subject.size, comparison, low: $0, high: $0) } ?? false
            case "kind": kinds[value.lowercased()] == subject.containerClass
            default: false
            }
        }
    }

    private static let kinds = [
        "email": "IPF.Note", "meetings": "IPF.Appointment", "contacts": "IPF.Contact", "tasks": "IPF.Task",
        "notes": "IPF.StickyNote",
    ]

    /// Whether a text has the words, or words that begin so before an asterisk.
    private static func holds(_ text: String, _ wanted: String) -> Bool {
        let wanted = wanted.lowercased()
        let plain = wanted.hasSuffix("*") ? String(wanted.dropLast()) : wanted
        let text = text.lowercased()
        return plain.isEmpty
            || text.ranges(of: plain).contains { range in
                let before = range.lowerBound == text.startIndex ? " " : text[text.index(before: range.lowerBound)]
                let after = range.upperBound == text.endIndex ? " " : text[range.upperBound]
                return !before.isLetter && (wanted.hasSuffix("*") || !after.isLetter)
            }
    }

    private static func compares(_ date: ServiceDate, _ comparison: String, _ value: String) -> Bool {
        let ends = value.split(separator: "..", maxSplits: 1).map { ServiceDate(parsing: String($0)) }
        guard let first = ends.first, let low = first, let last = ends.last, let high = last else { return false }
        // A day goes to its end.
        return compares(date.ticks, comparison, low: low.ticks, high: high.ticks + 86_400 * 10_000_000 - 1)
    }

    private static func compares(_ number: Int64, _ comparison: String, low: Int64, high: Int64) -> Bool {
        switch comparison {
        case ">=": number >= low
        case ">": number > high
        case "<=": number <= high
        case "<": number < low
        case "<>": number < low || number > high
        default: number >= low && number <= high
        }
    }

    private struct Parser {
        /// Bounds that no sensible query meets, so that a long one is refused before it is followed into its depth.
        private static let mostTokens = 1000
        private static let mostDepth = 100

        private var tokens: [String] = []
        private var place = 0
        private var depth = 0

        init(_ text: String) throws {
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

        mutating func query() throws -> Term {
            guard !tokens.isEmpty else { return .all }
            let term = try either()
            guard place == tokens.count else { throw Self.invalid("\(tokens[place]) stands where nothing can") }
            return term
        }

        private mutating func either() throws -> Term {
            var term = try both()
            while next(is: "OR") { term = .or(term, try both()) }
            return term
        }

        private mutating func both() throws -> Term {
            var term = try one()
            while place < tokens.count, tokens[place] != ")", tokens[place] != "OR" {
                _ = next(is: "AND")
                term = .and(term, try one())
            }
            return term
        }

        private mutating func one() throws -> Term {
            guard place < tokens.count else { throw Self.invalid("it ends where a condition should be") }
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.mostDepth else { throw Self.invalid("it is nested too deep") }
            if next(is: "NOT") { return .not(try one()) }
            if next(is: "(") {
                let term = try either()
                guard next(is: ")") else { throw Self.invalid("a parenthesis is not closed") }
                return term
            }
            let token = tokens[place]
            place += 1
            guard !["AND", "OR", ")"].contains(token) else { throw Self.invalid("\(token) has nothing before it") }
            guard token.count(where: { $0 == "\"" }).isMultiple(of: 2) else {
                throw Self.invalid("a quotation mark is not closed")
            }
            return Self.condition(token)
        }

        private mutating func next(is word: String) -> Bool {
            guard place < tokens.count, tokens[place] == word else { return false }
            place += 1
            return true
        }

        private static func condition(_ token: String) -> Term {
            let name = token.prefix { $0.isLetter }
            let rest = token.dropFirst(name.count)
            let signs = [":>=", ":<=", ":<>", ":>", ":<", ">=", "<=", "<>", ":", "=", ">", "<"]
            guard !name.isEmpty, let sign = signs.first(where: rest.hasPrefix) else {
                return token.hasPrefix("-") && token.count > 1
                    ? .not(condition(String(token.drop { $0 == "-" }))) : .words(bare(token))
            }
            return .property(
                name.lowercased(),
                comparison: sign.drop { $0 == ":" }.isEmpty ? ":" : String(sign.drop { $0 == ":" }),
                value: bare(rest.dropFirst(sign.count))
            )
        }

        private static func bare(_ text: some StringProtocol) -> String { String(text).filter { $0 != "\"" } }

        private static func invalid(_ reason: String) -> AdminAPIError {
            .invalidOperation("The query isn't valid: \(reason).")
        }
    }
}
