import EmulatorCore
import EmulatorEntra
import HTTPServer

/// Finds the part of the emulator that answers a request, by listener and the first segment of the path.
struct RequestRouter: Sendable {
    private let services: [String: any EmulatorService]
    private let signIn: EntraService
    private let identity: ManagedIdentityService

    /// Makes a router.
    ///
    /// - Parameters:
    ///   - services: The parts that have first segments of their own; no two have the same.
    ///   - signIn: The part whose paths begin with a tenant.
    ///   - identity: The part that alone answers over plain HTTP.
    init(_ services: [any EmulatorService], signIn: EntraService, identity: ManagedIdentityService) {
        let named = services.flatMap { service in service.segments.map { ($0, service) } }
        self.services = Dictionary(uniqueKeysWithValues: named)
        self.signIn = signIn
        self.identity = identity
    }

    /// Answers a request.
    func response(to request: ServerRequest) -> ServerResponse {
        let path = request.pathSegments
        if request.listener == ManagedIdentityService.listener {
            return identity.respond(to: request, path: path)
                ?? Self.nothing("This address has /metadata, /msi/token and /oauth2/token.")
        }
        let owner = services[path.first?.lowercased() ?? ""]
        let reply = owner.map { $0.respond(to: request, path: path) } ?? signIn.respond(to: request, path: path)
        return reply ?? Self.nothing("The emulator speaks Entra ID, Microsoft Graph and /adminapi.")
    }

    private static func nothing(_ hint: String) -> ServerResponse {
        .problem(404, code: "NotFound", "Nothing answers at this path. \(hint)")
    }
}
