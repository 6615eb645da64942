/// A table that calls are made of: comma-separated values, NDJSON, a JSON list or JSON objects over several lines, whichever its
/// beginning looks like.
struct TableFile: TableReader {
    private var reader: any TableReader

    /// Opens it.
    ///
    /// - Parameters:
    ///   - path: The file; `-` is standard input.
    ///   - encoding: The encoding that was named.
    ///   - context: Where standard input is.
    /// - Throws: ``CommandError``, ``TableError``.
    init(_ path: String, encoding: TableEncoding?, _ context: CommandContext) throws {
        var text = TableText(try PartReader(path, context), encoding, option: "from")
        var first = try text.next() ?? []
        let name = path.lowercased()
        let isCSV = name.hasSuffix(".csv") || name.hasSuffix(".tsv")
        let start = first.first { $0 > 0x20 }
        switch start {
        case UInt8(ascii: "{") where !isCSV:
            let isOfLines = try Self.isOfLines(&first, &text)
            reader = isOfLines ? NDJSONReader(text, first: first) : JSONListReader(text, first: first)
        case UInt8(ascii: "[") where !isCSV: reader = JSONListReader(text, first: first)
        default: reader = try CSVReader(text, first: first)
        }
    }

    /// Whether a text whose first byte that is no blank begins an object has one in each line: no line break stands behind that.
    private static func isOfLines(_ first: inout [UInt8], _ text: inout TableText) throws -> Bool {
        guard let start = first.firstIndex(where: { $0 > 0x20 }) else { return true }
        var place = start + 1
        // Who reads the row says that it is too long.
        while place <= TableRow.longest {
            while place < first.count {
                if first[place] == UInt8(ascii: "\n") { return false }
                if first[place] > 0x20 { return true }
                place += 1
            }
            guard let more = try text.next() else { return true }
            first += more
        }
        return false
    }

    var heading: String { reader.heading }
    var columns: [String]? { reader.columns }
    var encoding: (TableEncoding, hasMark: Bool) { reader.encoding }

    mutating func next() throws -> TableRow? { try reader.next() }
}
