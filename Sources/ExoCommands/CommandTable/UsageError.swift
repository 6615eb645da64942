/// The command line is wrong.
package struct UsageError: Error, Sendable {
    /// What is wrong.
    package var message: String
    /// The command, `exo` first.
    package var path: [String]
    /// More lines: the nearest names, the way that works.
    package var details: [String]

    package init(_ message: String, path: [String], details: [String] = []) {
        self.message = message
        self.path = path
        self.details = details
    }
}
