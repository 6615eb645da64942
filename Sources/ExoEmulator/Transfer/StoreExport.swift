import EmulatorCore
import ExoJSON

/// Writes the whole store as one JSON document, one row a line: what is the same is written the same.
struct StoreExport: Sendable {
    /// What the document calls itself.
    static let format = "exo-emulator"
    /// The document's own version.
    static let version = 1

    /// So many bytes are handed on at once.
    private static let part = 1 << 18

    private var bytes: [UInt8] = []

    /// Writes the document of a store, part by part.
    ///
    /// It holds everything: hashes of passwords, and private keys that sign tokens.
    ///
    /// - Parameters:
    ///   - store: The store, read at one moment.
    ///   - take: Takes the parts of a JSON text that ends in a line feed.
    /// - Throws: `DatabaseError`, or what `take` throws.
    static func write(_ store: Store, to take: ([UInt8]) throws -> Void) throws {
        try store.read { connection in
            var export = StoreExport()
            try export.write(connection, take)
        }
    }

    /// The document of a store as a whole, for one that is small.
    static func document(_ store: Store) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try write(store) { bytes += $0 }
        return bytes
    }

    private mutating func write(_ connection: Connection, _ take: ([UInt8]) throws -> Void) throws {
        let schema = try connection.first("PRAGMA user_version") { try $0.integer() } ?? 0
        append("{\"format\":\"\(Self.format)\",\"version\":\(Self.version),\"schema\":\(schema),\"tables\":{")
        for (place, table) in try StoreTable.all(connection).enumerated() {
            append(place == 0 ? "\n" : ",\n")
            try write(table, connection, take)
        }
        append("\n}}\n")
        try take(bytes)
    }

    private mutating func write(
        _ table: StoreTable,
        _ connection: Connection,
        _ take: ([UInt8]) throws -> Void
    ) throws {
        JSONWriter.append(string: table.name, to: &bytes)
        append(":{\"columns\":[")
        for (place, column) in table.columns.enumerated() {
            if place > 0 { append(",") }
            JSONWriter.append(string: column.name, to: &bytes)
        }
        append("],\"rows\":[")
        var isFirst = true
        try connection.forEachRow(table.selection) { row in
            append(isFirst ? "\n[" : ",\n[")
            isFirst = false
            for place in table.columns.indices {
                if place > 0 { append(",") }
                try write(row.value())
            }
            append("]")
            if bytes.count > Self.part {
                try take(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
            return true
        }
        append(isFirst ? "]}" : "\n]}")
    }

    private mutating func write(_ value: SQLValue) throws {
        switch value {
        case .null: append("null")
        case .integer(let number): append(String(number))
        case .real(let number): append(number.description)
        case .text(let text): JSONWriter.append(string: text, to: &bytes)
        case .blob: throw DatabaseError(.unexpectedValue, message: "a column holds bytes, which are not exported")
        }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
