/// The bytes of a table as UTF-8, part by part, whatever encoding they come in.
struct TableText {
    /// The encoding, known once the first bytes are.
    private(set) var encoding: TableEncoding?
    /// Whether a mark stood before the text.
    private(set) var hasMark = false
    private let source: PartReader
    private let named: TableEncoding?
    private let option: String
    /// Bytes that wait for those behind them.
    private var held: [UInt8] = []
    private var high: UInt16?
    private(set) var hasEnded = false

    /// Makes a text.
    ///
    /// - Parameters:
    ///   - source: Where its bytes come from.
    ///   - encoding: The encoding that was named; `nil` finds it out.
    ///   - option: The option that names the file, without dashes.
    init(_ source: PartReader, _ encoding: TableEncoding?, option: String) {
        self.source = source
        named = encoding
        self.option = option
    }

    /// The next part, never empty; `nil` at the end.
    ///
    /// - Throws: ``CommandError`` for bytes that are no characters.
    mutating func next() throws -> [UInt8]? {
        while !hasEnded {
            let part = try source.next()
            if let part { held.append(contentsOf: part) } else { hasEnded = true }
            if encoding == nil {
                // A mark may come byte by byte through a pipe.
                guard hasEnded || held.count >= 4 else { continue }
                try begin()
            }
            let text = try decode()
            if !text.isEmpty { return text }
        }
        return nil
    }

    /// How files begin that are no text: those of Excel since 2007, which are archives (ZIP), and before (CFB).
    private static let workbookMarks: [[UInt8]] = [[0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0]]

    private mutating func begin() throws {
        guard !Self.workbookMarks.contains(where: { held.starts(with: $0) }) else {
            throw CommandError(
                .usage,
                "what --\(option) names is an Excel workbook, or another file that is no text",
                repair: "save it in Excel as 'CSV UTF-8 (Comma delimited)' and give that file: --\(option) FILE.csv"
            )
        }
        let found = TableEncoding.found(in: held)
        hasMark = found.mark > 0
        // A mark says more than a name: UTF-16 has two ends.
        encoding = hasMark ? found.encoding : named ?? found.encoding
        held.removeFirst(found.mark)
    }

    private mutating func decode() throws -> [UInt8] {
        switch encoding {
        case .utf16LittleEndian, .utf16BigEndian: return try decodeUTF16()
        case .windows1252:
            var output: [UInt8] = []
            output.reserveCapacity(held.count + held.count / 8)
            TableEncoding.appendWindows(held, to: &output)
            held = []
            return output
        default:
            defer { held = [] }
            return held
        }
    }

    private mutating func decodeUTF16() throws -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(held.count)
        let (first, second) = encoding == .utf16LittleEndian ? (0, 1) : (1, 0)
        var place = 0
        while place + 1 < held.count {
            let unit = UInt16(held[place + first]) | UInt16(held[place + second]) << 8
            place += 2
            if unit < 0x80, high == nil {
                output.append(UInt8(unit))
            } else if UTF16.isLeadSurrogate(unit), high == nil {
                high = unit
            } else {
                try append(unit, to: &output)
            }
        }
        held.removeFirst(place)
        guard !hasEnded || held.isEmpty && high == nil else { throw broken }
        return output
    }

    private mutating func append(_ unit: UInt16, to output: inout [UInt8]) throws {
        var value = UInt32(unit)
        if let high {
            guard UTF16.isTrailSurrogate(unit) else { throw broken }
            value = 0x10000 + (UInt32(high - 0xD800) << 10 | UInt32(unit - 0xDC00))
            self.high = nil
        }
        guard let encoded = Unicode.Scalar(value).flatMap({ UTF8.encode($0) }) else { throw broken }
        output.append(contentsOf: encoded)
    }

    private var broken: CommandError {
        CommandError(
            .usage,
            "what --\(option) names is not UTF-16 to its end",
            repair: option == "from" ? "name its encoding: --encoding utf-8" : "save it as UTF-8"
        )
    }
}
