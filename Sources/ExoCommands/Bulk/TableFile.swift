/// A table that calls are made of: comma-separated values, NDJSON or a JSON list, whichever its beginning looks like.
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
        var text = TableText(try PartReader(path, context), encoding)
        let first = try text.next() ?? []
        let name = path.lowercased()
        let isCSV = name.hasSuffix(".csv") || name.hasSuffix(".tsv")
        let start = first.first { $0 > 0x20 }
        switch start {
        case UInt8(ascii: "{") where !isCSV: reader = NDJSONReader(text, first: first)
        case UInt8(ascii: "[") where !isCSV: reader = JSONListReader(text, first: first)
        default: reader = try CSVReader(text, first: first)
        }
    }

    var heading: String { reader.heading }
    var columns: [String]? { reader.columns }
    var encoding: (TableEncoding, hasMark: Bool) { reader.encoding }

    mutating func next() throws -> TableRow? { try reader.next() }
}
