import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A SQLite database: one writer and, for a file, a few readers that never wait for it.
///
/// A database in memory has a single connection that readers and the writer take in turn. A read inside a write sees what
/// the write did so far; nested reads and nested writes join the outer transaction.
final class Database: Sendable {
    private let writer: ConnectionSlot
    private let readers: [ConnectionSlot]
    private let nextReader = Atomic<Int>(0)

    /// Opens the database and brings it to the newest version.
    ///
    /// - Parameters:
    ///   - path: The file, made readable for its owner alone when it is new; nil for memory.
    ///   - readerCount: How many reads of a file run beside each other.
    ///   - migrations: The steps from an empty database to the present one.
    /// - Throws: `DatabaseError` with the codes `cannotOpen`, `corrupt`, `busy` and `newerSchema`.
    init(path: String?, readerCount: Int = 4, migrations: [Migration]) throws {
        guard let path else {
            let connection = try Connection(path: nil)
            try Migration.run(migrations, on: connection)
            writer = ConnectionSlot(connection)
            readers = []
            return
        }
        try Self.createPrivately(path)
        let connection = try Connection(path: path)
        let mode = try connection.first("PRAGMA journal_mode=WAL") { try $0.text() }
        guard mode == "wal" else {
            throw DatabaseError(.cannotOpen, message: "no write-ahead log on \(path): \(mode ?? "no answer")")
        }
        try connection.executeScript("PRAGMA synchronous=NORMAL")
        let check = try connection.first("PRAGMA quick_check(1)") { try $0.text() }
        guard check == "ok" else {
            throw DatabaseError(.corrupt, message: "\(path): \(check ?? "no answer")")
        }
        try Migration.run(migrations, on: connection)
        writer = ConnectionSlot(connection)
        readers = try (0..<max(readerCount, 1)).map { _ in
            let reader = try Connection(path: path)
            try reader.executeScript("PRAGMA query_only=1")
            return ConnectionSlot(reader)
        }
    }

    /// Runs `body` in one read transaction.
    func read<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
        if writer.isHeldByCaller { return try writer.useAgain(body) }
        if readers.isEmpty { return try writer.use(body) }
        if let held = readers.first(where: \.isHeldByCaller) { return try held.useAgain(body) }
        let snapshot = { (connection: Connection) in
            try connection.transaction("BEGIN DEFERRED") { try body(connection) }
        }
        for reader in readers {
            if let result = try reader.useIfFree(snapshot) { return result }
        }
        let turn = nextReader.wrappingAdd(1, ordering: .relaxed).oldValue
        return try readers[abs(turn) % readers.count].use(snapshot)
    }

    /// Runs `body` with a file's reads in one transaction, so that each costs only itself.
    ///
    /// The single connection of a database in memory is not held for it.
    func snapshot<Result: Sendable>(_ body: () throws -> Result) throws -> Result {
        guard !readers.isEmpty, !writer.isHeldByCaller else { return try body() }
        return try read { _ in try body() }
    }

    /// Runs `body` in one write transaction; all of it happens or none.
    func write<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
        if writer.isHeldByCaller { return try writer.useAgain(body) }
        return try writer.use { connection in
            try connection.transaction("BEGIN IMMEDIATE") { try body(connection) }
        }
    }

    /// Runs `body` with the writing connection outside any transaction, for statements that forbid one.
    func withoutTransaction<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
        try writer.use(body)
    }

    // The file holds password hashes and signing keys. The log and shared memory beside it get the file's mode.
    private static func createPrivately(_ path: String) throws {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw DatabaseError(.cannotOpen, message: "\(path): \(unsafe String(cString: strerror(errno)))")
        }
    }
}
