/// How the characters of a table are written.
enum TableEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"

    /// The encoding that somebody names; `utf-16` waits for the mark.
    static func named(_ name: String) -> TableEncoding? {
        switch name.lowercased() {
        case "utf8": .utf8
        case "cp1252", "1252", "latin1", "iso-8859-1", "ansi": .windows1252
        case "unicode", "utf-16": .utf16LittleEndian
        default: TableEncoding(rawValue: name.lowercased())
        }
    }

    /// What the first bytes say: by their mark, else by where zeros stand, as they do in UTF-16 of most languages.
    ///
    /// - Returns: The encoding, and how many bytes its mark has.
    static func found(in bytes: some Collection<UInt8>) -> (encoding: TableEncoding, mark: Int) {
        let first = Array(bytes.prefix(4))
        if first.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if first.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if first.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        guard first.count >= 2 else { return (.utf8, 0) }
        if first[0] != 0, first[1] == 0 { return (.utf16LittleEndian, 0) }
        if first[0] == 0, first[1] != 0 { return (.utf16BigEndian, 0) }
        return (.utf8, 0)
    }

    /// The mark that stands before a text of this encoding.
    var mark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        case .windows1252: []
        }
    }

    /// What the bytes 0x80 to 0x9F stand for (WHATWG Encoding, windows-1252).
    private static let windows: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    /// A text in this encoding; a character that it does not have becomes a question mark.
    func encoded(_ text: String) -> [UInt8] {
        switch self {
        case .utf8: Array(text.utf8)
        case .utf16LittleEndian: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case .windows1252:
            text.unicodeScalars.map { scalar in
                if scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value) { return UInt8(scalar.value) }
                let place = Self.windows.firstIndex(of: scalar.value)
                return place.map { UInt8(0x80 + $0) } ?? UInt8(ascii: "?")
            }
        }
    }

    /// Appends bytes of windows-1252 as UTF-8.
    static func appendWindows(_ bytes: [UInt8], to output: inout [UInt8]) {
        for byte in bytes {
            guard byte >= 0x80 else {
                output.append(byte)
                continue
            }
            let value = byte < 0xA0 ? windows[Int(byte - 0x80)] : UInt32(byte)
            if let encoded = Unicode.Scalar(value).flatMap({ UTF8.encode($0) }) { output.append(contentsOf: encoded) }
        }
    }
}
