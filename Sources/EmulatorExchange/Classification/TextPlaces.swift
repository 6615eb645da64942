/// Where in a text something stands, the first place first.
struct TextPlaces: Sendable {
    let ranges: [Range<Int>]
    /// How far each place and those before it reach.
    private let ends: [Int]

    init(_ places: [Range<Int>]) {
        ranges = places.sorted { $0.lowerBound < $1.lowerBound }
        var furthest = 0
        ends = ranges.map { place in
            furthest = max(furthest, place.upperBound)
            return furthest
        }
    }

    /// Whether one of them is in a range, or partly.
    func overlap(_ range: Range<Int>) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].lowerBound < range.upperBound { low = middle + 1 } else { high = middle }
        }
        return low > 0 && ends[low - 1] > range.lowerBound
    }
}
