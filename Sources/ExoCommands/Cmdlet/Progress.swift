/// A line on standard error that counts rows, where a person watches and rows go elsewhere.
struct Progress {
    private let errors: MessageWriter
    private let elapsed: () -> Duration
    private let isShown: Bool
    private var nextUpdate = Duration.seconds(1)
    private var hasLine = false

    init(_ context: CommandContext) {
        errors = context.errors
        elapsed = Self.stopwatch(context.clock)
        isShown = context.terminal.errorIsTerminal && !context.terminal.outputIsTerminal && !context.errors.isQuiet
    }

    /// Shows the count, at most four times a second and not in the first second.
    mutating func show(_ rows: Int) {
        guard isShown else { return }
        let elapsed = elapsed()
        guard elapsed >= nextUpdate else { return }
        nextUpdate = elapsed + .milliseconds(250)
        hasLine = true
        errors.prompt("\(rows) rows", control: "\r\u{1B}[K")
    }

    /// Takes the line away.
    func clear() { if hasLine { errors.prompt("", control: "\r\u{1B}[K") } }

    private static func stopwatch<C: Clock>(_ clock: C) -> () -> Duration where C.Duration == Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
