#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Synchronization

/// Sends requests through libcurl, from one thread of its own that begins with the first request.
///
/// HTTP/1.1, and HTTP/2 where libcurl is new enough; proxies with log-in; cookies and trust per ``HTTPSession``. A body is read
/// from the network only as fast as it is consumed. Nothing is repeated: where a connection ends without a reply the error says
/// whether the request may have arrived. The body is given as it was sent; no compression is asked for and none undone.
public final class CurlTransport: HTTPTransport {
    private let configuration: TransportConfiguration
    private let loop: CurlLoop
    /// Where proxies are looked for; the process's own is read with the first request, and not for each.
    private let environment: Mutex<[String: String]?>

    /// Makes a transport; nothing is loaded or started yet.
    public init(_ configuration: TransportConfiguration = TransportConfiguration()) {
        self.configuration = configuration
        loop = CurlLoop(configuration)
        environment = Mutex(configuration.environment)
    }

    deinit { loop.stop() }

    /// Begins to load what the first request needs, and does not wait for it; for programs that know early that one will come.
    public static func prepare() {
        // Without a thread the first request loads it, and says what is wrong.
        try? LoopThread { _ = CurlLibrary.isReady }.detach()
    }

    /// Sends one request.
    ///
    /// - Parameter request: What to send.
    /// - Returns: The reply's head; its body is read by the caller and keeps the transport alive.
    /// - Throws: ``TransportError`` or `CancellationError`.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let target = try HTTPURL(request.url)
        try request.headers.check()
        guard !request.method.isEmpty, request.method.utf8.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) else {
            throw TransportError(code: .invalidRequest, message: "the method is not a word in capitals")
        }
        let environment = environment.withLock { known in
            let environment = known ?? ProcessInfo.processInfo.environment
            known = environment
            return environment
        }
        let proxy = ProxyChoice(session: request.session?.proxy, target: target, environment: environment)
        let transfer = CurlTransfer(request, target: target, proxy: proxy, capacity: configuration.bodyBuffer)
        try Task.checkCancellation()
        let head = try await withTaskCancellationHandler {
            try loop.start(transfer)
            return try await transfer.head()
        } onCancel: {
            loop.cancel(transfer)
        }
        let reader = BodyReader(transfer, loop: loop, transport: self)
        return HTTPResponse(status: head.status, headers: head.headers, body: HTTPBody { try await reader.next() })
    }

    /// Ends every request that is under way and frees everything.
    ///
    /// Later requests are refused. A transport that is let go of does the same without waiting.
    public func shutDown() async { await loop.shutDown() }
}
