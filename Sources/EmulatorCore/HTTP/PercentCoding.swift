/// Percent-encoding of URIs and of forms (RFC 3986 section 2.1, the URL standard's form serialisation).
package enum PercentCoding {
    /// Text with its escapes resolved.
    ///
    /// An escape that is none stays as it is, and bytes that are not UTF-8 become replacement characters: a server of
    /// pages has to read what browsers send.
    ///
    /// - Parameters:
    ///   - text: The text as it stood on the wire.
    ///   - plusIsSpace: Whether a plus sign stands for a space, as it does in forms and queries.
    /// - Returns: The text meant.
    package static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        decoded(ArraySlice(text.utf8), plusIsSpace: plusIsSpace)
    }

    /// Bytes with their escapes resolved, as text.
    static func decoded(_ source: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> String {
        guard source.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(decoding: source, as: UTF8.self)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var place = source.startIndex
        while place < source.endIndex {
            let byte = source[place]
            if byte == UInt8(ascii: "%"), place + 2 < source.endIndex, let high = nibble(source[place + 1]),
                let low = nibble(source[place + 2])
            {
                bytes.append(high << 4 | low)
                place += 3
                continue
            }
            bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            place += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Text with everything but unreserved characters escaped (RFC 3986 section 2.3).
    package static func encoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a byte stands for itself everywhere in a URI (RFC 3986 section 2.3).
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }
}
