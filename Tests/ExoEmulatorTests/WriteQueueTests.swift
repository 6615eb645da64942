import HTTPServer
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@testable import EmulatorCore

/// Writes of many threads that wait for one another, on threads of their own: the pool has too few for a full transaction.
struct WriteQueueTests {
    private static let count = 20
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func database(sync: (@Sendable () -> Int32)? = nil) throws -> Database {
        try Database(
            path: folder.path + "/queue.sqlite",
            migrations: [
                Migration(
                    name: "first",
                    steps: [
                        """
                        CREATE TABLE entry (
                            number INTEGER PRIMARY KEY,
                            other INTEGER REFERENCES entry(number) DEFERRABLE INITIALLY DEFERRED
                        ) STRICT
                        """
                    ]
                )
            ],
            sync: sync
        )
    }

    /// What became of the writes, and in which order they were carried out.
    private struct Run: Sendable {
        var kept: [Int] = []
        var errors: [Int: DatabaseError.Code?] = [:]
        var order: [Int] = []
    }

    /// Makes a write in each of many threads; the first is not done before the others wait, one behind another.
    private func run(
        _ database: Database,
        _ write: @escaping @Sendable (Connection, Int) throws -> Void
    ) throws -> Run {
        let run = Mutex(Run())
        let mayEnd = WorkQueue<Bool>()
        let hasBegun = WorkQueue<Bool>()
        var threads: [NativeThread] = []
        for number in 0..<Self.count {
            threads.append(
                try NativeThread {
                    do {
                        try database.write { connection in
                            if number == 0 {
                                hasBegun.put(true)
                                _ = mayEnd.take()
                            }
                            run.withLock { $0.order.append(number) }
                            try write(connection, number)
                        }
                        run.withLock { $0.kept.append(number) }
                    } catch {
                        run.withLock { $0.errors[number] = .some((error as? DatabaseError)?.code) }
                    }
                }
            )
            if number == 0 { _ = hasBegun.take() }
            while database.queue.count < number { sched_yield() }
        }
        mayEnd.put(true)
        for thread in threads { thread.join() }
        return run.withLock { run in
            run.kept.sort()
            return run
        }
    }

    private static func insert(_ number: Int, other: Int? = nil, _ connection: Connection) throws {
        try connection.execute("INSERT INTO entry VALUES (?, ?)", [number, other])
    }

    private func stored(_ database: Database) throws -> [Int] {
        try database.read { try $0.rows("SELECT number FROM entry ORDER BY 1") { try Int($0.integer()) } }
    }

    @Test func writesThatWaitAreCarriedOutInTheirOrderAndTakeBackWhatIsTheirOwn() throws {
        struct Refused: Error {}
        let database = try database()
        let run = try run(database) { connection, number in
            try Self.insert(number, connection)
            if number % 3 == 0 { throw Refused() }
            if number % 3 == 1 { try Self.insert(number, connection) }
        }
        #expect(run.order == Array(0..<Self.count))
        #expect(run.kept == (0..<Self.count).filter { $0 % 3 == 2 })
        #expect(run.errors.allSatisfy { $0.value == ($0.key % 3 == 0 ? nil : .constraint) })
        #expect(try stored(database) == run.kept)
    }

    /// What refers to nothing is noticed when the transaction ends.
    @Test func aCommitThatFailsFailsEachWriteOfItsTransaction() throws {
        let database = try database()
        let run = try run(database) { connection, number in
            try Self.insert(number, other: number == 5 ? 1000 : nil, connection)
        }
        #expect(!run.kept.contains(5) && run.kept.count + run.errors.count == Self.count)
        #expect(run.kept.count >= Self.count - 8)
        #expect(try stored(database) == run.kept)
    }

    @Test func aDiskThatFailsFailsEveryWrite() throws {
        let run = try run(try database { EIO }) { connection, number in try Self.insert(number, connection) }
        #expect(run.kept.isEmpty)
        #expect(run.errors.values.count { $0 == .failed } == Self.count)
    }
}
