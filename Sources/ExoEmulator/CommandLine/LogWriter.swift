import HTTPServer
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes log lines on a thread of its own, so that no request waits for who reads them.
///
/// Where nobody reads, lines beyond a limit are dropped, and how many is written once somebody reads again.
final class LogWriter: Sendable {
    /// The error that ended the writing.
    private final class Failure: Sendable { let code = Mutex<Int32?>(nil) }

    private let lines: WorkQueue<String>
    private let descriptor: Int32
    private let thread: NativeThread
    private let failure: Failure

    /// - Parameters:
    ///   - descriptor: Where the lines go.
    ///   - limit: How many lines may wait to be written.
    /// - Throws: ``ServerError`` when there is no thread to be had.
    init(to descriptor: Int32, limit: Int = 10_000) throws {
        let lines = WorkQueue<String>(limit: limit)
        self.lines = lines
        self.descriptor = descriptor
        let failure = Failure()
        self.failure = failure
        thread = try NativeThread {
            let code = Self.write(lines, to: descriptor)
            failure.code.withLock { $0 = code }
        }
    }

    /// Adds a line and returns at once.
    func write(_ line: String) { lines.put(line) }

    /// Writes what waits, unless nobody reads, and ends the thread; to be called once.
    ///
    /// - Returns: The system's error number where lines could not be written.
    @discardableResult func close() -> Int32? {
        lines.close()
        thread.join()
        return failure.code.withLock { $0 }
    }

    private enum Written { case all, unread, failed(Int32) }

    private static func write(_ lines: WorkQueue<String>, to descriptor: Int32) -> Int32? {
        while let (items, dropped) = lines.takeAll() {
            var text = items.map { "\($0)\n" }.joined()
            if dropped > 0 { text += "\(dropped) lines were dropped: nobody read them\n" }
            switch write(Array(text.utf8), to: descriptor, while: { lines.isOpen }) {
            case .all: continue
            case .unread: return nil
            case .failed(let code): return code
            }
        }
        return nil
    }

    // A pipe that can be written takes this much at once, so that no call blocks.
    private static let part = Int(PIPE_BUF)
    private static let patience: Int32 = 250

    private static func write(_ bytes: [UInt8], to descriptor: Int32, while isOpen: () -> Bool) -> Written {
        var rest = bytes[...]
        while !rest.isEmpty {
            var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            let ready = unsafe poll(&state, 1, patience)
            if ready == 0 || ready < 0 && errno == EINTR {
                if isOpen() { continue }
                return .unread
            }
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe writeSome(descriptor, bytes.baseAddress, min(bytes.count, part))
            }
            guard count > 0 || errno == EINTR || errno == EAGAIN else { return .failed(errno) }
            rest = rest.dropFirst(max(count, 0))
        }
        return .all
    }
}

private func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}
