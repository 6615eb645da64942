internal import ExchangeOnline

/// Comma-separated values as spreadsheets write them (RFC 4180): comma, semicolon or tab, quotes, any line ends.
struct CSVReader: TableReader {
    /// A row that is longer is one whose quotes do not end.
    private static let longestRow = 16 << 20

    private(set) var heading = ""
    private(set) var columns: [String]? = nil
    private var text: TableText
    private var delimiter = UInt8(ascii: ",")
    private var bytes: [UInt8] = []
    /// Where the next row begins.
    private var start = 0
    private var line = 1

    /// Reads the heading.
    ///
    /// - Throws: ``TableError``, ``CommandError``.
    init(_ text: TableText, first bytes: [UInt8]) throws {
        self.text = text
        self.bytes = bytes
        try readHeading()
    }

    /// How the text is encoded.
    var encoding: (TableEncoding, hasMark: Bool) { (text.encoding ?? .utf8, text.hasMark) }

    mutating func next() throws -> TableRow? {
        while let record = try nextRecord() {
            // A line without anything is no row.
            guard record.fields != [""] else { continue }
            let columns = columns ?? []
            guard record.fields.count == columns.count else {
                let count = record.fields.count == 1 ? "1 field" : "\(record.fields.count) fields"
                throw TableError(line: record.line, message: "it has \(count), and the heading \(columns.count)")
            }
            return TableRow(
                line: record.line,
                cells: zip(columns, record.fields).map { ($0, .text($1)) },
                text: record.text
            )
        }
        return nil
    }

    // MARK: Heading

    private mutating func readHeading() throws {
        while true {
            try findDelimiter()
            guard let record = try nextRecord() else {
                throw CommandError(.usage, "the table is empty; its first line names the columns")
            }
            let first = record.fields.first ?? ""
            // Excel names the delimiter so, and Windows PowerShell the type of what it exported.
            if record.text.lowercased().hasPrefix("sep="), record.text.utf8.count == 5 {
                heading += record.text + "\n"
                if let named = record.text.utf8.last { delimiter = named }
                guard let next = try nextRecord() else {
                    throw CommandError(.usage, "the table has no heading behind its first line")
                }
                return try take(next)
            }
            if first.hasPrefix("#TYPE ") {
                heading += record.text + "\n"
                continue
            }
            if record.fields == [""] { continue }
            return try take(record)
        }
    }

    private mutating func take(_ record: Record) throws {
        heading += record.text + "\n"
        let names = record.fields.map(\.trimmed)
        var seen: Set<String> = []
        for name in names where !name.isEmpty && !seen.insert(name.lowercased()).inserted {
            throw CommandError(.usage, "line \(record.line) of the table names the column \(name) twice")
        }
        columns = names
    }

    /// Takes the delimiter that the first line has most of, outside of quotes.
    private mutating func findDelimiter() throws {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        var place = start
        while true {
            if place == bytes.count {
                let moved = start
                guard place - start <= Self.longestRow, try fill() else { break }
                place -= moved
            }
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].contains(byte) {
                counts[byte, default: 0] += 1
            }
        }
        let most = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].max { counts[$0] ?? 0 < counts[$1] ?? 0 }
        if let most, counts[most] != nil { delimiter = most }
    }

    // MARK: Records

    private struct Record {
        var line: Int
        var fields: [String]
        var text: String
    }

    private mutating func nextRecord() throws -> Record? {
        var isQuoted = false
        var isFieldStart = true
        // Two quotes are one: the second of them opens again what the first closed.
        var mayReopen = false
        var place = start
        var lineBreaks = 0
        let first = line
        while true {
            if place == bytes.count {
                guard place - start <= Self.longestRow else {
                    throw TableError(
                        line: first,
                        message: "it is longer than \(Self.longestRow >> 20) MB; a quote in it may have no end",
                        endsAll: true
                    )
                }
                let moved = start
                if try fill() {
                    place -= moved
                    continue
                }
                guard !isQuoted else {
                    start = bytes.count
                    throw TableError(line: first, message: "a quote in it has no end", endsAll: true)
                }
                guard place > start else { return nil }
                return try record(upTo: place, next: place, line: first, lineBreaks: lineBreaks)
            }
            let byte = bytes[place]
            place += 1
            if isQuoted {
                if byte == UInt8(ascii: "\n") { lineBreaks += 1 }
                if byte == UInt8(ascii: "\"") { (isQuoted, mayReopen) = (false, true) }
                isFieldStart = false
                continue
            }
            defer { mayReopen = false }
            switch byte {
            case UInt8(ascii: "\""):
                isQuoted = isFieldStart || mayReopen
                isFieldStart = false
            case delimiter: isFieldStart = true
            case UInt8(ascii: "\n"):
                return try record(upTo: place - 1, next: place, line: first, lineBreaks: lineBreaks + 1)
            case UInt8(ascii: "\r"):
                let end = place - 1
                if place == bytes.count {
                    let moved = start
                    let hasMore = try fill()
                    place -= hasMore ? moved : 0
                    if hasMore { return try ended(end - moved, place, first, lineBreaks) }
                }
                return try ended(end, place, first, lineBreaks)
            default: isFieldStart = false
            }
        }
    }

    private mutating func ended(_ end: Int, _ place: Int, _ line: Int, _ lineBreaks: Int) throws -> Record {
        let isPair = place < bytes.count && bytes[place] == UInt8(ascii: "\n")
        return try record(upTo: end, next: place + (isPair ? 1 : 0), line: line, lineBreaks: lineBreaks + 1)
    }

    /// Reads more; what is done with is let go of, so that what is left begins at 0.
    private mutating func fill() throws -> Bool {
        guard let part = try text.next() else { return false }
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: part)
        return true
    }

    private mutating func record(upTo end: Int, next: Int, line: Int, lineBreaks: Int) throws -> Record {
        let row = bytes[start..<end]
        start = next
        self.line += lineBreaks
        guard let text = String(validating: row, as: UTF8.self) else {
            throw TableError(
                line: line,
                message: "it is not UTF-8",
                repair: "if the file is from a spreadsheet of Windows, add --encoding windows-1252"
            )
        }
        return Record(line: line, fields: try fields(of: row, line: line), text: text)
    }

    private func fields(of row: ArraySlice<UInt8>, line: Int) throws -> [String] {
        var fields: [String] = []
        var place = row.startIndex
        while true {
            if place < row.endIndex, row[place] == UInt8(ascii: "\"") {
                var field: [UInt8] = []
                place += 1
                while place < row.endIndex {
                    let byte = row[place]
                    place += 1
                    guard byte == UInt8(ascii: "\"") else {
                        field.append(byte)
                        continue
                    }
                    guard place < row.endIndex, row[place] == byte else { break }
                    field.append(byte)
                    place += 1
                }
                guard place == row.endIndex || row[place] == delimiter else {
                    throw TableError(line: line, message: "something stands behind a closing quote")
                }
                fields.append(String(decoding: field, as: UTF8.self))
            } else {
                let end = row[place...].firstIndex(of: delimiter) ?? row.endIndex
                fields.append(String(decoding: row[place..<end], as: UTF8.self))
                place = end
            }
            guard place < row.endIndex else { return fields }
            place += 1
        }
    }
}
