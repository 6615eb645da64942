import EmulatorAdministration
package import EmulatorCore
package import ExoJSON
package import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The part of Microsoft Graph by which apps are registered and a directory is read.
package struct GraphService: EmulatorService {
    private static let versions = ["v1.0", "beta"]
    private static let folder = "graph"

    package let context: EmulatorContext
    private let verifier: AccessTokenVerifier

    package init(_ context: EmulatorContext) {
        self.context = context
        verifier = AccessTokenVerifier(context, resource: ResourceAPI.graph)
    }

    package var segments: [String] { Self.versions + [Self.folder] }

    package func respond(to request: ServerRequest, path: [String]) -> ServerResponse? {
        // Azure CLI, which takes its cloud's addresses from Resource Manager, finds Graph below a path of its own.
        let depth = path.first?.lowercased() == Self.folder ? 2 : 1
        guard path.count >= depth, Self.versions.contains(path[depth - 1].lowercased()) else { return nil }
        let version = path.prefix(depth).joined(separator: "/").lowercased()
        let exchange = GraphExchange(request, version: version, context: context)
        do {
            let pages = try CrossOrigin(
                request,
                .singlePageApplications,
                isAllowed: context.directory.isSinglePageOrigin
            )
            if let preflight = pages.preflight("GET, POST, PUT, PATCH, DELETE, OPTIONS") { return preflight }
            var reply = answer(request, path, depth: depth, version: version, exchange)
            reply.headers += pages.fields
            return reply
        } catch { return exchange.refusal(Self.refusal(of: error)) }
    }

    private func answer(
        _ request: ServerRequest,
        _ path: [String],
        depth: Int,
        version: String,
        _ exchange: GraphExchange
    ) -> ServerResponse {
        do {
            let call = try authenticate(request, version: version)
            var segments = GraphPath(path.dropFirst(depth))
            if segments.nextName == "myorganization" { _ = segments.next() }
            if segments.nextName == "$batch" {
                try call.options.check(for: .plain)
                return exchange.response(try GraphBatch(call: call, version: version, service: self).respond())
            }
            return exchange.response(try GraphRouter.respond(to: call, at: segments))
        } catch {
            return exchange.refusal(Self.refusal(of: error))
        }
    }

    /// An app registration of a tenant as its owner reads it.
    package func document(of application: ApplicationRecord, in tenant: TenantRecord) throws -> JSONValue {
        .object(try ApplicationEntity(directory: context.directory, tenant: tenant).render(application))
    }

    private func authenticate(_ request: ServerRequest, version: String) throws -> GraphCall {
        let caller: CallerIdentity
        do { caller = try verifier.verify(authorization: request.header("Authorization")) } catch let refusal
            as TokenRefusal
        {
            throw GraphError(refusal, authority: AuthorityHost.responsible(for: request, context.endpoints))
        }
        guard let tenant = try context.directory.tenant(matching: caller.tenantID) else {
            throw GraphError(
                TokenRefusal.wrongIssuer,
                authority: AuthorityHost.responsible(for: request, context.endpoints)
            )
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
