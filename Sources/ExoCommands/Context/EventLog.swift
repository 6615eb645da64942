internal import ExchangeOnline

/// Writes the libraries' events as log lines: a constant message and the facts as fields.
enum EventLog {
    static func write(_ event: ConnectionEvent, to errors: MessageWriter, level wanted: LogLevel) {
        let level = level(of: event.kind)
        guard level.rawValue <= wanted.rawValue else { return }
        let fields = event.fields.map { " \($0.name)=\(quoted($0.value))" }.joined()
        if level == .warning {
            errors.warning(event["text"] ?? event.message + fields)
        } else {
            errors.write("\(level.word): \(event.message)\(fields)")
        }
    }

    private static func level(of kind: ConnectionEvent.Kind) -> LogLevel {
        switch kind {
        case .requestSent, .replyReceived: .debug
        case .tokenWarning: .warning
        default: .info
        }
    }

    private static func quoted(_ text: String) -> String { text.contains(" ") ? "\"\(text)\"" : text }
}
