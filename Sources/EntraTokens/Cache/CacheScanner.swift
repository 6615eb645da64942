#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Walks over JSON text and says where its values are, so that what is not understood can be kept as it is written.
///
/// Of a file no more is in memory than is looked at: the part that ``keep()`` holds on to, and some beyond it.
struct CacheScanner {
    /// Why a text is no JSON.
    enum Failure: Error {
        /// It ends in the middle.
        case endsEarly
        /// Something else stands where a value, a name or a sign should, so many bytes from the beginning.
        case unexpected(Int)
    }

    private static let deepest = 512
    /// How much of a file is read at once.
    private static let step = 1 << 17

    let text: CacheText
    /// Where it stands, in bytes from the text's beginning.
    private(set) var place = 0
    /// The part of the text that is in memory, and where it begins.
    private var window: [UInt8]
    private var base = 0
    /// From where on the text is needed; `nil` where nothing before the present place is.
    private var kept: Int?

    init(_ text: CacheText) {
        self.text = text
        if case .memory(let bytes) = text { window = bytes } else { window = [] }
    }

    /// Holds on to what follows, until something later is held on to.
    mutating func keep() { kept = place }

    /// Holds on to nothing.
    mutating func letGo() { kept = nil }

    /// A piece of what is held on to.
    func bytes(_ piece: Range<Int>) -> ArraySlice<UInt8> {
        window[piece.lowerBound - base..<piece.upperBound - base]
    }

    /// The byte at the present place; `nil` at the end.
    private mutating func present() throws -> UInt8? {
        if place - base == window.count, try !readOn() { return nil }
        return window[place - base]
    }

    /// Brings more of a file into memory, and lets go of what is not needed; whether there was more.
    private mutating func readOn() throws -> Bool {
        guard case .file(let file) = text else { return false }
        let end = base + window.count
        let more = try file.read(at: end, count: min(Self.step, max(0, file.facts.size - end)))
        guard !more.isEmpty else { return false }
        let needed = min(kept ?? place, place)
        window.removeFirst(needed - base)
        base = needed
        window += more
        return true
    }

    /// The next byte that is not white space, which is not consumed.
    mutating func peek() throws -> UInt8 {
        while let byte = try present() {
            guard byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B && byte != 0x0C else { return byte }
            place += 1
        }
        throw Failure.endsEarly
    }

    /// Consumes a sign.
    mutating func expect(_ sign: Unicode.Scalar) throws {
        guard try peek() == UInt8(ascii: sign) else { throw unexpected }
        place += 1
    }

    /// Makes sure that nothing follows.
    mutating func expectEnd() throws {
        do { _ = try peek() } catch is Failure { return }
        throw unexpected
    }

    /// The next name of an object whose brace was consumed, with its quotes; `nil` when the object ends.
    mutating func nextName(isFirst: inout Bool) throws -> Range<Int>? {
        if try peek() == UInt8(ascii: "}") {
            place += 1
            return nil
        }
        if !isFirst { try expect(",") }
        isFirst = false
        guard try peek() == UInt8(ascii: "\"") else { throw unexpected }
        let start = place
        try skipString()
        let name = start..<place
        try expect(":")
        return name
    }

    /// Passes a value; what it was.
    mutating func skipValue(depth: Int = 0) throws -> Range<Int> {
        let first = try peek()
        let start = place
        switch first {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"):
            guard depth < Self.deepest else { throw unexpected }
            place += 1
            var isFirst = true
            while try nextName(isFirst: &isFirst) != nil { _ = try skipValue(depth: depth + 1) }
        case UInt8(ascii: "["):
            guard depth < Self.deepest else { throw unexpected }
            place += 1
            var isFirst = true
            while try peek() != UInt8(ascii: "]") {
                if !isFirst { try expect(",") }
                isFirst = false
                _ = try skipValue(depth: depth + 1)
            }
            place += 1
        case UInt8(ascii: "t"): try skip("true")
        case UInt8(ascii: "f"): try skip("false")
        case UInt8(ascii: "n"): try skip("null")
        default: try skipNumber()
        }
        return start..<place
    }

    private mutating func skip(_ word: StaticString) throws {
        for expected in word.description.utf8 {
            guard let byte = try present() else { throw Failure.endsEarly }
            guard byte == expected else { throw unexpected }
            place += 1
        }
    }

    private mutating func skipNumber() throws {
        let start = place
        while let byte = try present() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                place += 1
                continue
            default: break
            }
            break
        }
        guard place > start else { throw unexpected }
    }

    private mutating func skipString() throws {
        // Most of a cache is the texts of tokens, in which only the quote that ends them is looked for.
        var from = place + 1
        while true {
            guard let found = quote(from: from - base) else {
                from = base + window.count
                if try readOn() { continue }
                place = from
                throw Failure.endsEarly
            }
            // The quote that begins the text ends the walk back.
            var backslashes = 0
            while window[found - 1 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
            from = base + found + 1
            if backslashes.isMultiple(of: 2) { break }
        }
        place = from
    }

    /// Where in the window the next quote is.
    private func quote(from start: Int) -> Int? {
        unsafe window.withUnsafeBytes { window in
            guard start < window.count, let base = window.baseAddress else { return nil }
            return unsafe memchr(base + start, Int32(UInt8(ascii: "\"")), window.count - start).map {
                unsafe base.distance(to: $0)
            }
        }
    }

    private var unexpected: Failure { .unexpected(place) }
}
