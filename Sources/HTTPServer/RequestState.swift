/// One request while it arrives and waits for its reply.
///
/// It belongs to the library's thread that serves the connection, and to a worker while the connection is suspended.
final class RequestState {
    /// How far the request has come.
    enum Phase {
        /// Nothing but the request line has been seen.
        case begun
        /// The header is accepted, the body arrives.
        case reading
        /// A worker makes the reply.
        case working
        /// The reply is made and waits for its time.
        case waiting(ServerResponse)
        /// The reply is with the library.
        case answered
    }

    /// As on the wire; nil when it is no text.
    let target: String?
    var phase: Phase = .begun
    var request: ServerRequest?
    var body: [UInt8] = []
    /// A body that is too long to stand in memory.
    var spool: SpoolFile?
    /// How much of the body has come, kept or not.
    var bodySize = 0
    /// How long the body may be.
    var bodyLimit = 0

    init(target: String?) {
        self.target = target
    }
}
