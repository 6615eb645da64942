import EmulatorCore
import ExoJSON
import HTTPServer

/// An exported document, read row by row where it has the lines that ``StoreExport`` writes.
///
/// Another program may have written the same document in other lines; then it is read whole, if it is not too long for that.
struct ExportedDocument {
    /// A table of the document.
    struct Table: Sendable {
        let name: String
        let columns: JSONValue?
        /// The rows where the document was read whole; nil where it has none.
        fileprivate let rows: [JSONValue]?
        fileprivate let isEmpty: Bool
    }

    /// What is wrong with it as a text.
    struct Damage: Error {
        let reason: String
    }

    /// A document in other lines may be so long.
    static let longestWhole = 64 * 1024 * 1024
    private static let longestLine = 64 * 1024 * 1024

    /// Everything beside the tables.
    let head: JSONObject
    /// Whether it has tables at all.
    let hasTables: Bool
    private let file: SpoolFile
    private var lines: FileLines?
    private var number = 1
    private var whole: ArraySlice<Table> = []

    /// Reads the beginning of a document, and whether it goes to its end.
    ///
    /// - Parameters:
    ///   - descriptor: The file.
    ///   - size: Its length.
    ///   - file: What keeps it open.
    /// - Throws: `JSONError` or ``Damage``; ``EmulatorError`` when a line is too long.
    init(_ descriptor: Int32, size: Int, keeping file: SpoolFile) throws {
        self.file = file
        var lines = FileLines(descriptor, longest: Self.longestLine)
        if let first = try lines.next()?.line, Self.ends(first, with: #""tables":{"#),
            let head = Self.object(first, closedBy: "}}"),
            try Self.isComplete(descriptor)
        {
            self.head = JSONObject(head.members.filter { $0.name != "tables" })
            self.lines = lines
            hasTables = true
            return
        }
        guard size <= Self.longestWhole else {
            throw Damage(
                reason: "the document is cut off, or has not the lines that 'exo-emulator export' writes, "
                    + "which more than \(Self.longestWhole >> 20) MB need"
            )
        }
        let document = try JSONValue(parsing: SpoolFile.bytes(of: descriptor, at: 0, count: size)).objectValue ?? [:]
        head = JSONObject(document.members.filter { $0.name != "tables" })
        let tables = document["tables"]?.objectValue?.members
        hasTables = tables != nil
        whole =
            (tables ?? []).map { member in
                let rows = member.value["rows"]?.arrayValue
                return Table(name: member.name, columns: member.value["columns"], rows: rows, isEmpty: false)
            }[...]
    }

    /// The next table; nil behind the last.
    ///
    /// - Throws: ``Damage``.
    mutating func nextTable() throws -> Table? {
        guard lines != nil else { return whole.popFirst() }
        guard let line = try nextLine(), line != Array("}}".utf8) else { return nil }
        let text = Self.withoutComma(line)
        let isEmpty = Self.ends(text, with: "]}")
        guard let object = Self.object(text, openedBy: "{", closedBy: isEmpty ? "}" : "]}}"), object.members.count == 1
        else { throw damaged }
        let table = object.members[0]
        return Table(name: table.name, columns: table.value["columns"], rows: nil, isEmpty: isEmpty)
    }

    /// Visits the rows of the table that was read last, and says how many there were; nil where the table has no rows, not even
    /// none.
    ///
    /// - Throws: ``Damage``, or what `visit` throws.
    mutating func rows(of table: Table, visit: (Int, JSONValue) throws -> Void) throws -> Int? {
        guard lines != nil else {
            guard let rows = table.rows else { return nil }
            for (number, row) in rows.enumerated() { try visit(number, row) }
            return rows.count
        }
        var count = 0
        while !table.isEmpty {
            guard let line = try nextLine() else { throw damaged }
            let text = Self.withoutComma(line)
            if text == Array("]}".utf8) { break }
            guard let row = try? JSONValue(parsing: text) else { throw damaged }
            try visit(count, row)
            count += 1
        }
        return count
    }

    private mutating func nextLine() throws -> [UInt8]? {
        number += 1
        return try lines?.next()?.line
    }

    private var damaged: Damage {
        Damage(reason: "line \(number) of the document is damaged, or the document is not JSON")
    }

    /// Whether every line has the beginning and the end that it should have, and the last ends the document.
    private static func isComplete(_ descriptor: Int32) throws -> Bool {
        var lines = FileLines(descriptor, longest: longestLine)
        _ = try lines.next()
        var isInRows = false
        while let line = try lines.next()?.line {
            let text = withoutComma(line)
            if isInRows {
                if text == Array("]}".utf8) {
                    isInRows = false
                } else if text.first != UInt8(ascii: "[") || text.last != UInt8(ascii: "]") {
                    return false
                }
            } else if line == Array("}}".utf8) {
                return try lines.next() == nil
            } else {
                guard text.first == UInt8(ascii: "\""), ends(text, with: "[") || ends(text, with: "]}") else {
                    return false
                }
                isInRows = !ends(text, with: "]}")
            }
        }
        return false
    }

    private static func withoutComma(_ line: [UInt8]) -> [UInt8] {
        line.last == UInt8(ascii: ",") ? Array(line.dropLast()) : line
    }

    private static func ends(_ line: [UInt8], with end: String) -> Bool {
        line.suffix(end.utf8.count).elementsEqual(end.utf8)
    }

    /// A line as the object that it is with what belongs around it.
    private static func object(_ line: [UInt8], openedBy opening: String = "", closedBy closing: String) -> JSONObject?
    {
        try? JSONValue(parsing: Array(opening.utf8) + line + Array(closing.utf8)).objectValue
    }
}
