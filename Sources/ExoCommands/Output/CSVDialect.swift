/// How CSV is written: for any reader (RFC 4180 with line feeds), or as one reader wants it.
package struct CSVDialect: Sendable, Equatable {
    /// For whom it is written.
    package enum Reader: String, CaseIterable, Sendable {
        /// A spreadsheet: with a byte order mark, lines that end in CR LF, and no cell that is taken for a formula.
        case excel
        /// Who compares it with what PowerShell's Export-Csv writes of the same rows.
        case powershell
    }

    /// For whom it is written; `nil` for any program.
    package var reader: Reader?
    /// What stands between two cells.
    package var delimiter = UInt8(ascii: ",")

    /// The columns of the text that is added to, whose heading stands already.
    package var heading: [String]?
    /// The properties that are times where rows do not say so themselves; `nil` where nothing is known of them.
    package var times: [String]?

    package init() {}

    /// Whether cells are written as the fast reader of columns writes them.
    var isPlain: Bool { reader == nil && delimiter == UInt8(ascii: ",") }

    /// The same with tabs between cells.
    var withTabs: CSVDialect {
        var dialect = self
        dialect.delimiter = 0x09
        return dialect
    }

    /// What stands before everything.
    var mark: [UInt8] { reader == .excel ? [0xEF, 0xBB, 0xBF] : [] }

    /// Ends a record.
    func appendLineEnd(to output: inout [UInt8]) {
        if reader == .excel { output.append(0x0D) }
        output.append(0x0A)
    }

    /// Appends a cell with a text; `nil` is one without a value.
    func append(_ cell: String?, to output: inout [UInt8]) {
        guard let cell else { return }
        let text = reader == .excel && Self.isFormula(cell) ? "'" + cell : cell
        guard reader == .powershell || needsQuotes(text) else { return output.append(contentsOf: text.utf8) }
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { output.append(byte) }
            output.append(byte)
        }
        output.append(UInt8(ascii: "\""))
    }

    /// What a spreadsheet takes for a formula, by its first character.
    private static func isFormula(_ text: String) -> Bool {
        switch text.utf8.first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: true
        case UInt8(ascii: "+"), UInt8(ascii: "-"): Double(text) == nil
        default: false
        }
    }

    private func needsQuotes(_ text: String) -> Bool {
        text.utf8.contains { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
    }

    /// What a spreadsheet expects between cells where numbers are written as this locale writes them: a semicolon where the
    /// comma is in them.
    static func delimiterOfSpreadsheets(_ variable: (String) -> String?) -> UInt8 {
        let locale = variable("LC_ALL") ?? variable("LC_NUMERIC") ?? variable("LANG") ?? "C"
        let language = locale.prefix { $0 != "_" && $0 != "." && $0 != "@" }
        let country = locale.dropFirst(language.count + 1).prefix { $0 != "." && $0 != "@" }
        let withPoint =
            language == "es" && ["MX", "US", "GT", "HN", "NI", "PA", "PE", "PR", "SV", "DO"].contains(country)
        return withComma.contains(String(language)) && !withPoint ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }

    private static let withComma: Set = [
        "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "id", "is",
        "it",
        "ka", "kk", "lt", "lv", "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv",
        "tr", "uk",
        "vi",
    ]
}
