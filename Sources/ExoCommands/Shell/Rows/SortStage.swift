internal import ExoJSON

/// `Sort-Object`: all rows in the order of properties.
struct SortStage: RowStage {
    /// A property to sort by.
    struct Key: Sendable {
        var path: PropertyPath
        var isDescending: Bool
    }

    let keys: [Key]
    let isUnique: Bool
    private var rows: [JSONValue] = []

    init(_ keys: [Key], isUnique: Bool) {
        self.keys = keys
        self.isUnique = isUnique
    }

    mutating func take(_ row: JSONValue) -> [JSONValue] {
        rows.append(row)
        return []
    }

    mutating func finish() -> [JSONValue] {
        let keyed = rows.map { row in (row: row, values: keys.map { $0.path.value(of: row) }) }
        // The sort of the standard library keeps the order of equals.
        let sorted = keyed.sorted { order($0.values, $1.values) < 0 }
        rows = []
        guard isUnique else { return sorted.map(\.row) }
        var unique: [JSONValue] = []
        var last: [JSONValue]?
        for (row, values) in sorted {
            if last.map({ order($0, values) != 0 }) ?? true { unique.append(row) }
            last = values
        }
        return unique
    }

    private func order(_ left: [JSONValue], _ right: [JSONValue]) -> Int {
        for (place, key) in keys.enumerated() {
            let order = ValueComparison.sortOrder(left[place], right[place])
            if order != 0 { return key.isDescending ? -order : order }
        }
        return 0
    }
}
