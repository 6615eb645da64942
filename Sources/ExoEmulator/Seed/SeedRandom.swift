/// Numbers that look random and are the same each time (SplitMix64).
struct SeedRandom: Sendable {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// The next number.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }

    /// One of some words, of which there is at least one.
    mutating func element(of words: [String]) -> String { words[Int(next() % UInt64(max(words.count, 1)))] }
}
