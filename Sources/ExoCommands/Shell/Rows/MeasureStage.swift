internal import ExoJSON

/// `Measure-Object`: counts rows, and sums up a property.
struct MeasureStage: RowStage {
    /// What is asked for beside the count.
    struct Wish: Sendable {
        var sum = false
        var average = false
        var minimum = false
        var maximum = false

        var needsNumbers: Bool { sum || average }
    }

    /// What is known of one property.
    private struct Measure: Sendable {
        var count = 0
        var sum = 0.0
        var minimum: JSONValue?
        var maximum: JSONValue?
    }

    private let paths: [PropertyPath]
    private let wish: Wish
    private var measures: [Measure]

    init(_ paths: [PropertyPath], _ wish: Wish) {
        self.paths = paths.isEmpty ? [PropertyPath([])] : paths
        self.wish = wish
        measures = self.paths.map { _ in Measure() }
    }

    mutating func take(_ row: JSONValue) throws -> [JSONValue] {
        for (place, path) in paths.enumerated() {
            let value = path.value(of: row)
            guard !value.isNull else { continue }
            measures[place].count += 1
            if wish.needsNumbers {
                guard let number = ValueComparison.number(value) else {
                    throw CommandError(
                        .usage,
                        "Measure-Object: \(path.names.isEmpty ? "a row" : path.text) is no number: "
                            + RowValue.text(value).prefix(60)
                    )
                }
                measures[place].sum += number
            }
            if measures[place].minimum.map({ ValueComparison.sortOrder(value, $0) < 0 }) ?? true {
                measures[place].minimum = value
            }
            if measures[place].maximum.map({ ValueComparison.sortOrder(value, $0) > 0 }) ?? true {
                measures[place].maximum = value
            }
        }
        return []
    }

    mutating func finish() -> [JSONValue] {
        zip(paths, measures).map { path, measure in
            var row: JSONObject = ["Count": .integer(Int64(measure.count))]
            guard !path.names.isEmpty || wish.needsNumbers || wish.minimum || wish.maximum else { return .object(row) }
            let average = measure.count == 0 ? JSONValue.null : Self.number(measure.sum / Double(measure.count))
            row["Average"] = wish.average ? average : .null
            row["Sum"] = wish.sum ? Self.number(measure.sum) : .null
            row["Maximum"] = wish.maximum ? measure.maximum ?? .null : .null
            row["Minimum"] = wish.minimum ? measure.minimum ?? .null : .null
            row["Property"] = path.names.isEmpty ? .null : .string(path.text)
            return .object(row)
        }
    }

    private static func number(_ number: Double) -> JSONValue {
        Int64(exactly: number).map { .integer($0) } ?? .double(number)
    }
}
