#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A program that is run without a shell to read what it prints; it reads nothing itself.
struct ChildProgram: Sendable {
    /// What became of it.
    struct Outcome: Sendable {
        /// What it printed.
        var output: [UInt8] = []
        /// The beginning of what it wrote to standard error, where that was taken.
        var errors: [UInt8] = []
        /// Its exit code; `nil` where a signal ended it.
        var exitCode: Int32?
        /// The signal that ended it.
        var signal: Int32?
        /// Whether it was ended because it printed too much.
        var isTooLong = false
    }

    /// Where its standard error goes.
    enum Errors: Sendable {
        /// Where ours goes.
        case shown
        /// Into the outcome.
        case taken
        /// Nowhere.
        case dropped
    }

    /// Where it is.
    var path: String
    /// Its arguments, without its name.
    var arguments: [String]
    /// Its variables.
    var environment: [String: String]
    /// Where its standard error goes.
    var errors: Errors
    /// The most bytes that are taken from it.
    var limit = ToolOutput.longestText

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - time: How long it may run.
    ///   - clock: What that is measured with.
    /// - Returns: What became of it; `nil` when its time was over, and it and what it began were ended.
    /// - Throws: ``TokenError`` with code `sourceUnavailable` when it cannot be begun; `CancellationError`, after it was ended.
    func run(for time: Duration, by clock: any Clock<Duration>) async throws -> Outcome? {
        let child = try ChildProcess(self)
        return try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask { await child.outcome() }
            group.addTask {
                try await clock.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            let first = try await group.next() ?? nil
            try Task.checkCancellation()
            return first
        }
    }

    /// Begins it and leaves it to itself: it goes on when this program ends, and nobody reads what it prints.
    ///
    /// - Throws: ``TokenError`` with code `sourceUnavailable` when it cannot be begun.
    func beginAndLeave() throws {
        let id = try ChildSpawn.begin(self, output: nil, errors: nil)
        try ChildThread.start {
            var status: Int32 = 0
            while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
        }
    }
}
