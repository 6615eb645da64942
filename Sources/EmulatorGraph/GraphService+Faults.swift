package import EmulatorCore
package import HTTPServer

extension GraphService {
    /// The refusal of a token, for who makes it go wrong on purpose.
    package func refusal(of refusal: TokenRefusal, to request: ServerRequest) -> ServerResponse {
        let path = request.pathSegments
        let depth = path.first?.lowercased() == "graph" ? 2 : 1
        let exchange = GraphExchange(
            request,
            version: path.prefix(depth).joined(separator: "/").lowercased(),
            context: context
        )
        let authority = AuthorityHost.responsible(for: request, context.endpoints)
        return exchange.refusal(GraphError(refusal, authority: authority))
    }
}
