import HTTPServer

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes log lines on a thread of its own, so that no request waits for who reads them.
///
/// Where nobody reads, lines beyond a limit are dropped, and how many is written once somebody reads again.
final class LogWriter: Sendable {
    private let lines: WorkQueue<String>
    private let descriptor: Int32
    private let thread: NativeThread

    /// - Parameters:
    ///   - descriptor: Where the lines go.
    ///   - limit: How many lines may wait to be written.
    /// - Throws: ``ServerError`` when there is no thread to be had.
    init(to descriptor: Int32, limit: Int = 10_000) throws {
        let lines = WorkQueue<String>(limit: limit)
        self.lines = lines
        self.descriptor = descriptor
        thread = try NativeThread { Self.write(lines, to: descriptor) }
    }

    /// Adds a line and returns at once.
    func write(_ line: String) { lines.put(line) }

    /// Writes what waits, unless nobody reads, and ends the thread; to be called once.
    func close() {
        lines.close()
        thread.join()
    }

    private static func write(_ lines: WorkQueue<String>, to descriptor: Int32) {
        while let (items, dropped) = lines.takeAll() {
            var text = items.map { "\($0)\n" }.joined()
            if dropped > 0 { text += "\(dropped) lines were dropped: nobody read them\n" }
            guard write(Array(text.utf8), to: descriptor, while: { lines.isOpen }) else { return }
        }
    }

    // A pipe that can be written takes this much at once, so that no call blocks.
    private static let part = Int(PIPE_BUF)
    private static let patience: Int32 = 250

    private static func write(_ bytes: [UInt8], to descriptor: Int32, while isOpen: () -> Bool) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            let ready = unsafe poll(&state, 1, patience)
            if ready == 0 || ready < 0 && errno == EINTR {
                if isOpen() { continue }
                return false
            }
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe writeSome(descriptor, bytes.baseAddress, min(bytes.count, part))
            }
            guard count > 0 || errno == EINTR || errno == EAGAIN else { return false }
            rest = rest.dropFirst(max(count, 0))
        }
        return true
    }
}

private func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}
