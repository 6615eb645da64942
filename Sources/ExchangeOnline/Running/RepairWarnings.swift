internal import ExoJSON
internal import ExoRows

/// Tells which rows of a listing were not handed out as the service wrote them.
struct RepairWarnings {
    /// So many rows are named; of damage that goes on, more is noise.
    private static let limit = 20
    private var named = 0

    /// The warnings for a batch.
    ///
    /// - Parameters:
    ///   - batch: The rows.
    ///   - before: How many rows of the listing came before it.
    /// - Returns: One text for each row that was mended.
    mutating func texts(for batch: RowBatch, after before: Int) -> [String] {
        var texts: [String] = []
        for repair in batch.repairs where named <= Self.limit {
            named += 1
            guard named <= Self.limit else {
                texts.append("more rows were repaired in this way; they are not named one by one")
                break
            }
            let row = "row \(before + repair.place + 1)" + Self.name(of: batch, repair.place)
            texts += Self.reasons(repair.kinds).map { "\(row) \($0)" }
        }
        return texts
    }

    private static func reasons(_ kinds: RowRepair.Kinds) -> [String] {
        var reasons: [String] = []
        if kinds.contains(.bytes) { reasons.append("has bytes that are not UTF-8; U+FFFD stands in their place") }
        if kinds.contains(.surrogate) { reasons.append("has half a surrogate pair; U+FFFD stands in its place") }
        if kinds.contains(.number) { reasons.append("has a number of more than 64 bits; it is given as text") }
        return reasons
    }

    /// How the row is known to people, when it says so.
    private static func name(of batch: RowBatch, _ place: Int) -> String {
        do {
            let object = try batch.value(place).objectValue
            let names = ["Identity", "UserPrincipalName", "PrimarySmtpAddress", "Name", "DisplayName"]
            let name = names.lazy.compactMap { object?[$0]?.stringValue }.first { !$0.isEmpty }
            return name.map { " (\($0.prefix(80)))" } ?? ""
        } catch { return "" }  // Whoever reads the row meets the same error, with its place.
    }
}
