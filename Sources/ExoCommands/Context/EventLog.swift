internal import ExchangeOnline

/// Writes the libraries' events to standard error, as far as the log level says.
enum EventLog {
    static func observer(to errors: MessageWriter, level: LogLevel) -> any ConnectionObserver {
        let minimum: LogObserver.Level
        switch level {
        case .error: return ObserverGroup()
        case .warning: minimum = .warning
        case .info: minimum = .info
        case .debug: minimum = .debug
        }
        return LogObserver(minimum) { level, line in
            if level == .warning { errors.warning(line) } else { errors.write("\(level.rawValue): \(line)") }
        }
    }
}
