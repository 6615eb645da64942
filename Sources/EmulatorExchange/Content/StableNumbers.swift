import ExoJSON

/// A row of numbers that is the same in every run for the same words.
struct StableNumbers: Sendable {
    private let seed: UInt64

    init(_ words: String...) { seed = StableIdentifier.hash(words.joined(separator: "|")) }

    /// The number at a place (the finaliser of SplitMix64).
    subscript(place: Int) -> UInt64 {
        var value = seed &+ UInt64(truncatingIfNeeded: place) &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number from zero up to a bound, which is left out.
    func below(_ bound: Int, at place: Int) -> Int { Int(self[place] % UInt64(max(bound, 1))) }

    /// So many bytes of the numbers from a place on.
    func bytes(_ count: Int, from place: Int = 0) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: self[place + $0 / 8] >> (8 * UInt64($0 % 8))) }
    }

    /// One of some.
    func pick<Element>(_ all: [Element], at place: Int) -> Element { all[below(all.count, at: place)] }
}

extension ServiceDate {
    static let ticksOfADay: Int64 = 864_000_000_000

    /// The moment so many ticks later.
    func adding(ticks more: Int64) -> ServiceDate { ServiceDate(ticks: ticks + more) }

    func adding(days: Int) -> ServiceDate { adding(ticks: Int64(days) * Self.ticksOfADay) }

    func adding(hours: Int) -> ServiceDate { adding(ticks: Int64(hours) * Self.ticksOfADay / 24) }

    func adding(seconds: Int) -> ServiceDate { adding(ticks: Int64(seconds) * (Self.ticksOfADay / 86_400)) }

    /// How many whole seconds it is to another moment.
    func seconds(until other: ServiceDate) -> Int { Int((other.ticks - ticks) / (Self.ticksOfADay / 86_400)) }

    /// The number of the day since 1970, in UTC.
    var day: Int { Int(ticks / Self.ticksOfADay) - (ticks % Self.ticksOfADay < 0 ? 1 : 0) }

    /// Its value in the answer of a cmdlet.
    var json: JSONValue { .string(text(.utc)) }
}
