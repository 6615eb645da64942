internal import ExoJSON

/// `Group-Object`: a row for each value of properties, in their order.
struct GroupStage: RowStage {
    private let paths: [PropertyPath]
    private let hasElements: Bool
    private var groups: [String: Group] = [:]

    private struct Group: Sendable {
        let values: [JSONValue]
        var rows: [JSONValue] = []
        var count = 0
    }

    init(_ paths: [PropertyPath], hasElements: Bool) {
        self.paths = paths
        self.hasElements = hasElements
    }

    mutating func take(_ row: JSONValue) -> [JSONValue] {
        let values = paths.map { $0.value(of: row) }
        let key = values.map { RowValue.text($0).lowercased() }.joined(separator: "\u{0}")
        // In their place: a copy of the rows for each of them would take the square of the time.
        groups[key, default: Group(values: values)].count += 1
        if hasElements { groups[key]?.rows.append(row) }
        return []
    }

    mutating func finish() -> [JSONValue] {
        let sorted = groups.values.sorted { left, right in
            for (one, other) in zip(left.values, right.values) {
                let order = ValueComparison.sortOrder(one, other)
                if order != 0 { return order < 0 }
            }
            return false
        }
        groups = [:]
        return sorted.map { group in
            var row: JSONObject = [
                "Count": .integer(Int64(group.count)),
                "Name": .string(group.values.map { RowValue.text($0) }.joined(separator: ", ")),
            ]
            if hasElements { row["Group"] = .array(group.rows) }
            return .object(row)
        }
    }
}
