import EmulatorCore
import ExoJSON
import HTTPServer
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A recording that is written: one exchange a line, each line at once.
final class RecordingFile: Sendable {
    private struct State: Sendable {
        var size = 0
        var count = 0
        var isFull = false
    }

    private let descriptor: Int32
    private let limit: Int
    private let state = Mutex(State())

    /// Makes the file, for its owner alone.
    ///
    /// - Parameters:
    ///   - path: Where; there must be none yet.
    ///   - limit: Its greatest size in bytes.
    /// - Throws: ``EmulatorError``.
    init(_ path: String, limit: Int) throws {
        self.limit = limit
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason =
                errno == EEXIST
                ? "it is there already; name another file, or remove it" : unsafe String(cString: strerror(errno))
            throw EmulatorError("\(path) cannot be made: \(reason)")
        }
    }

    deinit { close(descriptor) }

    /// Writes an exchange.
    ///
    /// - Returns: Whether it was written; not once the file is full.
    /// - Throws: ``EmulatorError`` when the disk does not take it.
    func add(_ exchange: RecordedExchange) throws -> Bool {
        var line = JSONValue.object(exchange.json).serialized()
        line.append(UInt8(ascii: "\n"))
        return try state.withLock { state in
            guard !state.isFull, state.size + line.count <= limit else {
                state.isFull = true
                return false
            }
            var rest = line[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 || errno == EINTR else {
                    let reason = unsafe String(cString: strerror(errno))
                    // A line is whole or not there: who reads the recording refuses it for half a one.
                    _ = ftruncate(descriptor, off_t(state.size))
                    throw EmulatorError("The recording cannot be written: \(reason)")
                }
                rest = rest.dropFirst(max(count, 0))
            }
            state.size += line.count
            state.count += 1
            return true
        }
    }

    /// How many exchanges were written, and whether there was no room for more.
    var written: (count: Int, isFull: Bool) { state.withLock { ($0.count, $0.isFull) } }
}
