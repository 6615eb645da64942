/// How long a new credential is good.
enum Validity {
    /// The days that `--days` says.
    ///
    /// - Throws: ``UsageError``.
    static func days(_ invocation: Invocation, usual: Int) throws -> Int {
        guard let text = invocation.value("days") else { return usual }
        guard let days = Int(text), (1...3650).contains(days) else {
            throw invocation.usageError("--days is a whole number from 1 to 3650, not '\(text)'")
        }
        return days
    }
}
