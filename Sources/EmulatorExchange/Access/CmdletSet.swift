import CmdletCatalogue

/// A set of the catalogue's cmdlets, a bit for each.
struct CmdletSet: Hashable, Sendable {
    private static let all = CmdletCatalogue.names
    private static let places = Dictionary(all.enumerated().map { ($1, $0) }) { first, _ in first }

    private var words: [UInt64]

    init() { words = Array(repeating: 0, count: (Self.all.count + 63) / 64) }

    /// Names that the catalogue lacks are passed over.
    init(_ names: some Sequence<String>) {
        self.init()
        for name in names { insert(name) }
    }

    /// Whether a cmdlet is in it, the name spelled as the catalogue spells it.
    func contains(_ name: String) -> Bool {
        guard let place = Self.places[name] else { return false }
        return words[place / 64] & (1 << UInt64(place % 64)) != 0
    }

    mutating func insert(_ name: String) {
        guard let place = Self.places[name] else { return }
        words[place / 64] |= 1 << UInt64(place % 64)
    }

    mutating func formUnion(_ other: CmdletSet) {
        for place in words.indices { words[place] |= other.words[place] }
    }

    func union(_ other: CmdletSet) -> CmdletSet {
        var result = self
        result.formUnion(other)
        return result
    }

    func intersection(_ other: CmdletSet) -> CmdletSet {
        var result = self
        for place in words.indices { result.words[place] &= other.words[place] }
        return result
    }

    func subtracting(_ other: CmdletSet) -> CmdletSet {
        var result = self
        for place in words.indices { result.words[place] &= ~other.words[place] }
        return result
    }

    /// The names, sorted.
    var names: [String] { Self.all.filter(contains).sorted() }
}
