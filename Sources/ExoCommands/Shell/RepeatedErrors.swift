/// Errors of one row after another, of which the same text is told a few times and then counted.
struct RepeatedErrors {
    private static let mostTold = 3
    private var message = ""
    private var count = 0

    /// Takes an error.
    ///
    /// - Parameters:
    ///   - error: What failed, without the row that it is about.
    ///   - told: The same with it.
    /// - Returns: What is to be told now.
    mutating func take(_ error: CommandError, as told: CommandError) -> [CommandError] {
        var now: [CommandError] = []
        if error.message != message {
            now = finish()
            message = error.message
        }
        count += 1
        return count <= Self.mostTold ? now + [told] : now
    }

    /// What is told of those that were only counted.
    mutating func finish() -> [CommandError] {
        defer { (message, count) = ("", 0) }
        guard count > Self.mostTold else { return [] }
        return [CommandError(.incomplete, "\(count - Self.mostTold) more failed the same: \(message)")]
    }
}
