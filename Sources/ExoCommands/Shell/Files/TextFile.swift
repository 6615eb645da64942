/// The text of a file, by its mark or by the encoding that is named.
enum TextFile {
    /// Why a file is no text.
    struct Failure: Error {
        var message: String
        var repair: String?
    }

    /// Windows-1252 where it differs from Latin-1, from 0x80; 0 for bytes that mean nothing.
    private static let windows: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - bytes: What the file holds.
    ///   - encoding: What it is said to be; `nil` for UTF-8, and UTF-16 with its mark.
    /// - Returns: The text without a mark.
    /// - Throws: ``Failure``.
    static func text(_ bytes: [UInt8], encoding: String?) throws -> String {
        if bytes.starts(with: [0xFF, 0xFE]) { return try wide(bytes.dropFirst(2), isBigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try wide(bytes.dropFirst(2), isBigEndian: true) }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        switch (encoding ?? "utf8").lowercased() {
        case "utf8", "utf-8", "utf8bom", "utf8nobom", "65001", "ascii":
            if let text = String(validating: body, as: UTF8.self) { return text }
            throw Failure(
                message: "it is no text in UTF-8",
                repair: "Name its encoding: -Encoding windows-1252, as spreadsheets of Windows write it."
            )
        case "unicode", "utf16", "utf-16", "utf16le", "1200": return try wide(body, isBigEndian: false)
        case "bigendianunicode", "utf16be", "1201": return try wide(body, isBigEndian: true)
        case "windows-1252", "windows1252", "1252", "ansi", "default", "latin1", "iso-8859-1":
            var text = String.UnicodeScalarView()
            for byte in body {
                let code = (0x80..<0xA0).contains(byte) ? windows[Int(byte) - 0x80] : UInt16(byte)
                text.append(Unicode.Scalar(code).flatMap { code == 0 ? nil : $0 } ?? "\u{FFFD}")
            }
            return String(text)
        default:
            throw Failure(
                message: "the encoding '\(encoding ?? "")' is not known",
                repair: "It is utf8, utf16 or windows-1252."
            )
        }
    }

    private static func wide(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) throws -> String {
        let bytes = Array(bytes)
        guard bytes.count.isMultiple(of: 2) else { throw Failure(message: "it is no text in UTF-16") }
        let units = stride(from: 0, to: bytes.count, by: 2).map { place in
            let pair = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBigEndian ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw Failure(message: "it is no text in UTF-16")
        }
        return text
    }
}
