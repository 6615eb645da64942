internal import EntraTokens
internal import Synchronization

/// The file at the end of a pipeline; one that is never whole leaves what was there before.
final class FileSink: ByteSink {
    private let file: OutputFile
    private let isDone = Mutex(false)

    /// Opens the file.
    ///
    /// - Throws: ``CommandError``.
    init(_ wanted: PipelineSink.OutputPath) throws {
        let exists = LocalFile.exists(wanted.path)
        if wanted.keepsExisting, exists {
            throw CommandError(.usage, "\(wanted.path) is there already, and -NoClobber keeps it")
        }
        file = try OutputFile(wanted.path, appends: wanted.appends)
        if wanted.hasMark, !(wanted.appends && exists) { try file.sink.write([0xEF, 0xBB, 0xBF]) }
    }

    /// Whether something stands before what will be appended.
    static func continues(_ wanted: PipelineSink.OutputPath) -> Bool {
        guard wanted.appends else { return false }
        do { return (try LocalFile.facts(wanted.path)?.size ?? 0) > 0 } catch { return false }  // Opening it tells why.
    }

    deinit { if take() { _ = file.abandon() } }

    func write(_ bytes: [UInt8]) throws { try file.sink.write(bytes) }

    /// Puts the file in its place.
    ///
    /// - Throws: ``CommandError``.
    func commit() throws { if take() { try file.commit() } }

    /// Whether it is open still; it is not from now on.
    private func take() -> Bool {
        isDone.withLock { isDone in
            defer { isDone = true }
            return !isDone
        }
    }
}
