/// An address of the fourth version, a range from one to another (`203.0.113.1-203.0.113.9`), or a network (`203.0.113.0/24`).
struct IPv4Range {
    /// The first and the last address of it.
    let first: UInt32
    let last: UInt32

    /// - Parameter text: What a setting says; `nil` for what is none of the three.
    init?(_ text: String) {
        guard text.utf8.allSatisfy({ "0123456789./-".utf8.contains($0) }) else { return nil }
        let network = text.split(separator: "/", omittingEmptySubsequences: false)
        let ends = network[0].split(separator: "-", omittingEmptySubsequences: false).map(Self.address)
        guard let start = ends[0], let end = ends[ends.count - 1], start <= end else { return nil }
        switch (ends.count, network.count) {
        case (1...2, 1):
            first = start
            last = end
        case (1, 2):
            // A sign is no digit, though numbers may have one.
            guard !network[1].hasPrefix("-"), let length = UInt32(network[1]), length <= 32 else { return nil }
            // A shift of all bits leaves none.
            let rest = UInt32.max >> length
            first = start & ~rest
            last = start | rest
        default: return nil
        }
    }

    private static func address(_ text: Substring) -> UInt32? {
        let bytes = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard bytes.count == 4 else { return nil }
        return bytes.reduce(0 as UInt32?) { sum, byte in
            guard let sum, let byte else { return nil }
            return sum << 8 | UInt32(byte)
        }
    }
}
