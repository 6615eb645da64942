#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Walks over JSON text and says where its values are, so that what is not understood can be kept as it is written.
struct CacheScanner {
    /// Why a text is no JSON.
    enum Failure: Error {
        /// It ends in the middle.
        case endsEarly
        /// Something else stands where a value, a name or a sign should, so many bytes from the beginning.
        case unexpected(Int)
    }

    private static let deepest = 512

    let text: [UInt8]
    private(set) var place = 0

    init(_ text: [UInt8]) { self.text = text }

    /// The next byte that is not white space, which is not consumed.
    mutating func peek() throws -> UInt8 {
        while place < text.count {
            let byte = text[place]
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
        do { _ = try peek() } catch { return }
        throw unexpected
    }

    /// The next name of an object whose brace was consumed, with its quotes; `nil` when the object ends.
    mutating func nextName(isFirst: inout Bool) throws -> ArraySlice<UInt8>? {
        if try peek() == UInt8(ascii: "}") {
            place += 1
            return nil
        }
        if !isFirst { try expect(",") }
        isFirst = false
        guard try peek() == UInt8(ascii: "\"") else { throw unexpected }
        let start = place
        try skipString()
        let name = text[start..<place]
        try expect(":")
        return name
    }

    /// Passes a value; what it was.
    mutating func skipValue(depth: Int = 0) throws -> ArraySlice<UInt8> {
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
        return text[start..<place]
    }

    private mutating func skip(_ word: StaticString) throws {
        for byte in word.description.utf8 {
            guard place < text.count else { throw Failure.endsEarly }
            guard text[place] == byte else { throw unexpected }
            place += 1
        }
    }

    private mutating func skipNumber() throws {
        let start = place
        while place < text.count {
            switch text[place] {
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
        let start = place + 1
        let end = text.withUnsafeBufferPointer { text -> Int? in
            guard let base = text.baseAddress else { return nil }
            var from = start
            while from < text.count, let found = memchr(base + from, Int32(UInt8(ascii: "\"")), text.count - from) {
                let end = UnsafeRawPointer(base).distance(to: found)
                // The quote that begins the text ends the walk back.
                var backslashes = 0
                while text[end - 1 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
                if backslashes.isMultiple(of: 2) { return end }
                from = end + 1
            }
            return nil
        }
        guard let end else {
            place = text.count
            throw Failure.endsEarly
        }
        place = end + 1
    }

    private var unexpected: Failure { .unexpected(place) }
}
