import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// What parameters take at most, whatever the cmdlet, where the catalogue has no range; and what single ones take that their
/// cmdlet's page has wrong.
struct ParameterLimits: Sendable {
    private enum Limit: Sendable {
        /// UTF-16 code units, as .NET counts the length of a text.
        case characters(Int)
        /// As many of the characters that every terminal prints.
        case printable(Int)
        case length(ClosedRange<Int>)
        case number(ClosedRange<Int64>)
        case size(ClosedRange<ByteQuantity>)
        case span(ClosedRange<TimeSpanText>)
    }

    static let embedded = ParameterLimits(.parameterLimits)

    /// By name in small letters, behind that of the noun where the limit is not everybody's; `#` stands for the number at the
    /// end of a name.
    private let limits: [String: Limit]
    /// Cmdlet and parameter in small letters, a blank between.
    private let open: Set<String>
    /// Those whose parameter may be an empty text where it has to be given, in the same form.
    private let empty: Set<String>
    /// The names that a parameter takes, by cmdlet and parameter as in ``open``.
    private let names: [String: [String]]

    private init(_ table: EmbeddedFile) {
        var limits: [String: Limit] = [:]
        var open: Set<String> = []
        var empty: Set<String> = []
        var names: [String: [String]] = [:]
        for words in table.table(columns: 3) {
            let name = words[0].lowercased()
            if words.count == 3, words[1] == "open" {
                open.insert("\(words[2].lowercased()) \(name)")
                continue
            }
            if words.count == 3, words[1] == "values" {
                let parts = words[2].split(separator: " ").map { $0.split(separator: ",").map(String.init) }
                precondition(parts.count == 2, "\(table.rawValue): \(words)")
                for cmdlet in parts[0] { names["\(cmdlet.lowercased()) \(name)"] = parts[1] }
                continue
            }
            if words.count == 3, words[1] == "empty" {
                empty.insert("\(words[2].lowercased()) \(name)")
                continue
            }
            let parts = words.count == 3 ? words[2].split(separator: " ") : []
            guard let text = parts.first, let limit = Self.limit(String(words[1]), of: String(text)) else {
                preconditionFailure("\(table.rawValue): \(words)")
            }
            let nouns = parts.dropFirst().first?.split(separator: ",").map { "\($0.lowercased()) " } ?? [""]
            for noun in nouns { limits[noun + name] = limit }
        }
        self.limits = limits
        self.open = open
        self.empty = empty
        self.names = names
    }

    /// A limit by what is counted and how much there may be, `nil` where a line says neither.
    private static func limit(_ kind: String, of text: String) -> Limit? {
        switch kind {
        case "characters": Int(text).map { .characters($0) }
        case "printable": Int(text).map { .printable($0) }
        case "length": range(text) { Int($0) }.map { .length($0) }
        case "number": range(text) { Int64($0) }.map { .number($0) }
        case "size": range(text) { ByteQuantity(parsing: $0) }.map { .size($0) }
        case "span": range(text) { TimeSpanText(parsing: $0) }.map { .span($0) }
        default: nil
        }
    }

    private static func range<Bound: Comparable>(_ text: String, _ read: (String) -> Bound?) -> ClosedRange<Bound>? {
        let bounds = text.split(separator: "-").compactMap { read(String($0)) }
        guard bounds.count == 2, bounds[0] <= bounds[1] else { return nil }
        return bounds[0]...bounds[1]
    }

    /// Whether a parameter that has to be given may be an empty text.
    func mayBeEmpty(_ parameter: String, of cmdlet: String) -> Bool {
        empty.contains("\(cmdlet.lowercased()) \(parameter.lowercased())")
    }

    /// A parameter as the service takes it: without the range, or with other names, where its cmdlet's page is wrong.
    func mended(_ parameter: ParameterFacts, of cmdlet: String) -> ParameterFacts {
        let key = "\(cmdlet.lowercased()) \(parameter.name.lowercased())"
        var parameter = parameter
        if open.contains(key) { parameter.range = nil }
        if let names = names[key] { parameter.values = names }
        return parameter
    }

    /// Looks at a value that is of its parameter's type.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - parameter: The parameter's name.
    ///   - noun: The noun of the cmdlet.
    /// - Throws: ``AdminAPIError`` with status 400 when it is too much.
    func check(_ value: BoundValue, of parameter: String, noun: String) throws {
        let name = parameter.lowercased()
        guard
            let limit = limits["\(noun.lowercased()) \(name)"] ?? limits[name] ?? limits[Self.stem(of: name) + "#"]
        else { return }
        if case .value(let sent) = value, let number = sent.integerValue {
            return try Self.check(String(number), limit, parameter)
        }
        let texts: [String]? = if case .delta(let add, _) = value { add } else { value.texts }
        for text in texts ?? [] { try Self.check(text, limit, parameter) }
    }

    private static func stem(of name: String) -> String {
        let digits = name.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.isEmpty ? name : String(name.dropLast(digits.count))
    }

    private static func check(_ text: String, _ limit: Limit, _ parameter: String) throws {
        switch limit {
        case .characters(let most):
            try check(text, most, parameter)
        case .printable(let most):
            try check(text, most, parameter)
            guard !text.utf8.allSatisfy(isPrintable) else { return }
            // The words are a guess.
            throw refusal("The value \"\(text)\" has characters that aren't allowed. Property Name: \(parameter)")
        case .length(let range):
            guard !range.contains(text.utf16.count) else { return }
            throw AdminAPIError.transformation(
                parameter: parameter,
                reason: "The length of the value is \(text.utf16.count); it has to be from \(range.lowerBound) to "
                    + "\(range.upperBound) characters."
            )
        case .number(let range):
            guard let number = Int64(text), !range.contains(number) else { return }
            throw outside(text, "\(range.lowerBound) to \(range.upperBound)", parameter)
        case .size(let range):
            guard let size = ByteQuantity(parsing: text), !range.contains(size) else { return }
            throw outside(text, "\(range.lowerBound) to \(range.upperBound)", parameter)
        case .span(let range):
            guard let span = TimeSpanText(parsing: text), !range.contains(span) else { return }
            throw outside(text, "\(range.lowerBound) to \(range.upperBound)", parameter)
        }
    }

    /// Refuses a text of more UTF-16 code units than a property takes.
    ///
    /// - Throws: ``AdminAPIError`` with status 400.
    static func check(_ text: String, _ most: Int, _ property: String) throws {
        guard text.utf16.count > most else { return }
        throw refusal(
            "The length of the property is too long. The maximum length is \(most) and the length of the value provided "
                + "is \(text.utf16.count). Property Name: \(property)"
        )
    }

    private static func isPrintable(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: " \"'()+,-./:?".utf8.contains(byte)
        }
    }

    private static func outside(_ text: String, _ range: String, _ parameter: String) -> AdminAPIError {
        refusal("The value \(text) is outside the range \(range). Property Name: \(parameter)")
    }

    private static func refusal(_ message: String) -> AdminAPIError {
        AdminAPIError(exceptionType: "Microsoft.Exchange.Data.DataValidationException", message: message)
    }
}
