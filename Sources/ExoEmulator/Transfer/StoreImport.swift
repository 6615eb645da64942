import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import ExoCrypto
import ExoJSON
import HTTPServer

/// Puts an exported document in the place of everything a store holds: all of it, or nothing.
struct StoreImport: Sendable {
    /// Columns whose text is a JSON object of its own.
    private static let documents: Set = ["document", "properties", "parameters", "position", "keys"]

    /// How many tables and rows were taken.
    struct Result: Sendable, Equatable {
        var tables = 0
        var rows = 0
    }

    private let document: ExportedDocument

    /// Reads a document.
    ///
    /// - Parameter bytes: The JSON text.
    /// - Throws: ``EmulatorError`` when it is no export, or one of a newer emulator.
    init(_ bytes: [UInt8]) throws {
        let file: SpoolFile
        do {
            file = try SpoolFile()
            try file.append(bytes)
        } catch let error as ServerError { throw Self.refusal(error.message) }
        try self.init(file)
    }

    /// Reads a document that lies in a file.
    ///
    /// - Throws: ``EmulatorError`` when it is no export, or one of a newer emulator, or does not go to its end.
    init(_ file: SpoolFile) throws { try self.init(file.descriptor, size: file.size, keeping: file) }

    /// Reads a document that lies in a file with a name.
    ///
    /// - Throws: ``EmulatorError`` as above, and when the file cannot be read.
    init(path: String) throws {
        guard let file = SpoolFile(reading: path) else { throw EmulatorError("\(path) cannot be read.") }
        try self.init(file)
    }

    private init(_ descriptor: Int32, size: Int, keeping file: SpoolFile) throws {
        do { document = try ExportedDocument(descriptor, size: size, keeping: file) } catch let damage
            as ExportedDocument.Damage
        {
            throw Self.refusal(damage.reason)
        } catch let error as EmulatorError {
            throw Self.refusal(error.message)
        } catch { throw Self.refusal("the document is not JSON") }
        let head = document.head
        guard head["format"]?.stringValue == StoreExport.format else {
            throw Self.refusal("the document does not say \"format\": \"\(StoreExport.format)\"")
        }
        guard head["version"]?.integerValue == Int64(StoreExport.version) else {
            throw Self.refusal("\"version\" is not \(StoreExport.version), the only one this emulator reads")
        }
        guard let schema = head["schema"]?.integerValue, schema <= Int64(Store.migrations.count) else {
            throw Self.refusal(
                "\"schema\" is missing, or of a newer emulator than this one (\(Store.migrations.count))"
            )
        }
        guard document.hasTables else { throw Self.refusal("\"tables\" is missing") }
    }

    /// Puts the document into a store; when something is wrong with it, the store stays as it was.
    ///
    /// - Parameter store: The store.
    /// - Returns: How much was taken.
    /// - Throws: ``EmulatorError`` with the table and row that is wrong; `DatabaseError` when the store fails.
    func write(to store: Store) throws -> Result {
        try store.replace { draft in
            let result = try draft.write(write)
            do { try ObjectIndex.rebuild(in: draft) } catch let error as DatabaseError where error.code == .constraint {
                throw Self.refusal("table \"exchange_object\": \(error.message)")
            }
            return result
        }
    }

    private func write(_ connection: Connection) throws -> Result {
        // Rows come by table, not in the order in which they need each other.
        try connection.executeScript("PRAGMA defer_foreign_keys=1")
        let known = Dictionary(
            uniqueKeysWithValues: try StoreTable.all(connection).map { ($0.name, $0) }
        )
        var result = Result()
        var document = document
        var seen: Set<String> = []
        while let given = try reading({ try document.nextTable() }) {
            guard seen.insert(given.name).inserted else {
                throw Self.refusal("the table \"\(given.name)\" is there twice")
            }
            // What is made of the other tables is made anew.
            if StoreTable.derived.contains(given.name) {
                _ = try reading { try document.rows(of: given) { _, _ in } }
                continue
            }
            guard let table = known[given.name] else {
                throw Self.refusal("there is no table \"\(given.name)\"")
            }
            result.tables += 1
            result.rows += try write(given, of: &document, to: table, connection)
        }
        // What steps of the schema took from stores comes again with documents from before them.
        let schema = document.head["schema"]?.integerValue ?? 0
        if let step = Store.migrations.firstIndex(where: { $0.name == Migration.exchangeAccess.name }), schema <= step {
            try connection.executeScript(Migration.withoutFixedRoles)
        }
        if let step = Store.migrations.firstIndex(where: { $0.name == Migration.auditAccounts.name }), schema <= step {
            try connection.executeScript(Migration.accountsByName)
        }
        try checkReferences(connection)
        try checkContent(connection)
        return result
    }

    private func write(
        _ given: ExportedDocument.Table,
        of document: inout ExportedDocument,
        to table: StoreTable,
        _ connection: Connection
    ) throws -> Int {
        let place = "table \"\(table.name)\""
        let incomplete = Self.refusal("\(place) needs \"columns\" and \"rows\"")
        guard let names = given.columns?.arrayValue?.map(\.stringValue) else { throw incomplete }
        let columns = try names.map { name in
            guard let column = table.columns.first(where: { $0.name == name }) else {
                throw Self.refusal("\(place) has no column \"\(name ?? "")\"")
            }
            return column
        }
        guard Set(columns.map(\.name)).count == columns.count else {
            throw Self.refusal("\(place) names a column twice")
        }
        let statement = table.insertion(columns.map(\.name))
        let count = try reading {
            try document.rows(of: given) { number, row in
                let values = try Self.values(row, columns, of: table.name) { "\(place), row \(number + 1): \($0)" }
                do { try connection.execute(statement, values) } catch let error as DatabaseError
                    where error.code == .constraint
                {
                    throw Self.refusal("\(place), row \(number + 1): \(error.message)")
                }
            }
        }
        guard let count else { throw incomplete }
        return count
    }

    private func reading<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let damage as ExportedDocument.Damage { throw Self.refusal(damage.reason) }
    }

    private static func values(
        _ row: JSONValue,
        _ columns: [StoreTable.Column],
        of table: String,
        _ say: (String) -> String
    ) throws -> [SQLValue] {
        guard let elements = row.arrayValue, elements.count == columns.count else {
            throw refusal(say("a row is an array of \(columns.count) values"))
        }
        return try zip(elements, columns).map { element, column in
            switch element {
            case .null: return .null
            case .integer(let number): return .integer(number)
            case .double(let number): return .real(number)
            case .string(let text):
                let isDocument =
                    documents.contains(column.name) || table == "exchange_content" && column.name == "value"
                if isDocument, (try? JSONValue(parsing: text).objectValue) == nil {
                    throw refusal(say("\"\(column.name)\" is not a JSON object"))
                }
                return .text(text)
            case .bool, .unsigned, .array, .object:
                throw refusal(say("\"\(column.name)\" is neither text nor a number that fits"))
            }
        }
    }

    // The last row of a table without row numbers has none to name.
    private func checkReferences(_ connection: Connection) throws {
        let broken = try connection.first("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check") { row in
            (table: try row.text(), row: try row.optionalInteger(), parent: try row.text())
        }
        guard let broken else { return }
        let row = broken.row.map { ", row \($0)" } ?? ""
        throw Self.refusal("table \"\(broken.table)\"\(row): it belongs to a \(broken.parent) that is not there")
    }

    private func checkContent(_ connection: Connection) throws {
        guard try connection.first("SELECT 1 FROM tenant LIMIT 1", read: { try $0.integer() }) != nil else {
            throw Self.refusal("there is no tenant in it")
        }
        for record in try connection.records(SigningKeyRecord.self, where: "TRUE") {
            guard try Self.isWhole(record) else {
                throw Self.refusal("table \"signing_key\": the key \(record.kid) is not one with its certificate")
            }
        }
        let parameterKeys = try connection.rows("SELECT private_key_pem FROM exchange_parameter_key") {
            try $0.text()
        }
        for pem in parameterKeys where (try? RSAPrivateKey(pem: Array(pem.utf8))) == nil {
            throw Self.refusal("table \"exchange_parameter_key\": the key cannot be read")
        }
    }

    private static func isWhole(_ record: SigningKeyRecord) throws -> Bool {
        guard let key = try? RSAPrivateKey(pem: Array(record.privateKeyPEM.utf8)),
            let certificate = try? Certificate(pem: Array(record.certificatePEM.utf8))
        else { return false }
        return try certificate.publicKey == key.publicKey
            && Base64URL.encode(certificate.sha1Thumbprint) == record.kid
    }

    private static func refusal(_ reason: String) -> EmulatorError {
        EmulatorError("Nothing was imported: \(reason).")
    }
}
