/// The reader's end of a body: the transfer ends when it goes.
final class BodyReader: Sendable {
    private let transfer: CurlTransfer
    private let loop: CurlLoop
    /// Kept so that the transport's thread lives as long as a body is read.
    private let transport: CurlTransport

    init(_ transfer: CurlTransfer, loop: CurlLoop, transport: CurlTransport) {
        self.transfer = transfer
        self.loop = loop
        self.transport = transport
    }

    deinit { loop.cancel(transfer) }

    func next() async throws -> [UInt8]? {
        if Task.isCancelled {
            loop.cancel(transfer)
            throw CancellationError()
        }
        return try await withTaskCancellationHandler {
            try await transfer.next { loop.resume(transfer) }
        } onCancel: {
            loop.cancel(transfer)
        }
    }
}
