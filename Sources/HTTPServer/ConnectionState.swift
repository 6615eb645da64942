import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What is known of one open connection.
final class ConnectionState: Sendable {
    /// The socket, valid until the library's notice that the connection closed has been answered.
    let descriptor: Int32
    let remoteAddress: String
    /// When the peer must have sent what is due, in nanoseconds of `ServerTime`; 0 while nothing is due.
    private let deadline = Atomic<Int64>(0)
    /// Whether the peer may be in the middle of a request.
    private let isSending = Atomic<Bool>(true)

    init(descriptor: Int32, remoteAddress: String) {
        self.descriptor = descriptor
        self.remoteAddress = remoteAddress
    }

    func expect(by moment: ServerTime) {
        deadline.store(moment.nanoseconds, ordering: .relaxed)
    }

    func expectNothing() {
        deadline.store(0, ordering: .relaxed)
    }

    /// A request begins.
    func beginRequest() {
        isSending.store(true, ordering: .relaxed)
    }

    /// The request has been read to its end.
    func endRequest() {
        isSending.store(false, ordering: .relaxed)
    }

    /// Whether bytes nobody has read have come or may yet come.
    var hasUnreadBytes: Bool {
        if isSending.load(ordering: .relaxed) { return true }
        var byte: UInt8 = 0
        return unsafe recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) > 0
    }

    func isLate(at moment: ServerTime) -> Bool {
        let due = deadline.load(ordering: .relaxed)
        return due != 0 && due < moment.nanoseconds
    }

    /// Ends the connection in both directions; the library notices and closes it.
    func shutDown() {
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
        expectNothing()
        endRequest()
    }
}
