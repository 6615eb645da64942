/// Some of a cmdlet's parameters, a bit for each.
struct ParameterMask: Sendable, Equatable {
    private var words: [UInt64] = []

    mutating func insert(_ place: Int) {
        while words.count <= place / 64 { words.append(0) }
        words[place / 64] |= 1 << UInt64(place % 64)
    }

    func contains(_ place: Int) -> Bool {
        place / 64 < words.count && words[place / 64] & 1 << UInt64(place % 64) != 0
    }

    func isSubset(of other: ParameterMask) -> Bool {
        words.indices.allSatisfy { words[$0] & ~($0 < other.words.count ? other.words[$0] : 0) == 0 }
    }

    func subtracting(_ other: ParameterMask) -> ParameterMask {
        var rest = self
        for place in rest.words.indices where place < other.words.count { rest.words[place] &= ~other.words[place] }
        return rest
    }
}
