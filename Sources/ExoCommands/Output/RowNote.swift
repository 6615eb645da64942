/// What is told beside rows, on standard error and in its place among them.
package enum RowNote: Sendable {
    /// A warning of the service or of this program.
    case warning(String)
    /// An error that did not end the listing.
    case error(CommandError)
    /// A line as it stands, as of `-WhatIf`.
    case line(String)
}
