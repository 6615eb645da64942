internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A transport that writes down each exchange.
struct TracingTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let archive: TraceArchive
    private let now: @Sendable () -> Date
    private let clock: any Clock<Duration>

    init(
        _ transport: any HTTPTransport,
        _ archive: TraceArchive,
        now: @escaping @Sendable () -> Date,
        clock: any Clock<Duration>
    ) {
        self.transport = transport
        self.archive = archive
        self.now = now
        self.clock = clock
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let exchange = TracedExchange(request, at: now(), Stopwatch(clock))
        let number = archive.begin { exchange.entry }
        do {
            var response = try await transport.send(request)
            exchange.noteHead(response)
            response.body = TracedBody(exchange, number, archive).reading(response.body)
            return response
        } catch {
            exchange.noteEnd(error)
            archive.end(number)
            throw error
        }
    }
}

/// The reading of a body, written down when it ends or nobody reads on.
private final class TracedBody: Sendable {
    private let exchange: TracedExchange
    private let number: Int
    private let archive: TraceArchive

    init(_ exchange: TracedExchange, _ number: Int, _ archive: TraceArchive) {
        self.exchange = exchange
        self.number = number
        self.archive = archive
    }

    deinit {
        exchange.noteEnd(nil)
        archive.end(number)
    }

    func reading(_ body: HTTPBody) -> HTTPBody {
        let parts = body.makeAsyncIterator()
        return HTTPBody { [self] in
            var parts = parts
            do {
                guard let part = try await parts.next() else {
                    exchange.noteWholeBody()
                    archive.end(number)
                    return nil
                }
                exchange.note(part)
                return part
            } catch {
                exchange.noteEnd(error)
                archive.end(number)
                throw error
            }
        }
    }
}
