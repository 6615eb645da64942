internal import ExchangeOnline
internal import ExoJSON
internal import ExoTransport
internal import Synchronization

/// The last line of a terminal while a command works: why it waits and for how long, or how many rows have come.
///
/// It stands on standard error and goes before anything else is written. A command that is done within a second shows none. For a
/// program the same is told as events, one JSON object a line, which stay.
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
        /// Rows that are written elsewhere.
        var rows: RowProgress?
        /// How many of several tenants are done.
        var tenants: (done: Int, total: Int)?
        var isShown = false
        /// Whether nothing is shown any more, since the terminal is another program's.
        var hasEnded = false
        /// When an event was told last.
        var told = Duration.zero
    }

    /// How often the line is drawn anew.
    private static let interval = Duration.milliseconds(500)
    private static let patience = Duration.seconds(1)
    private static let clearing = "\r\u{1B}[K"

    /// For whom it is.
    package let kind: ProgressKind
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
        kind = .line
        self.sink = sink
        width = terminal.width
        hasColor = terminal.hasColor
        self.clock = clock
        stopwatch = Stopwatch(clock)
    }

    /// Makes what tells a program what takes time.
    package init(eventsTo sink: any ByteSink, clock: any Clock<Duration>) {
        kind = .json
        self.sink = sink
        width = 0
        hasColor = false
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
        case .requestSent:
            let whom = event.subject.isSignIn ? "the sign-in service" : event.subject.cmdlet ?? "the service"
            set(.asking(whom, since: stopwatch.elapsed))
        case .replyReceived: set(.none)
        case .held:
            guard case .held(let duration) = event.details else { return }
            wait("\(RetryReason.throttled)", for: duration, in: event.subject.tenantID)
        case .waiting:
            guard let wait = event.wait else { return }
            self.wait(Self.reason(wait), for: wait.duration, attempt: wait.attempt, in: event.subject.tenantID)
        default: break
        }
    }

    private func wait(_ reason: String, for duration: Duration, attempt: Int? = nil, in tenant: String?) {
        let isOfMany = state.withLock { $0.tenants != nil }
        let place = isOfMany ? tenant.map { " in the tenant \($0)" } ?? "" : ""
        set(.waiting(reason + place, until: stopwatch.elapsed + duration))
        guard kind == .json else { return draw() }
        var event: JSONObject = ["event": "waiting", "reason": .string(reason), "seconds": Self.seconds(duration)]
        event["attempt"] = attempt.map { .integer(Int64($0)) }
        if isOfMany { event["tenant"] = tenant.map { .string($0) } }
        tell(event)
    }

    /// Counts tenants that are done, of a command that works in several.
    package func note(tenants: Int, of total: Int) { state.withLock { $0.tenants = (tenants, total) } }

    /// Counts rows that a person does not see; `nil` when no more come.
    package func note(rows: Int?, of total: Int? = nil) {
        let now = stopwatch.elapsed
        let done: RowProgress? = state.withLock { state in
            guard let rows else {
                defer { (state.rows, state.tenants) = (nil, nil) }
                return state.rows
            }
            if state.rows == nil { state.rows = RowProgress(rows, of: total, at: now) }
            state.rows?.update(rows, of: total)
            return nil
        }
        guard rows == nil else { return }
        if kind == .json, let done {
            tell(["event": "done", "rows": .integer(Int64(done.count)), "seconds": Self.seconds(now)])
        }
        clear()
    }

    /// Lets go of what was under way, since it was given up.
    package func rest() {
        state.withLock { state in
            state.activity = .none
            state.rows = nil
            state.tenants = nil
        }
        clear()
    }

    /// Shows nothing from now on: the terminal is another program's.
    package func end() {
        clear()
        state.withLock { $0.hasEnded = true }
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
        guard kind == .line else { return tell(at: now) }
        let text: String? = state.withLock { state in
            guard !state.hasEnded else { return nil }
            let text = Self.text(state, at: now)
            if text != nil { state.isShown = true }
            return text
        }
        guard let text else { return clear() }
        let shown = TerminalText.cut(MessageWriter.presentable(text), to: max(width - 1, 8))
        send(Self.clearing + (hasColor ? TerminalStyle.faint.applied(to: shown) : shown))
    }

    private static func text(_ state: State, at now: Duration) -> String? {
        var waiting: String?
        if case .waiting(let reason, let until) = state.activity {
            waiting = "\(reason): trying again in \(SpanText.text(max(.zero, until - now)))"
        }
        if let (done, total) = state.tenants {
            // One that waits is not all that is to be said of many.
            return ["\(done) of \(total) tenants", state.rows?.text(at: now), waiting].compactMap(\.self)
                .joined(separator: ", ")
        }
        if let waiting { return waiting }
        if let rows = state.rows { return now - rows.first.time < patience ? nil : rows.text(at: now) }
        if case .asking(let what, let since) = state.activity, now - since >= patience {
            return "waiting for \(what): \(SpanText.text(now - since))"
        }
        return nil
    }

    /// Tells a program how far things are, at most once a second.
    private func tell(at now: Duration) {
        let event: JSONObject? = state.withLock { state in
            guard now - state.told >= Self.patience, let event = Self.event(state, at: now) else { return nil }
            state.told = now
            return event
        }
        if let event { tell(event) }
    }

    private static func event(_ state: State, at now: Duration) -> JSONObject? {
        if case .waiting = state.activity, state.tenants == nil { return nil }
        if let rows = state.rows {
            var event: JSONObject = ["event": "rows", "rows": .integer(Int64(rows.count)), "seconds": seconds(now)]
            event["total"] = rows.total.map { .integer(Int64($0)) }
            event["rate"] = rows.rate(at: now).map { .double(($0 * 10).rounded() / 10) }
            event["secondsLeft"] = rows.timeLeft(at: now).map { seconds($0) }
            event["tenants"] = (state.tenants?.done).map { .integer(Int64($0)) }
            event["tenantsTotal"] = (state.tenants?.total).map { .integer(Int64($0)) }
            return event
        }
        guard case .asking(let what, let since) = state.activity, now - since >= patience else { return nil }
        return ["event": "request", "cmdlet": .string(what), "seconds": seconds(now - since)]
    }

    private func tell(_ event: JSONObject) { send(JSONValue.object(event).text() + "\n") }

    private static func seconds(_ span: Duration) -> JSONValue {
        .double((span / .seconds(1) * 10).rounded() / 10)
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
