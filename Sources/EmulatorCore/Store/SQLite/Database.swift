import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
import Glibc
#else
import Foundation
#endif

/// A SQLite database: one writer, and a few readers that never wait for it.
///
/// What a write returns is on the disk. A read inside a write sees what the write did so far; nested reads and nested writes
/// join the outer transaction.
package final class Database: Sendable {
    private let writer: ConnectionSlot
    private let readers: [ConnectionSlot]
    private let nextReader = Atomic<Int>(0)
    /// Whether the last of the readers is lent to a view.
    private let hasView = Atomic<Bool>(false)
    let queue = WriteQueue()
    /// How many writes share a transaction at most, and how old it may be when another joins: few enough that others are carried
    /// out while these wait for the disk and are answered.
    private static let mostWrites = 8
    private static let longestShared = Duration.milliseconds(20)
    /// Kilobytes of pages that the writer remembers, and pages after which the log is put into the file.
    private static let everyday = "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=8000"
    private static let whileFilling = "PRAGMA cache_size=-131072; PRAGMA wal_autocheckpoint=32000"
    /// Nil for a database that is gone with the process anyway.
    private let groupCommit: GroupCommit?
    /// What is run at the end of a write that may have changed more than content.
    private let mark: String?

    /// Opens the database and brings it to the newest version.
    ///
    /// - Parameters:
    ///   - path: The file, made readable for its owner alone when it is new; nil for one that is gone with the process:
    ///     a file without a name in the folder for temporary files.
    ///   - isLasting: Whether what is written must survive the machine; never for one without a path.
    ///   - readerCount: How many reads run beside each other.
    ///   - migrations: The steps from an empty database to the present one.
    ///   - mark: A statement that is run at the end of each write that may have changed more than content.
    ///   - sync: Writes the log down to the disk in place of the system; answers 0, or the system's error.
    /// - Throws: `DatabaseError` with the codes `cannotOpen`, `corrupt`, `busy` and `newerSchema`.
    init(
        path: String?,
        isLasting: Bool = true,
        readerCount: Int = 4,
        migrations: [Migration],
        mark: String? = nil,
        sync: (@Sendable () -> Int32)? = nil
    ) throws {
        self.mark = mark
        let file = path ?? FileManager.default.temporaryDirectory.path + "/exo-emulator-\(UUID().uuidString)"
        let isLasting = isLasting && path != nil
        let isChecked = path != nil && Self.isToBeChecked(file)
        try Self.createPrivately(file)
        defer {
            if path == nil { for end in ["", "-wal", "-shm"] { unsafe unlink(file + end) } }
        }
        let connection = try Connection(path: file)
        let mode = try connection.first("PRAGMA journal_mode=WAL") { try $0.text() }
        guard mode == "wal" else {
            throw DatabaseError(.cannotOpen, message: "no write-ahead log on \(file): \(mode ?? "no answer")")
        }
        // Commits are not waited for one by one: GroupCommit does it.
        try connection.executeScript("PRAGMA synchronous=\(isLasting ? "NORMAL" : "OFF")")
        try connection.executeScript(Self.everyday)
        if isChecked {
            let check = try connection.first("PRAGMA quick_check(1)") { try $0.text() }
            guard check == "ok" else {
                throw DatabaseError(.corrupt, message: "\(file): \(check ?? "no answer")")
            }
        }
        try Migration.run(migrations, on: connection)
        writer = ConnectionSlot(connection)
        readers = try (0..<max(readerCount, 1)).map { _ in
            let reader = try Connection(path: file)
            try reader.executeScript("PRAGMA query_only=1; PRAGMA cache_size=-8192")
            // Opens its log, which may lose its name.
            _ = try reader.first("SELECT 1 FROM sqlite_schema") { try $0.integer() }
            return ConnectionSlot(reader)
        }
        groupCommit = try isLasting ? sync.map { GroupCommit(sync: $0) } ?? GroupCommit(database: file) : nil
    }

    /// Runs `body` in one read transaction.
    package func read<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
        if writer.isHeldByCaller { return try writer.useAgain(body) }
        if let held = readers.first(where: \.isHeldByCaller) { return try held.useAgain(body) }
        return try onReader { connection in
            try connection.transaction("BEGIN DEFERRED") { try body(connection) }
        }
    }

    /// Lends a reader to a view of the present moment, of which there is one at a time.
    ///
    /// - Returns: The view; nil where there is one, or no reader to spare.
    /// - Throws: `DatabaseError`.
    func makeView() throws -> DelayedView? {
        guard readers.count > 1, let last = readers.last, !hasView.exchange(true, ordering: .relaxed) else {
            return nil
        }
        let view = DelayedView(last)
        do { try view.refresh() } catch {
            hasView.store(false, ordering: .relaxed)
            throw error
        }
        return view
    }

    /// Takes the reader of a view back.
    func end(_ view: DelayedView) {
        view.end()
        hasView.store(false, ordering: .relaxed)
    }

    /// Runs `body` with all its reads in one transaction, so that each costs only itself.
    package func snapshot<Result: Sendable>(_ body: () throws -> Result) throws -> Result {
        try read { _ in try body() }
    }

    /// Runs `body` in one write transaction; all of it happens or none, and what happened is on the disk.
    ///
    /// Writes that come at the same time share a transaction; one that fails takes back what is its own.
    package func write<Value: Sendable>(_ body: (Connection) throws -> Value) throws -> Value {
        if writer.isHeldByCaller { return try writer.useAgain(body) }
        var outcome: Result<(value: Value, transaction: SharedTransaction), any Error>?
        withoutActuallyEscaping(body) { body in
            let write = WaitingWrite { connection in outcome = Result { try self.joined(connection, body) } }
            if queue.leads(write) { lead(with: write) }
        }
        guard let written = try outcome?.get() else {
            throw DatabaseError(.failed, message: "the write was not carried out")
        }
        if let number = try written.transaction.commit() { try groupCommit?.wait(for: number) }
        return written.value
    }

    /// Carries out a write and those that wait meanwhile, and lets the others go when all of it is on the disk.
    private func lead(with own: WaitingWrite) {
        var done: [WaitingWrite] = []
        let number = writer.use { connection in
            let begin = ContinuousClock.now
            var next: WaitingWrite? = own
            while let write = next {
                write.carryOut(connection)
                done.append(write)
                let mayGoOn = done.count < Self.mostWrites && begin.duration(to: .now) < Self.longestShared
                next = mayGoOn ? queue.next() : nil
            }
            return commit(connection)
        }
        // Others write while these wait for the disk; that it failed each of them is told by itself.
        queue.handOver()
        if let number { try? groupCommit?.wait(for: number) }
        for write in done.dropFirst() { write.end(.isDone) }
    }

    private func joined<Value>(
        _ connection: Connection,
        _ body: (Connection) throws -> Value
    ) throws -> (Value, SharedTransaction) {
        let isFirst = connection.shared == nil
        if isFirst { try connection.execute("BEGIN IMMEDIATE") }
        let transaction = connection.shared ?? SharedTransaction(begin: connection.changeCount)
        connection.shared = transaction
        do {
            if !isFirst { try connection.execute("SAVEPOINT joined") }
            connection.hasChangedMore = false
            let value = try body(connection)
            if let mark, connection.hasChangedMore { try connection.execute(mark) }
            if !isFirst { try connection.execute("RELEASE joined") }
            return (value, transaction)
        } catch {
            takeBack(connection, isFirst: isFirst, after: error)
            throw error
        }
    }

    /// Takes back what a write did that failed.
    private func takeBack(_ connection: Connection, isFirst: Bool, after error: any Error) {
        do {
            if !isFirst, connection.isInTransaction {
                try connection.execute("ROLLBACK TO joined")
                try connection.execute("RELEASE joined")
                return
            }
            // SQLite takes back the whole by itself on some failures.
            if connection.isInTransaction { try connection.execute("ROLLBACK") }
            connection.shared?.end(.failure(error))
        } catch {
            // What cannot be taken back alone is taken back with the rest.
            if connection.isInTransaction { _ = try? connection.execute("ROLLBACK") }
            connection.shared?.end(.failure(error))
        }
        connection.shared = nil
    }

    /// Commits the transaction that writes share, if there is one.
    ///
    /// - Returns: The number of the commit, nil where nothing was changed.
    private func commit(_ connection: Connection) -> UInt64? {
        guard let transaction = connection.shared.take() else { return nil }
        do {
            try connection.execute("COMMIT")
            let isChanged = connection.changeCount != transaction.begin
            let number = isChanged ? groupCommit?.committed() : nil
            transaction.end(.success(number))
            return number
        } catch {
            // One that cannot be taken back either ends with the connection's next statement.
            if connection.isInTransaction { _ = try? connection.execute("ROLLBACK") }
            transaction.end(.failure(error))
            return nil
        }
    }

    /// Runs `body`, which reads with one statement, and so sees one moment without a transaction of its own.
    ///
    /// - Returns: What it returns; nil within a write.
    func lookUp<Result: Sendable>(_ body: (Connection) throws -> Result?) throws -> Result? {
        guard !writer.isHeldByCaller else { return nil }
        if let held = readers.first(where: \.isHeldByCaller) { return try held.useAgain(body) }
        return try onReader(body)
    }

    private func onReader<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
        let free = readers.prefix(readers.count - (hasView.load(ordering: .relaxed) ? 1 : 0))
        for reader in free {
            if let result = try reader.useIfFree(body) { return result }
        }
        let turn = nextReader.wrappingAdd(1, ordering: .relaxed).oldValue
        return try free[abs(turn % free.count)].use(body)
    }

    /// Runs `body` with the writing connection outside any transaction, for statements that forbid one.
    func withoutTransaction<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
        let (result, number) = try writer.use { connection in
            let before = connection.changeCount
            let result = try body(connection)
            if let mark { try connection.execute(mark) }
            return (result, connection.changeCount == before ? nil : groupCommit?.committed())
        }
        if let number { try groupCommit?.wait(for: number) }
        return result
    }

    /// Runs `body`, which writes a great deal, while the writer remembers more.
    func filling<Result>(_ body: () throws -> Result) throws -> Result {
        try withoutTransaction { try $0.executeScript(Self.whileFilling) }
        defer { _ = try? withoutTransaction { try $0.executeScript(Self.everyday) } }
        return try body()
    }

    /// Bytes up to which a database is read through at each start.
    private static let smallSize = 64 * 1024 * 1024

    /// Whether the whole file is looked at before it is used.
    ///
    /// A large one is so only after a process that did not end in order, which leaves its log behind; that a file was cut
    /// short SQLite sees by itself.
    private static func isToBeChecked(_ path: String) -> Bool {
        size(of: path) <= smallSize || size(of: path + "-wal") > 0
    }

    private static func size(of path: String) -> Int {
        var facts = stat()
        return unsafe stat(path, &facts) == 0 ? Int(facts.st_size) : 0
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
