internal import EntraTokens
internal import ExoJSON
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An HTTP archive (HAR 1.2) in a file that only its owner may read.
///
/// Each exchange is written when it ends, and the end of the archive behind it, so that the file is whole at every moment, also
/// when the process is ended. Exchanges that are still open when the command ends are written as they are then.
final class TraceArchive: Sendable {
    private struct State {
        var descriptor: Int32
        /// Where the next entry goes: over the end of the archive.
        var offset = 0
        var entries = 0
        var open: [Int: @Sendable () -> JSONValue] = [:]
        var begun = 0
        /// Why the file could not be written.
        var failure: Int32?
    }

    private static let tail = Array("\n]}}\n".utf8)
    private let path: String
    private let state: Mutex<State>

    /// Makes the file, in the place of one that is there: the old one stands until the new one is whole, without an exchange yet.
    ///
    /// - Throws: ``CommandError`` when it cannot be written, or is something else than a file.
    init(_ path: String) throws {
        self.path = path
        let place = try Self.place(of: path)
        let draft = "\(place).\(getpid()).\(UInt32.random(in: 0 ... .max)).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.error(path, errno) }
        state = Mutex(State(descriptor: descriptor))
        let creator: JSONValue = ["name": "exo", "version": .string(ExoProgram.version)]
        let head = #"{"log":{"version":"1.2","creator":\#(creator.text()),"pages":[],"entries":["#
        let failure = state.withLock { state in
            Self.write(Array(head.utf8), to: &state)
            return state.failure ?? (rename(draft, place) == 0 ? nil : errno)
        }
        if let failure {
            unlink(draft)
            throw Self.error(path, failure)
        }
    }

    /// Where the file of that name is; a link stays one.
    private static func place(of path: String) throws -> String {
        let facts: FileFacts?
        do { facts = try LocalFile.facts(path) } catch let error as LocalFileError {
            throw Self.error(path, error.reason)
        }
        guard let facts else { return path }
        guard facts.kind == .file else {
            throw CommandError(.usage, "--trace: \(path) is not a file", details: ["an archive is written in a file"])
        }
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    deinit { _ = state.withLock { close($0.descriptor) } }

    /// Notes that an exchange began.
    ///
    /// - Parameter entry: The exchange as it is when it is asked for.
    /// - Returns: What ``end(_:)`` is to be called with.
    func begin(_ entry: @escaping @Sendable () -> JSONValue) -> Int {
        state.withLock { state in
            state.begun += 1
            state.open[state.begun] = entry
            return state.begun
        }
    }

    /// Writes an exchange that is over.
    func end(_ number: Int) {
        let entry = state.withLock { $0.open.removeValue(forKey: number) }
        guard let entry else { return }
        let bytes = entry().serialized()
        state.withLock { Self.append(bytes, to: &$0) }
    }

    /// Writes what is still open.
    ///
    /// - Returns: Why the archive is not whole, where it is not.
    func finish() -> CommandError? {
        let rest = state.withLock { state in
            defer { state.open = [:] }
            return state.open.sorted { $0.key < $1.key }.map(\.value)
        }
        for entry in rest {
            let bytes = entry().serialized()
            state.withLock { Self.append(bytes, to: &$0) }
        }
        return state.withLock(\.failure).map { Self.error(path, $0, .failed) }
    }

    private static func append(_ entry: [UInt8], to state: inout State) {
        write(Array((state.entries == 0 ? "\n" : ",\n").utf8) + entry, to: &state)
        state.entries += 1
    }

    /// Writes a part and the end of the archive behind it; the next part begins where the end stands.
    private static func write(_ part: [UInt8], to state: inout State) {
        guard state.failure == nil else { return }
        let bytes = part + tail
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(state.descriptor, $0.baseAddress, $0.count, off_t(state.offset + written))
            }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                state.failure = count == 0 ? EIO : errno
                // What was whole before stays so.
                _ = ftruncate(state.descriptor, off_t(state.offset))
                _ = tail.withUnsafeBytes { pwrite(state.descriptor, $0.baseAddress, $0.count, off_t(state.offset)) }
                return
            }
        }
        state.offset += part.count
    }

    private static func error(_ path: String, _ reason: Int32, _ code: ExitCode = .usage) -> CommandError {
        CommandError(code, "--trace: \(path) cannot be written: \(String(cString: strerror(reason)))")
    }
}
