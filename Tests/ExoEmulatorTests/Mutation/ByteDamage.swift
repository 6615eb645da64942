/// Damage to bytes, whatever they mean.
enum ByteDamage {
    static func damage(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        guard !bytes.isEmpty else { return Array(random.pick(Nasty.values).utf8) }
        var bytes = bytes
        let place = random.below(bytes.count)
        let end = min(bytes.count, place + random.below(40) + 1)
        switch random.below(7) {
        case 0: bytes[place] ^= 1 << UInt8(random.below(8))
        case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes.removeLast(bytes.count - place)
        case 3: bytes.removeSubrange(place..<end)
        case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 5: bytes.insert(contentsOf: Array(random.pick(Nasty.values).utf8), at: place)
        default:
            bytes.insert(
                contentsOf: (0..<random.below(8)).map { _ in UInt8.random(in: 0...255, using: &random) },
                at: place
            )
        }
        return bytes
    }
}
