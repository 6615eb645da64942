import EmulatorCore
import ExoJSON

/// An exported document, read row by row where it has the lines that ``StoreExport`` writes.
///
/// Another program may have written the same document in other lines; then it is read whole.
struct ExportedDocument: Sendable {
    /// A table of the document.
    struct Table: Sendable {
        let name: String
        let columns: JSONValue?
        fileprivate let rows: Rows
    }

    fileprivate enum Rows: Sendable {
        case missing
        case read([JSONValue])
        /// Each line but its comma is a row.
        case lines([Range<Int>])
    }

    /// Everything beside the tables.
    let head: JSONObject
    /// Nil where the document has none.
    let tables: [Table]?
    private let bytes: [UInt8]

    /// - Throws: `JSONError`.
    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        if let (head, tables) = Self.lines(bytes) {
            self.head = head
            self.tables = tables
            return
        }
        let document = try JSONValue(parsing: bytes).objectValue ?? [:]
        head = JSONObject(document.members.filter { $0.name != "tables" })
        tables = document["tables"]?.objectValue?.members.map { member in
            let rows = member.value["rows"]?.arrayValue
            return Table(name: member.name, columns: member.value["columns"], rows: rows.map(Rows.read) ?? .missing)
        }
    }

    /// Visits the rows of a table, and says how many there were; nil where the table has no rows, not even none.
    ///
    /// - Throws: `JSONError`, or what `visit` throws.
    func rows(of table: Table, visit: (Int, JSONValue) throws -> Void) throws -> Int? {
        switch table.rows {
        case .missing: return nil
        case .read(let rows):
            for (number, row) in rows.enumerated() { try visit(number, row) }
            return rows.count
        case .lines(let lines):
            for (number, line) in lines.enumerated() { try visit(number, try JSONValue(parsing: bytes[line])) }
            return lines.count
        }
    }

    // The lines of an export: its head, then for each table a line that names it, a line for each row, and one that ends it.
    private static func lines(_ bytes: [UInt8]) -> (JSONObject, [Table])? {
        var lines = Lines(bytes)
        guard let first = lines.next(), first.ends(with: #""tables":{"#),
            let head = lines.object(first, closedBy: "}}")
        else { return nil }
        var tables: [Table] = []
        while let line = lines.next() {
            if line.text == "}}" {
                return lines.next() == nil ? (JSONObject(head.members.filter { $0.name != "tables" }), tables) : nil
            }
            let isEmpty = line.withoutComma.ends(with: "]}")
            guard let name = lines.object(line.withoutComma, openedBy: "{", closedBy: isEmpty ? "}" : "]}}"),
                name.members.count == 1
            else { return nil }
            var rows: [Range<Int>] = []
            while !isEmpty {
                guard let row = lines.next() else { return nil }
                if row.withoutComma.text == "]}" { break }
                rows.append(row.withoutComma.range)
            }
            tables.append(
                Table(name: name.members[0].name, columns: name.members[0].value["columns"], rows: .lines(rows))
            )
        }
        return nil
    }
}

/// The lines of a text.
private struct Lines {
    struct Line {
        let bytes: [UInt8]
        let range: Range<Int>

        var text: String { String(decoding: bytes[range], as: UTF8.self) }
        var withoutComma: Line {
            guard !range.isEmpty, bytes[range.upperBound - 1] == UInt8(ascii: ",") else { return self }
            return Line(bytes: bytes, range: range.dropLast())
        }

        func ends(with end: String) -> Bool { bytes[range].suffix(end.utf8.count).elementsEqual(end.utf8) }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Line? {
        guard position < bytes.count else { return nil }
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        defer { position = end + 1 }
        return Line(bytes: bytes, range: position..<end)
    }

    /// A line as the object that it is with what belongs around it.
    func object(_ line: Line, openedBy opening: String = "", closedBy closing: String) -> JSONObject? {
        try? JSONValue(parsing: Array(opening.utf8) + bytes[line.range] + Array(closing.utf8)).objectValue
    }
}
