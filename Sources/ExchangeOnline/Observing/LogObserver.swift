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
        case .tokenWarning(_, let text), .changeNotRecorded(let text): return text
        default: break
        }
        return event.message + event.fields.map { " \($0.name)=\(quoted($0.value))" }.joined()
    }

    private static func quoted(_ text: String) -> String {
        text.contains(" ") ? "\"\(text)\"" : text
    }
}
