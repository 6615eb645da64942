internal import ExoJSON

/// The rows of a CSV text (RFC 4180), with any of the delimiters that spreadsheets use.
struct CSVTable {
    let columns: [String]
    let rows: [JSONObject]

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - delimiter: What stands between cells; `nil` finds out.
    ///   - header: The names of the columns; `nil` takes them from the first record.
    /// - Throws: ``CommandError``.
    init(_ text: String, delimiter: String?, header: [String]?) throws {
        var bytes = Array(text.utf8)[...]
        // What Windows PowerShell writes before the heading.
        if bytes.starts(with: "#TYPE ".utf8) {
            bytes = bytes.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
        }
        // What Excel takes the delimiter from.
        var named: UInt8?
        if bytes.starts(with: "sep=".utf8), bytes.count > 5 {
            named = bytes[bytes.startIndex + 4]
            bytes = bytes.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
        }
        let separator: UInt8
        switch delimiter {
        case nil where named != nil: separator = named ?? UInt8(ascii: ",")
        case nil: separator = Self.separator(bytes)
        case "\\t", "\t": separator = UInt8(ascii: "\t")
        case let text?:
            guard text.utf8.count == 1, let byte = text.utf8.first else {
                throw CommandError(.usage, "a delimiter is one character, not '\(text)'")
            }
            separator = byte
        }
        var records = try Self.records(bytes, separator, hasHeading: header == nil)
        let names = header ?? (records.isEmpty ? [] : records.removeFirst().map { $0 ?? "" })
        guard !names.isEmpty, !names.contains("") else {
            throw CommandError(.usage, "the file has a column without a name, or none at all")
        }
        if let twice = names.first(where: { name in names.count { $0.lowercased() == name.lowercased() } > 1 }) {
            throw CommandError(.usage, "the file has the column \(twice) twice")
        }
        columns = names
        rows = try records.enumerated().map { place, record in
            guard record.count <= names.count else {
                throw CommandError(
                    .usage,
                    "row \(place + 1) of the file has \(record.count) cells, and there are \(names.count) columns"
                )
            }
            return JSONObject(
                names.enumerated().map { column, name in
                    let cell = column < record.count ? record[column] : nil
                    return JSONObject.Member(name: name, value: cell.map { .string($0) } ?? .null)
                }
            )
        }
    }

    /// The delimiter that stands most often in the heading, outside of quotes.
    private static func separator(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: "\n"), !isQuoted { break }
            if !isQuoted, ",;\t".utf8.contains(byte) { counts[byte, default: 0] += 1 }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? UInt8(ascii: ",")
    }

    /// The records; `nil` is a cell with nothing in it, not even quotes.
    private static func records(
        _ bytes: ArraySlice<UInt8>,
        _ separator: UInt8,
        hasHeading: Bool
    ) throws -> [[String?]] {
        let quote = UInt8(ascii: "\"")
        var records: [[String?]] = []
        var record: [String?] = []
        var cell: [UInt8] = []
        var wasQuoted = false
        var place = bytes.startIndex
        func end() { record.append(cell.isEmpty && !wasQuoted ? nil : String(decoding: cell, as: UTF8.self)) }
        while place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            if byte == quote, cell.isEmpty, !wasQuoted {
                wasQuoted = true
                while true {
                    guard place < bytes.endIndex else {
                        // The cell itself may be a password.
                        let row = records.count + (hasHeading ? 0 : 1)
                        let name = row == 0 ? "the heading" : "row \(row)"
                        throw CommandError(
                            .usage,
                            "\(name) of the file has a quote without its end, in column \(record.count + 1)"
                        )
                    }
                    if bytes[place] == quote {
                        guard place + 1 < bytes.endIndex, bytes[place + 1] == quote else { break }
                        place += 1
                    }
                    cell.append(bytes[place])
                    place += 1
                }
                place += 1
            } else if byte == separator || byte == UInt8(ascii: "\n") {
                if byte != separator, !wasQuoted, cell.last == UInt8(ascii: "\r") { cell.removeLast() }
                end()
                cell = []
                wasQuoted = false
                guard byte != separator else { continue }
                if record.contains(where: { $0 != nil }) { records.append(record) }
                record = []
            } else if byte == UInt8(ascii: "\r"), wasQuoted {
                continue
            } else {
                cell.append(byte)
            }
        }
        if !cell.isEmpty || wasQuoted || !record.isEmpty {
            if !wasQuoted, cell.last == UInt8(ascii: "\r") { cell.removeLast() }
            end()
            if record.contains(where: { $0 != nil }) { records.append(record) }
        }
        return records
    }
}
