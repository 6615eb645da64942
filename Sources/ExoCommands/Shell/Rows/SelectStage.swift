internal import ExoJSON

/// `Select-Object`: which rows, and what of them.
struct SelectStage: RowStage {
    var columns: [PropertyWish] = []
    var excluded: [String] = []
    var expanded: PropertyPath?
    var first: Int?
    var last: Int?
    var skipped = 0
    var skippedLast = 0
    var isUnique = false
    private var taken = 0
    private var seen: Set<String> = []
    private var held: [JSONValue] = []

    init() {}

    var isSatisfied: Bool { last == nil && first.map { taken >= $0 } ?? false }

    /// Whether rows leave it one by one as they come.
    var holdsNone: Bool { last == nil && skippedLast == 0 }

    mutating func take(_ row: JSONValue) throws -> [JSONValue] {
        if skipped > 0, last == nil {
            skipped -= 1
            return []
        }
        guard last == nil, skippedLast == 0 else {
            held.append(row)
            // Many at once, since each removal moves what is left.
            if let last, skipped == 0, first == nil, held.count - last > last { held.removeFirst(held.count - last) }
            return []
        }
        return try passed(row)
    }

    mutating func finish() throws -> [JSONValue] {
        defer { held = [] }
        guard let last else { return try held.dropLast(skippedLast).flatMap { try passed($0) } }
        // With -Last, -Skip counts from the end.
        let rest = held.dropLast(skipped)
        let chosen = first.map { Array(rest.prefix($0)) + rest.dropFirst($0).suffix(last) } ?? Array(rest.suffix(last))
        first = nil
        return try chosen.flatMap { try passed($0) }
    }

    private mutating func passed(_ row: JSONValue) throws -> [JSONValue] {
        if let first, taken >= first { return [] }
        var rows = [try shaped(row)]
        if let expanded {
            let value = expanded.value(of: row)
            if value.isNull, row.objectValue?.value(ignoringCase: expanded.names.first ?? "") == nil {
                throw CommandError(
                    .usage,
                    "Select-Object: a row has no property \(expanded.text) to expand",
                    details: DidYouMean.lines(expanded.text, among: row.objectValue?.names ?? [])
                )
            }
            rows = value.isNull ? [] : value.arrayValue ?? [value]
        }
        taken += 1
        return isUnique ? rows.filter { seen.insert($0.text()).inserted } : rows
    }

    private func shaped(_ row: JSONValue) throws -> JSONValue {
        var object = columns.isEmpty ? row.objectValue : PropertyWish.columns(columns, of: row)
        guard !excluded.isEmpty else { return object.map { .object($0) } ?? row }
        let patterns = excluded.map(WildcardPattern.init)
        object?.members.removeAll { member in patterns.contains { $0.matches(member.name) } }
        return object.map { .object($0) } ?? row
    }
}
