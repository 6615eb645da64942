/// The encoding that bytes which are not UTF-8 look like.
enum ForeignEncoding {
    case latin1
    case windows1252

    init(of bytes: [UInt8]) {
        self = bytes.contains { (0x80...0x9F).contains($0) } ? .windows1252 : .latin1
    }

    /// Its name for a person.
    var name: String { self == .latin1 ? "Latin-1" : "Windows-1252" }

    /// The command that reads it and writes UTF-8.
    var conversion: String { "iconv -f \(self == .latin1 ? "ISO-8859-1" : "WINDOWS-1252") -t UTF-8" }

    /// The text that bytes are in Windows-1252, of which Latin-1 is a part.
    static func text(_ bytes: [UInt8]) -> String {
        String(String.UnicodeScalarView(bytes.map { windows[Int($0) - 0x80] ?? Unicode.Scalar($0) }))
    }

    /// What Windows-1252 has in place of Latin-1's control characters.
    private static let windows: [Int: Unicode.Scalar] = {
        let characters = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars
        return Dictionary(uniqueKeysWithValues: characters.enumerated().map { ($0, $1) })
    }()
}
