package import EmulatorCore
package import HTTPServer

extension GraphService {
    /// The refusal of a token, for who makes it go wrong on purpose.
    package func refusal(of refusal: TokenRefusal, to request: ServerRequest) -> ServerResponse {
        let authority = AuthorityHost.responsible(for: request, context.endpoints)
        return exchange(request).refusal(GraphError(refusal, authority: authority))
    }

    /// The refusal of a body that the server does not read.
    package func lengthRefusal(for request: ServerRequest) -> ServerResponse {
        exchange(request).refusal(.tooLong)
    }

    private func exchange(_ request: ServerRequest) -> GraphExchange {
        let path = request.pathSegments
        let depth = path.first?.lowercased() == "graph" ? 2 : 1
        return GraphExchange(
            request,
            version: path.prefix(depth).joined(separator: "/").lowercased(),
            context: context
        )
    }
}
