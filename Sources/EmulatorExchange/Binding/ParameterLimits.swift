import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// What parameters take at most, whatever the cmdlet, where the catalogue has no range; and what single ones take that their
/// cmdlet's page has wrong.
struct ParameterLimits: Sendable {
    private enum Limit: Sendable {
        /// UTF-16 code units, as .NET counts the length of a text.
        case characters(Int)
        case length(ClosedRange<Int>)
        case number(ClosedRange<Int64>)
        case span(ClosedRange<TimeSpanText>)
    }

    static let embedded = ParameterLimits(.parameterLimits)

    /// By name in small letters; `#` stands for the number at the end of a name.
    private let limits: [String: Limit]
    /// Cmdlet and parameter in small letters, a blank between.
    private let open: Set<String>
    /// The names that a parameter takes, by cmdlet and parameter as in ``open``.
    private let names: [String: [String]]

    private init(_ table: EmbeddedFile) {
        var limits: [String: Limit] = [:]
        var open: Set<String> = []
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
            switch words.dropFirst().first {
            case "characters": limits[name] = Int(words[2]).map { .characters($0) }
            case "length":
                let bounds = words[2].split(separator: "-").compactMap { Int($0) }
                if bounds.count == 2, bounds[0] <= bounds[1] { limits[name] = .length(bounds[0]...bounds[1]) }
            case "number":
                let bounds = words[2].split(separator: "-").compactMap { Int64($0) }
                if bounds.count == 2, bounds[0] <= bounds[1] { limits[name] = .number(bounds[0]...bounds[1]) }
            case "span":
                let bounds = words[2].split(separator: "-").compactMap { TimeSpanText(parsing: String($0)) }
                if let least = bounds.first, let most = bounds.last, least <= most {
                    limits[name] = .span(least...most)
                }
            default: break
            }
            precondition(limits[name] != nil, "\(table.rawValue): \(words)")
        }
        self.limits = limits
        self.open = open
        self.names = names
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
    /// - Throws: ``AdminAPIError`` with status 400 when it is too much.
    func check(_ value: BoundValue, of parameter: String) throws {
        let name = parameter.lowercased()
        guard let limit = limits[name] ?? limits[Self.stem(of: name) + "#"] else { return }
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
            guard text.utf16.count > most else { return }
            throw refusal(
                "The length of the property is too long. The maximum length is \(most) and the length of the value provided "
                    + "is \(text.utf16.count). Property Name: \(parameter)"
            )
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
        case .span(let range):
            guard let span = TimeSpanText(parsing: text), !range.contains(span) else { return }
            throw outside(text, "\(range.lowerBound) to \(range.upperBound)", parameter)
        }
    }

    private static func outside(_ text: String, _ range: String, _ parameter: String) -> AdminAPIError {
        refusal("The value \(text) is outside the range \(range). Property Name: \(parameter)")
    }

    private static func refusal(_ message: String) -> AdminAPIError {
        AdminAPIError(exceptionType: "Microsoft.Exchange.Data.DataValidationException", message: message)
    }
}
