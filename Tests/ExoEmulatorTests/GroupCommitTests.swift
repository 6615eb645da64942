import HTTPServer
import Synchronization
import Testing

@testable import EmulatorCore

struct GroupCommitTests {
    /// A disk that works only while it is told to.
    private final class Disk: Sendable {
        let calls = Atomic<Int>(0)
        let started = WorkQueue<Int>()
        let turns = WorkQueue<Int32>()

        func sync() -> Int32 {
            started.put(calls.wrappingAdd(1, ordering: .relaxed).newValue)
            return turns.take() ?? 0
        }
    }

    @Test func sharesOneCallAmongAllWhoWaitForTheDisk() throws {
        let disk = Disk()
        let commits = GroupCommit { disk.sync() }
        let first = commits.committed()
        let done = Atomic<Int>(0)
        let leader = try NativeThread {
            #expect(throws: Never.self) { try commits.wait(for: first) }
            done.wrappingAdd(1, ordering: .relaxed)
        }
        #expect(disk.started.take() == 1)
        // These come while the disk is at work, so its first call may not count for them.
        let others = try (0..<50).map { _ in
            let number = commits.committed()
            return try NativeThread {
                #expect(throws: Never.self) { try commits.wait(for: number) }
                done.wrappingAdd(1, ordering: .relaxed)
            }
        }
        disk.turns.put(0)
        #expect(disk.started.take() == 2)
        #expect(done.load(ordering: .relaxed) <= 1)
        disk.turns.put(0)
        leader.join()
        for thread in others { thread.join() }
        #expect(done.load(ordering: .relaxed) == 51)
        #expect(disk.calls.load(ordering: .relaxed) == 2)
    }

    @Test func promisesNothingOnceTheDiskHasFailed() throws {
        let disk = Disk()
        let commits = GroupCommit { disk.sync() }
        disk.turns.put(5)
        let error = #expect(throws: DatabaseError.self) { try commits.wait(for: commits.committed()) }
        #expect(error?.code == .failed)
        #expect(throws: DatabaseError.self) { try commits.wait(for: commits.committed()) }
        #expect(disk.calls.load(ordering: .relaxed) == 1)
    }
}
