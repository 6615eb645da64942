import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The part of Microsoft Graph by which apps are registered and a directory is read.
struct GraphService: EmulatorService {
    private static let versions = ["v1.0", "beta"]

    let context: EmulatorContext
    private let verifier: AccessTokenVerifier

    init(_ context: EmulatorContext) {
        self.context = context
        verifier = AccessTokenVerifier(context, resource: ResourceAPI.graph)
    }

    func respond(to request: ServerRequest, path: [String]) -> ServerResponse? {
        guard let first = path.first?.lowercased(), Self.versions.contains(first) else { return nil }
        let exchange = GraphExchange(request, version: first, context: context)
        do {
            let call = try authenticate(request, version: first)
            var segments = GraphPath(path.dropFirst())
            if segments.nextName == "myorganization" { _ = segments.next() }
            if segments.nextName == "$batch" {
                return exchange.response(try GraphBatch(call: call, version: first, service: self).respond())
            }
            return exchange.response(try GraphRouter(call: call).respond(segments))
        } catch {
            return exchange.refusal(Self.refusal(of: error))
        }
    }

    private func authenticate(_ request: ServerRequest, version: String) throws -> GraphCall {
        let caller: CallerIdentity
        do { caller = try verifier.verify(authorization: request.header("Authorization")) } catch let refusal
            as TokenRefusal
        {
            throw GraphError(refusal, authority: AuthorityHost(request, endpoints: context.endpoints).origin)
        }
        guard let tenant = try context.directory.tenant(matching: caller.tenantID) else {
            throw GraphError(TokenRefusal.wrongIssuer, authority: context.endpoints.base)
        }
        return try GraphCall(request, version: version, caller: caller, tenant: tenant, context: context)
    }

    private static func refusal(of error: any Error) -> GraphError {
        switch error {
        case let error as GraphError: error
        case let error as AdministrationError: GraphError(error)
        case let error as DatabaseError where error.code == .constraint:
            // What the rules above the store let through and its keys do not.
            GraphError(
                400,
                "Request_BadRequest",
                "A conflicting object with one or more of the specified property values is present in the directory."
            )
        default: GraphError(503, "serviceNotAvailable", "The emulator could not read or write its directory.")
        }
    }
}
