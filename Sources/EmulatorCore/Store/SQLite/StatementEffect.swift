/// What running a statement may change.
enum StatementEffect: Sendable {
    /// Nothing that is stored.
    case none
    /// Only what cmdlets write all the time, and of which nothing follows that is remembered of callers.
    case content
    /// Anything.
    case any

    private static let contentTables: Set<Substring> = [
        "exchange_audit", "exchange_content", "exchange_cursor", "exchange_index", "exchange_object",
    ]

    /// Tells it from the statement's first words; a form that is not known here counts as changing anything.
    init(_ sql: String, isReading: Bool) {
        let words = sql.split(maxSplits: 3) { $0 == " " || $0 == "\n" }
        guard !isReading, words.first != "BEGIN" else {
            self = .none
            return
        }
        let table: Substring? =
            switch (words.first, words.count) {
            case ("INSERT", 3...) where words[1] == "INTO", ("DELETE", 3...) where words[1] == "FROM": words[2]
            case ("UPDATE", 2...): words[1]
            default: nil
            }
        self = table.map(Self.contentTables.contains) ?? false ? .content : .any
    }
}
