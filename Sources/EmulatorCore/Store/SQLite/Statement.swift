import CSQLite

/// One prepared statement of one connection.
///
/// It belongs to its connection's thread of the moment; whoever holds the connection may use it.
@safe
final class Statement {
    let sql: String
    let effect: StatementEffect
    /// Whether somebody is between its first step and its reset.
    var isRunning = false
    // Owned: made in init, finalised in deinit, never handed out.
    private let handle: OpaquePointer
    // Unowned: the connection keeps every statement inside itself and so outlives it.
    private let database: OpaquePointer

    init(_ sql: String, database: OpaquePointer) throws {
        var made: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil)
        guard code == SQLITE_OK, let handle = unsafe made else {
            throw unsafe DatabaseError(code: code, database: database, statement: sql)
        }
        self.sql = sql
        effect = StatementEffect(sql, isReading: unsafe sqlite3_stmt_readonly(handle) != 0)
        unsafe self.handle = handle
        unsafe self.database = database
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    /// Binds every parameter in order.
    ///
    /// - Throws: `DatabaseError` when the count differs from the statement's or a value is too large.
    func bind(_ values: [any SQLBindable]) throws {
        let expected = unsafe Int(sqlite3_bind_parameter_count(handle))
        guard expected == values.count else {
            throw DatabaseError(
                .failed,
                message: "\(values.count) values for \(expected) parameters",
                statement: sql
            )
        }
        for (offset, value) in values.enumerated() {
            let code = bind(value.sqlValue, at: Int32(offset + 1))
            guard code == SQLITE_OK else {
                throw unsafe DatabaseError(code: code, database: database, statement: sql)
            }
        }
    }

    /// Moves to the next row.
    ///
    /// - Returns: Whether there is one.
    func step() throws -> Bool {
        let code = unsafe sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw unsafe DatabaseError(code: code, database: database, statement: sql)
        }
    }

    /// Makes the statement ready for its next use and forgets its values.
    func reset() {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    var columnCount: Int32 { unsafe sqlite3_column_count(handle) }

    func value(at column: Int32) -> SQLValue {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(handle, column))
        case SQLITE_TEXT: return .text(text(at: column))
        case SQLITE_BLOB: return .blob(blob(at: column))
        default: return .null
        }
    }

    // The pointer is good until the next step or conversion; the bytes are copied before.
    private func text(at column: Int32) -> String {
        guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    private func blob(at column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    // SQLITE_TRANSIENT makes SQLite copy the bytes before the call returns.
    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(handle, index, number)
        case .real(let number): return unsafe sqlite3_bind_double(handle, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    guard let start = characters.baseAddress else {
                        return unsafe sqlite3_bind_text(handle, index, "", 0, exo_sqlite_transient())
                    }
                    return unsafe sqlite3_bind_text64(
                        handle,
                        index,
                        start,
                        UInt64(characters.count),
                        exo_sqlite_transient(),
                        UInt8(SQLITE_UTF8)
                    )
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
            return unsafe bytes.withUnsafeBytes {
                unsafe sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), exo_sqlite_transient())
            }
        }
    }
}

extension DatabaseError {
    /// Reads SQLite's words for the failure that just happened.
    package init(code: Int32, database: OpaquePointer?, statement: String? = nil) {
        let words = unsafe database == nil ? sqlite3_errstr(code) : sqlite3_errmsg(database)
        let message = unsafe words.map { unsafe String(cString: $0) } ?? "unknown failure"
        let kind: Code =
            switch code & 0xff {
            case SQLITE_CONSTRAINT: .constraint
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY: .cannotOpen
            default: .failed
            }
        self.init(kind, sqliteCode: code, message: message, statement: statement)
    }
}
