import EmulatorCore
import EmulatorExchange
import EmulatorGraph
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The replies that stand in the place of real ones, each in the form of the service that was asked.
struct FaultReply {
    private let door: FaultDoor
    private let subject: FaultSubject
    private var request: ServerRequest { subject.request }

    init(_ door: FaultDoor, _ subject: FaultSubject) {
        self.door = door
        self.subject = subject
    }

    /// The reply of a fault that leaves no room for the real one.
    func replacing(_ kind: FaultKind) -> ServerResponse {
        switch kind {
        case .reply(let response): return response
        case .throttled(let after): return throttled(after)
        case .concurrencyRefused: return plain(429, ExchangeService.concurrencyText)
        case .unavailable(let after):
            var reply = refusal(503, "ServiceUnavailable", "serviceNotAvailable", "The service is not available.")
            reply.headers += retry(after)
            return reply
        case .gatewayTimeout:
            return refusal(504, "GatewayTimeout", "gatewayTimeout", "The service did not answer in time.")
        case .reset: return ServerResponse(status: 503, fault: .reset)
        case .noReply: return ServerResponse(status: 503, fault: .noReply)
        case .nulBytes:
            var reply = ServerResponse(status: 403, body: Array(repeating: 0, count: 4096))
            reply.headers = common + [.init("Content-Encoding", "gzip")]
            return reply
        case .cursorExpired: return door.exchange.pageRefusal(for: request)
        case .regionMoved: return door.exchange.movedReply(for: request)
        case .tokenRevoked:
            let refusal = TokenRefusal.revoked(validFrom: door.context.clock.now)
            return subject.service == .graph
                ? door.graph.refusal(of: refusal, to: request) : door.exchange.refusal(of: refusal, to: request)
        case .latency, .microDelay, .rateLimit, .cut, .falseGzip, .clockSkew, .staleReads:
            preconditionFailure("\(kind.name) leaves room for the real reply")
        }
    }

    /// 429, with or without the word when to come again.
    func throttled(_ after: FaultKind.RetryAfter) -> ServerResponse {
        var reply = refusal(429, "TooManyRequests", "TooManyRequests", "Too many requests were sent.")
        reply.headers += retry(after)
        return reply
    }

    private func retry(_ after: FaultKind.RetryAfter) -> [ServerRequest.Field] {
        switch after {
        case .never: []
        case .seconds(let seconds):
            [.init("Retry-After", Int64(exactly: seconds).map { String($0) } ?? seconds.description)]
        case .date(let seconds):
            [.init("Retry-After", HTTPDate.text(door.context.clock.now.addingTimeInterval(seconds)))]
        }
    }

    // The bodies of such replies are not published but for Graph's codes; whoever reads them must do without.
    private func refusal(_ status: Int, _ code: String, _ graphCode: String, _ message: String) -> ServerResponse {
        switch subject.service {
        case .graph:
            let reply = ServerResponse.problem(status, code: graphCode, message)
            return ServerResponse(status: status, headers: common + reply.headers, body: reply.body)
        case .signIn, .identity:
            return .json(
                ["error": "temporarily_unavailable", "error_description": .string(message)],
                status: status
            )
        default:
            let reply = ServerResponse.problem(status, code: code, message)
            return ServerResponse(status: status, headers: common + reply.headers, body: reply.body)
        }
    }

    private func plain(_ status: Int, _ text: String) -> ServerResponse {
        ServerResponse(
            status: status,
            headers: common + [.init("Content-Type", "text/plain; charset=utf-8")],
            body: Array(text.utf8)
        )
    }

    private var common: [ServerRequest.Field] {
        switch subject.service {
        case .exchange, .compliance: door.exchange.commonHeaders(for: request)
        case .graph: [.init("request-id", UUID().uuidString.lowercased())]
        default: []
        }
    }
}
