/// The text of a cache: in memory, or in a file of which pieces are read when they are needed.
enum CacheText: Sendable {
    case memory([UInt8])
    case file(OpenFile)

    /// How many bytes it has.
    var count: Int {
        switch self {
        case .memory(let bytes): bytes.count
        case .file(let file): file.facts.size
        }
    }

    /// A piece of it.
    ///
    /// - Throws: ``LocalFileError``, also when somebody wrote into the file since it was opened.
    func bytes(_ piece: Range<Int>) throws -> ArraySlice<UInt8> {
        switch self {
        case .memory(let bytes): bytes[piece]
        case .file(let file): try file.read(piece)[...]
        }
    }
}

/// A member of an object as it stands in a text, of which it is kept byte for byte.
struct CacheMember: Sendable {
    /// Stands where one was removed.
    static let removed = CacheMember(text: .memory([]), name: 0..<0, value: 0..<0)

    let text: CacheText
    /// Where its name stands, with its quotes.
    let name: Range<Int>
    /// Where its value stands.
    let value: Range<Int>

    /// Its name with its quotes and its value.
    ///
    /// - Throws: ``LocalFileError``.
    func parts() throws -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        let bytes = try text.bytes(name.lowerBound..<value.upperBound)
        return (bytes.prefix(name.count), bytes.suffix(value.count))
    }
}

/// A name of an entry as what it is found by: two hashes with a secret seed, which two names do not share but by 1 in 2^128.
struct CacheName: Hashable, Sendable {
    private let first: Int
    private let second: Int

    /// A name with its quotes, whatever characters of it are written by their numbers.
    init(_ written: ArraySlice<UInt8>) {
        let plain = CacheEntry.plain(written)
        func hash(_ seed: UInt8) -> Int {
            var hasher = Hasher()
            hasher.combine(seed)
            unsafe plain.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
            return hasher.finalize()
        }
        first = hash(0)
        second = hash(1)
    }
}
