/// Writes events as log lines: a constant message and the facts as fields.
///
/// ```swift
/// let client = ExchangeClient(observer: LogObserver(.info) { level, line in print("\(level): \(line)") })
/// ```
public struct LogObserver: ConnectionObserver {
    /// How much a line matters.
    public enum Level: String, Sendable, Comparable, CaseIterable {
        /// Every step.
        case debug
        /// What is not part of every call.
        case info
        /// What somebody should look at.
        case warning

        /// Whether one matters less than another.
        public static func < (one: Level, other: Level) -> Bool { one.rank < other.rank }

        private var rank: Int {
            switch self {
            case .debug: 0
            case .info: 1
            case .warning: 2
            }
        }
    }

    private let minimum: Level
    private let write: @Sendable (Level, String) -> Void

    /// Makes an observer.
    ///
    /// - Parameters:
    ///   - minimum: What matters less is left out.
    ///   - write: Takes the lines, without a line break.
    public init(_ minimum: Level = .info, write: @escaping @Sendable (Level, String) -> Void) {
        self.minimum = minimum
        self.write = write
    }

    /// Writes an event.
    public func observe(_ event: ConnectionEvent) {
        let level = Self.level(of: event)
        if level >= minimum { write(level, Self.line(event)) }
    }

    private static func level(of event: ConnectionEvent) -> Level {
        switch event.details {
        case .requestSent, .replyReceived, .replyEnded, .repeated: .debug
        case .tokenWarning, .changeNotRecorded: .warning
        default: .info
        }
    }

    /// The event as a line; a warning is the sentence alone.
    private static func line(_ event: ConnectionEvent) -> String {
        switch event.details {
        case .tokenWarning(_, let text), .changeNotRecorded(let text): return escaped(text)
        default: break
        }
        return event.message + event.fields.map { " \($0.name)=\(quoted($0.value))" }.joined()
    }

    /// A value as one word: in quotes where it holds blanks, quotes or what would end the line.
    private static func quoted(_ text: String) -> String {
        let isWord = text.unicodeScalars.allSatisfy { $0 != " " && $0 != "\"" && !endsLines($0) }
        return isWord ? text : "\"\(escaped(text, inQuotes: true))\""
    }

    private static func escaped(_ text: String, inQuotes: Bool = false) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case "\"" where inQuotes, "\\" where inQuotes: line += "\\\(scalar)"
            case _ where endsLines(scalar): line += "\\u{\(String(scalar.value, radix: 16))}"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    /// Whether a character may end a line, or do something else than be seen.
    private static func endsLines(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
