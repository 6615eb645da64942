internal import ExchangeOnline

/// What stands between two semicolons: values or nothing at its head, and commands joined by `|`.
package struct LinePipeline: Sendable {
    /// The values at the head, `nil` where a command begins it.
    var values: [PowerShellValue]?
    /// Where they stand.
    var valuesPlace = 0..<0
    /// The commands, at least one.
    package var calls: [LineCall] = []
}
