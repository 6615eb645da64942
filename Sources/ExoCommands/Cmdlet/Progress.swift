/// Counts rows where a person watches and rows go elsewhere, or where a program asked for events.
package struct Progress: Sendable {
    private let status: StatusLine?

    package init(_ context: CommandContext) {
        status = context.status.flatMap { $0.kind == .json || !context.terminal.outputIsTerminal ? $0 : nil }
    }

    /// Shows the count.
    ///
    /// - Parameters:
    ///   - rows: How many are done.
    ///   - total: How many there will be, where that is known.
    package func show(_ rows: Int, of total: Int? = nil) { status?.note(rows: rows, of: total) }

    /// Shows how many of several tenants are done, beside the rows.
    package func show(tenants: Int, of total: Int) { status?.note(tenants: tenants, of: total) }

    /// Takes the line away.
    package func clear() { status?.note(rows: nil) }
}
