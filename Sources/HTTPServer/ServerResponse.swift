/// What a handler answers.
package struct ServerResponse: Sendable {
    /// How a reply goes wrong on purpose.
    package enum Fault: Sendable, Equatable {
        /// The connection closes without a reply.
        case noReply
        /// The reply announces its whole length, then ends after so many bytes of body.
        case cutAfter(Int)
        /// The connection is reset.
        case reset
    }

    package var status: Int
    package var headers: [ServerRequest.Field]
    package var body: [UInt8]
    /// A body that is too long to stand in memory, in the place of `body`; it is sent whole.
    package var file: SpoolFile?
    /// How long the reply waits; the connection is suspended meanwhile and holds no thread.
    package var delay: Duration?
    package var fault: Fault?
    /// What a log tells of the request beside its status; never sent.
    package var note: [ServerRequest.Field] = []

    package init(
        status: Int,
        headers: [ServerRequest.Field] = [],
        body: [UInt8] = [],
        delay: Duration? = nil,
        fault: Fault? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.delay = delay
        self.fault = fault
    }
}

/// Answers requests; called on several threads at once.
package typealias RequestHandler = @Sendable (ServerRequest) -> ServerResponse
