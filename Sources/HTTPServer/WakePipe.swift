#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Wakes one waiting thread from any other.
final class WakePipe: Sendable {
    private let reading: Int32
    private let writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw ServerError(.failed, "no pipe: error \(errno)") }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Ends the present wait, or the next one.
    func wake() {
        // A full pipe has woken the reader already.
        _ = unsafe write(writing, [1 as UInt8], 1)
    }

    /// Waits until `wake`, until something can be read elsewhere, or until the time is over.
    ///
    /// - Parameters:
    ///   - limit: How long at most; nil for as long as it takes.
    ///   - others: Descriptors that end the wait too.
    func wait(atMost limit: Duration?, orReadable others: [Int32] = []) {
        var descriptors = ([reading] + others).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let milliseconds = limit.map { Int32(clamping: $0.wholeMilliseconds) } ?? -1
        _ = unsafe poll(&descriptors, nfds_t(descriptors.count), milliseconds)
        var bytes = [UInt8](repeating: 0, count: 64)
        while unsafe read(reading, &bytes, bytes.count) > 0 {}
    }
}

extension Duration {
    /// Rounded up, never below zero.
    fileprivate var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
