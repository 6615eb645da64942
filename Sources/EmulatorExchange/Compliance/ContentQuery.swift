import EmulatorCore

/// A query over the content of mailboxes, in the service's keyword language: words, phrases, properties, AND, OR and NOT.
///
/// Messages have a subject, people, a size, a time and a class here; a condition on anything else is met by none.
struct ContentQuery: Sendable {
    /// What a message says of itself.
    struct Subject {
        let text: String
        let received: ServiceDate
        let size: Int64
        /// The class of the folder it is in.
        let containerClass: String
        /// Who wrote it and to whom, worked out where a query asks for it.
        let people: () -> Correspondence?
    }

    /// Where in a message people stand.
    enum Part: Sendable { case sender, recipients, copied }

    /// A condition, ready to be compared.
    indirect enum Term: Sendable {
        case all
        case never
        case words(String)
        case date(Comparison)
        case size(Comparison)
        case containerClass(String)
        case itemClass(String)
        case people([Part], String)
        case not(Term)
        case and(Term, Term)
        case or(Term, Term)
    }

    /// How a number stands to a value, or to one of two ends.
    struct Comparison: Sendable {
        let sign: String
        let values: ClosedRange<Int64>

        func holds(_ number: Int64) -> Bool {
            switch sign {
            case ">=": number >= values.lowerBound
            case ">": number > values.upperBound
            case "<=": number <= values.upperBound
            case "<": number < values.lowerBound
            case "<>": !values.contains(number)
            default: values.contains(number)
            }
        }
    }

    private let term: Term
    /// Whether the answer depends on who wrote a message or got it.
    let asksForPeople: Bool

    /// - Parameters:
    ///   - text: The query; an empty one matches everything.
    ///   - now: The moment that words such as `today` mean.
    /// - Throws: ``AdminAPIError`` for what is no query.
    init(_ text: String, now: ServiceDate) throws {
        var parser = try ContentQueryParser(text, dates: QueryDates(now: now))
        term = try parser.query()
        asksForPeople = Self.asksForPeople(term)
    }

    private static func asksForPeople(_ term: Term) -> Bool {
        switch term {
        case .people: true
        case .not(let term): asksForPeople(term)
        case .and(let left, let right), .or(let left, let right): asksForPeople(left) || asksForPeople(right)
        default: false
        }
    }

    func matches(_ subject: Subject) -> Bool { Self.matches(term, subject) }

    private static func matches(_ term: Term, _ subject: Subject) -> Bool {
        switch term {
        case .all: true
        case .never: false
        case .words(let text): holds(subject.text, text)
        case .date(let comparison): comparison.holds(subject.received.ticks)
        case .size(let comparison): comparison.holds(subject.size)
        case .containerClass(let name): subject.containerClass == name
        case .itemClass(let name): isOfClass(subject.containerClass, name)
        case .people(let parts, let text): isAmong(subject.people(), parts, text)
        case .not(let term): !matches(term, subject)
        case .and(let left, let right): matches(left, subject) && matches(right, subject)
        case .or(let left, let right): matches(left, subject) || matches(right, subject)
        }
    }

    private static func isAmong(_ correspondence: Correspondence?, _ parts: [Part], _ text: String) -> Bool {
        guard let correspondence else { return false }
        return parts.contains { part in
            switch part {
            case .sender: holds(correspondence.sender.text, text)
            case .recipients: correspondence.recipients.contains { holds($0.text, text) }
            case .copied: correspondence.copied.contains { holds($0.text, text) }
            }
        }
    }

    /// Whether items of a folder's class are of a class, or of one that begins so before an asterisk.
    private static func isOfClass(_ containerClass: String, _ wanted: String) -> Bool {
        let known = containerClass.split(separator: ".").dropFirst().first.map { "ipm.\($0.lowercased())" } ?? ""
        return wanted.hasSuffix("*") ? known.hasPrefix(wanted.dropLast()) : known == wanted
    }

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
}
