internal import ExchangeOnline

/// What stands between two semicolons: values or nothing at its head, and commands joined by `|`.
package struct LinePipeline: Sendable {
    /// The values at the head, `nil` where a command begins it.
    var values: [PowerShellValue]?
    /// The commands, at least one.
    package var calls: [LineCall] = []
}
