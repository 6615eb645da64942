import ExoJSON

/// How often a fault strikes among the requests that it meets.
struct FaultFrequency: Sendable {
    static let members = ["skip", "every", "probability", "seed", "times"]

    /// How many requests pass first.
    var skip = 0
    /// Every how many of the others it may strike.
    var every = 1
    /// How likely it then strikes.
    var probability = 1.0
    /// What the dice begin with: the same seed strikes the same requests.
    var seed: UInt64 = 1
    /// How often it strikes; nil for without end.
    var times: Int?

    var json: JSONObject {
        var object: JSONObject = [:]
        if skip > 0 { object["skip"] = .integer(Int64(skip)) }
        if every > 1 { object["every"] = .integer(Int64(every)) }
        if probability < 1 {
            object["probability"] = .double(probability)
            object["seed"] = .integer(Int64(clamping: seed))
        }
        object["times"] = times.map { .integer(Int64($0)) } ?? .null
        return object
    }
}

extension FaultFrequency {
    /// Reads `skip`, `every`, `probability`, `seed` and `times`; a fault that is to strike now and then has no end by itself,
    /// any other strikes once.
    ///
    /// - Throws: ``EmulatorError``.
    init(_ body: ControlBody, isLasting: Bool) throws {
        skip = try body.integer("skip", in: 0...1_000_000) ?? 0
        every = try body.integer("every", in: 1...1_000_000) ?? 1
        probability = try body.number("probability", in: 0...1) ?? 1
        seed = UInt64(try body.integer("seed", in: 0...Int64.max) ?? 1)
        let times = try body.integer("times", in: 1...1_000_000)
        let hasNoEnd = isLasting || body.has("every") || body.has("probability") || body.isNull("times")
        self.times = times ?? (hasNoEnd ? nil : 1)
    }
}
