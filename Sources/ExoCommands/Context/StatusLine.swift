internal import ExchangeOnline
internal import ExoTransport
internal import Synchronization

/// The last line of a terminal while a command works: why it waits and for how long, or how many rows have come.
///
/// It stands on standard error and goes before anything else is written. A command that is done within a second shows none.
package final class StatusLine: Sendable {
    /// What the command is doing.
    private enum Activity {
        /// Nothing that takes time.
        case none
        /// A request is under way.
        case asking(String, since: Duration)
        /// A request will be repeated.
        case waiting(String, until: Duration)
    }

    private struct State {
        var activity = Activity.none
        /// Rows that are written elsewhere, and since when they come.
        var rows: (count: Int, since: Duration)?
        var isShown = false
    }

    /// How often the line is drawn anew.
    private static let interval = Duration.milliseconds(500)
    private static let patience = Duration.seconds(1)
    private static let clearing = "\r\u{1B}[K"

    private let sink: any ByteSink
    private let width: Int
    private let hasColor: Bool
    private let clock: any Clock<Duration>
    private let stopwatch: Stopwatch
    private let state = Mutex(State())

    /// Makes a line that is not shown yet.
    ///
    /// - Parameters:
    ///   - sink: Standard error, which is a terminal.
    ///   - terminal: What is known of the terminal.
    ///   - clock: What time is measured with.
    package init(_ sink: any ByteSink, _ terminal: Terminal, clock: any Clock<Duration>) {
        self.sink = sink
        width = terminal.width
        hasColor = terminal.hasColor
        self.clock = clock
        stopwatch = Stopwatch(clock)
    }

    /// Draws the line again and again, until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            do { try await clock.sleep(for: Self.interval) } catch { return }
            draw()
        }
    }

    /// Follows what a library reports.
    func note(_ event: ConnectionEvent) {
        switch event.kind {
        case .requestSent: set(.asking(event.subject.cmdlet ?? "the service", since: stopwatch.elapsed))
        case .replyReceived: set(.none)
        case .held:
            guard case .held(let duration) = event.details else { return }
            set(.waiting("\(RetryReason.throttled)", until: stopwatch.elapsed + duration))
            draw()
        case .waiting:
            guard let wait = event.wait else { return }
            set(.waiting(Self.reason(wait), until: stopwatch.elapsed + wait.duration))
            draw()
        default: break
        }
    }

    /// Counts rows that a person does not see; `nil` when no more come.
    func note(rows: Int?) {
        let now = stopwatch.elapsed
        state.withLock { state in state.rows = rows.map { ($0, state.rows?.since ?? now) } }
        if rows == nil { clear() }
    }

    private func set(_ activity: Activity) { state.withLock { $0.activity = activity } }

    private static func reason(_ wait: RetryWait) -> String {
        let reason =
            switch wait.reason {
            case .unavailable(let status): "the service cannot answer now (\(status))"
            default: "\(wait.reason)"
            }
        return wait.attempt > 1 ? "\(reason), \(wait.attempt) attempts so far" : reason
    }

    /// Shows what there is to show now.
    func draw() {
        let now = stopwatch.elapsed
        let text: String? = state.withLock { state in
            let text = Self.text(state, at: now)
            if text != nil { state.isShown = true }
            return text
        }
        guard let text else { return clear() }
        let shown = TerminalText.cut(MessageWriter.presentable(text), to: max(width - 1, 8))
        send(Self.clearing + (hasColor ? TerminalStyle.faint.applied(to: shown) : shown))
    }

    private static func text(_ state: State, at now: Duration) -> String? {
        if case .waiting(let reason, let until) = state.activity {
            return "\(reason): trying again in \(SpanText.text(max(.zero, until - now)))"
        }
        if let rows = state.rows { return now - rows.since < patience ? nil : "\(rows.count) rows" }
        if case .asking(let what, let since) = state.activity, now - since >= patience {
            return "waiting for \(what): \(SpanText.text(now - since))"
        }
        return nil
    }

    /// Takes the line away.
    package func clear() {
        let wasShown = state.withLock { state in
            defer { state.isShown = false }
            return state.isShown
        }
        if wasShown { send(Self.clearing) }
    }

    private func send(_ text: String) {
        do { try sink.write(Array(text.utf8)) } catch { return }  // Nobody reads standard error: nobody to tell.
    }
}
