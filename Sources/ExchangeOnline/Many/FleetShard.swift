internal import ExoCrypto

/// The share of a fleet that one of several processes takes, `3/16`: each name is in exactly one, the same one every time.
public struct FleetShard: Sendable, Equatable {
    /// Which share, from 1.
    public let number: Int
    /// How many shares there are.
    public let count: Int

    /// Makes a share; `nil` where there is no such one.
    public init?(_ number: Int, of count: Int) {
        guard count >= 1, (1...count).contains(number) else { return nil }
        self.number = number
        self.count = count
    }

    /// Reads `3/16`; `nil` where that is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]) else { return nil }
        self.init(number, of: count)
    }

    /// Whether a name belongs to it; letter case does not matter.
    public func holds(_ name: String) throws -> Bool {
        let digest = try Digest.sha256(name.lowercased().utf8)
        let value = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return value % UInt64(count) == UInt64(number - 1)
    }
}
