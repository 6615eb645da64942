import EmulatorCore
import EmulatorExchange
import EmulatorGraph
import HTTPServer

/// What a request is told whose body is longer than the server takes, in the form of the service that it was for.
enum LengthRefusal {
    /// The refusal; `nil` where no form is known.
    static func reply(to request: ServerRequest, exchange: ExchangeService, graph: GraphService) -> ServerResponse? {
        switch FaultService(request, path: request.pathSegments) {
        case .exchange, .compliance: exchange.lengthRefusal(for: request)
        case .graph: graph.lengthRefusal(for: request)
        case .signIn, .identity, .resourceManager, .portal: nil
        }
    }
}
