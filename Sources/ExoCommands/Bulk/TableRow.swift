internal import ExoJSON

/// A row of a table as it was read.
struct TableRow: Sendable {
    /// What stands in a column.
    enum Cell: Sendable {
        /// A text of a spreadsheet.
        case text(String)
        /// A value of a JSON object.
        case value(JSONValue)

        /// Whether nothing stands there.
        var isEmpty: Bool {
            switch self {
            case .text(let text): text.isEmpty
            case .value(let value): value.isNull || value == ""
            }
        }
    }

    /// The line of the file in which it begins.
    var line: Int
    /// What stands in it, by its columns.
    var cells: [(column: String, cell: Cell)]
    /// The row as it stood, without its line break.
    var text: String
}

extension TableRow {
    /// How many bytes of JSON one may have.
    static let longest = 16 << 20

    /// A row of the text of one JSON object.
    ///
    /// - Throws: ``TableError``, behind which the next row can be read.
    init(json: ArraySlice<UInt8>, line: Int) throws {
        let value: JSONValue
        do { value = try JSONValue(parsing: json) } catch let error as JSONError {
            throw TableError(line: line, message: "it is not JSON: \(error)")
        }
        guard let object = value.objectValue else {
            throw TableError(line: line, message: "it is not a JSON object")
        }
        // A row that fails is written in one line, from which it is read again.
        let isOneLine = !json.contains(UInt8(ascii: "\n"))
        self.init(
            line: line,
            cells: object.members.map { ($0.name, .value($0.value)) },
            text: isOneLine ? String(decoding: json, as: UTF8.self) : value.text()
        )
    }
}

/// Why a row, or all from there on, cannot be read.
struct TableError: Error {
    var line: Int
    var message: String
    /// What to do about it.
    var repair: String?
    /// Whether the rows behind it cannot be found.
    var endsAll = false

    /// A row of JSON that begins in that line is longer than any is read.
    static func tooLong(line: Int) -> TableError {
        TableError(line: line, message: "it is longer than \(TableRow.longest >> 20) MB", endsAll: true)
    }
}

/// Reads the rows of a table one after another.
protocol TableReader: Sendable {
    /// What stands before the first row, as it stood; empty where nothing does.
    var heading: String { get }
    /// The columns, where a heading names them.
    var columns: [String]? { get }
    /// How the text is encoded, and whether a mark says so.
    var encoding: (TableEncoding, hasMark: Bool) { get }

    /// The next row; `nil` at the end.
    ///
    /// - Throws: ``TableError``, after which the next row can be read unless it ends all; ``CommandError``.
    mutating func next() throws -> TableRow?
}
