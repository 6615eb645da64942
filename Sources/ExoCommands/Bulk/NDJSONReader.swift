/// One JSON object a line.
struct NDJSONReader: TableReader {
    let heading = ""
    let columns: [String]? = nil
    private var text: TableText
    private var bytes: [UInt8]
    private var start = 0
    private var line = 0

    init(_ text: TableText, first bytes: [UInt8]) {
        self.text = text
        self.bytes = bytes
    }

    /// How the text is encoded.
    var encoding: (TableEncoding, hasMark: Bool) { (text.encoding ?? .utf8, text.hasMark) }

    mutating func next() throws -> TableRow? {
        while let row = try nextLine() {
            guard row.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            return try TableRow(json: row, line: line)
        }
        return nil
    }

    private mutating func nextLine() throws -> ArraySlice<UInt8>? {
        var place = start
        while true {
            if let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                line += 1
                return bytes[start..<end]
            }
            guard bytes.count - start <= TableRow.longest else { throw TableError.tooLong(line: line + 1) }
            guard let part = try text.next() else {
                guard start < bytes.count else { return nil }
                defer { start = bytes.count }
                line += 1
                return bytes[start...]
            }
            bytes.removeFirst(start)
            start = 0
            place = bytes.count
            bytes.append(contentsOf: part)
        }
    }
}
