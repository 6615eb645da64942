/// Counts rows on the status line, where a person watches and rows go elsewhere.
struct Progress {
    private let status: StatusLine?

    init(_ context: CommandContext) { status = context.terminal.outputIsTerminal ? nil : context.status }

    /// Shows the count.
    func show(_ rows: Int) { status?.note(rows: rows) }

    /// Takes the line away.
    func clear() { status?.note(rows: nil) }
}
