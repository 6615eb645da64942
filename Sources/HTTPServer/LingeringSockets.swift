import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Sockets of connections that were ended while their peers may still have been sending.
///
/// A socket that is closed with bytes unread resets its connection, and the peer may lose the reply that told it why.
/// So what still comes is read and dropped, until the peer ends its side too or its time is over.
final class LingeringSockets: Sendable {
    private struct Socket {
        let descriptor: Int32
        let end: ServerTime
    }

    private struct State {
        var isOpen = true
        var sockets: [Socket] = []
    }

    private static let maximumCount = 64
    private let state = Mutex(State())
    private let changed: WakePipe
    private let patience: Duration

    /// - Parameters:
    ///   - patience: How long a peer may go on sending.
    ///   - changed: Woken when there is one more socket to read from.
    init(patience: Duration, changed: WakePipe) {
        self.patience = patience
        self.changed = changed
    }

    deinit { close() }

    /// Keeps the socket behind a descriptor open, which itself stays its owner's to close.
    func keep(_ descriptor: Int32) {
        let isKept = state.withLock { state in
            guard state.isOpen, state.sockets.count < Self.maximumCount else { return false }
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { return false }
            _ = shutdown(copy, Int32(SHUT_WR))
            state.sockets.append(Socket(descriptor: copy, end: .now + patience))
            return true
        }
        if isKept { changed.wake() }
    }

    /// What to watch for bytes to drop.
    var descriptors: [Int32] { state.withLock { $0.sockets.map(\.descriptor) } }

    /// Drops what has come, and closes the sockets that are done or late.
    ///
    /// - Returns: When the next one is late.
    func drain(at moment: ServerTime) -> ServerTime? {
        state.withLock { state in
            guard !state.sockets.isEmpty else { return nil }
            var buffer = [UInt8](repeating: 0, count: 64 * 1024)
            state.sockets.removeAll { socket in
                let isDone = socket.end <= moment || Self.hasEnded(socket.descriptor, &buffer)
                if isDone { Self.end(socket.descriptor) }
                return isDone
            }
            return state.sockets.map(\.end).min()
        }
    }

    /// Closes all and keeps none from now on.
    func close() {
        state.withLock { state in
            for socket in state.sockets { Self.end(socket.descriptor) }
            state = State(isOpen: false)
        }
    }

    // A megabyte at a time, so that one peer does not keep the thread from the others.
    private static func hasEnded(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Bool {
        for _ in 0..<16 {
            let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 || count < 0 && errno == EINTR { continue }
            return count == 0 || errno != EAGAIN && errno != EWOULDBLOCK
        }
        return false
    }

    private static func end(_ descriptor: Int32) {
        #if canImport(Darwin)
        Darwin.close(descriptor)
        #else
        Glibc.close(descriptor)
        #endif
    }
}
