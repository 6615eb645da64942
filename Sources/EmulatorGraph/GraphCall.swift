import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A request to Graph whose token was accepted.
final class GraphCall: Sendable {
    /// What the longest body may be.
    private static let bodyLimit = 1_048_576

    let context: EmulatorContext
    let request: ServerRequest
    let caller: CallerIdentity
    let administration: Administration
    /// Scheme, host, port and version, without a slash at the end.
    let root: String
    /// The path behind the version as it was written, with its slash.
    let rawPath: String
    let options: GraphOptions
    /// Whether the caller said `ConsistencyLevel: eventual`.
    let isEventual: Bool

    init(
        _ request: ServerRequest,
        version: String,
        caller: CallerIdentity,
        tenant: TenantRecord,
        context: EmulatorContext
    ) throws {
        self.context = context
        self.request = request
        self.caller = caller
        root = AuthorityHost(request, endpoints: context.endpoints).origin + "/" + version
        rawPath = request.rawPath.split(separator: "/").dropFirst(version.split(separator: "/").count)
            .map { "/\($0)" }.joined()
        options = GraphOptions(request.query)
        isEventual = request.header("ConsistencyLevel")?.lowercased() == "eventual"
        let user = caller.isApplication ? nil : try context.directory.user(id: caller.objectID)
        administration = Administration(
            directory: context.directory,
            tenant: tenant,
            now: context.clock.now,
            actorID: user?.tenantID == tenant.id ? user?.id : nil,
            origin: DirectoryOrigin(
                actorID: caller.objectID,
                userPrincipalName: user?.userPrincipalName ?? caller.userPrincipalName,
                applicationID: caller.applicationID,
                address: request.remoteAddress,
                userAgent: request.header("User-Agent")
            )
        )
    }

    var directory: Directory { context.directory }
    var tenantID: String { administration.tenantID }

    /// Whether the caller prefers something (RFC 7240).
    func prefers(_ preference: String) -> Bool {
        request.headers.contains { header in
            header.name.lowercased() == "prefer"
                && header.value.lowercased().split(separator: ",").contains {
                    $0.filter { $0 != " " } == preference
                }
        }
    }

    /// The members of the body.
    ///
    /// - Throws: ``GraphError`` when it is not a JSON object.
    func body(of resource: String) throws -> GraphBody {
        guard request.body.count <= Self.bodyLimit else {
            throw GraphError.tooLong
        }
        let type = request.header("Content-Type")?.lowercased() ?? ""
        guard type.hasPrefix("application/json") || request.body.isEmpty else {
            throw GraphError(
                415,
                "BadRequest",
                "The Content-Type of the request is not supported; send application/json."
            )
        }
        guard let object = (try? JSONValue(parsing: request.body))?.objectValue else {
            throw GraphError.badRequest(
                """
                Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid \
                JSON format.
                """
            )
        }
        return GraphBody(object, of: resource)
    }

    /// The id of the object that the body of a `$ref` names.
    func reference() throws -> String {
        var body = try body(of: "DirectoryObject")
        guard let address = try body.text("@odata.id") else {
            throw AdministrationError.required("@odata.id", of: "DirectoryObject")
        }
        try body.finish()
        let last = address.split(separator: "/").last.map { String($0) } ?? ""
        let id = GraphPath([last]).rest.first?.key?.value ?? last
        guard Administration.identifier(id) != nil else { throw AdministrationError.malformedIdentifier(id) }
        return id
    }
}
