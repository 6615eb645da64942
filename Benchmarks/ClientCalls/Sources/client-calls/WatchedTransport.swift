import ExchangeOnline
import Foundation
import Synchronization

/// The way out, with a look at each request to the service: what belongs to one connection must never come with what is another's.
final class WatchedTransport: HTTPTransport {
    /// What a connection was first seen with.
    private struct Owner: Equatable {
        var tenant: String
        var session: ObjectIdentifier
    }

    private struct State {
        var owners: [String: Owner] = [:]
        /// The sessions that were seen, kept so that none takes another's place in memory, and whose each is.
        var sessions: [ObjectIdentifier: (session: HTTPSession, connection: String)] = [:]
        /// The tenants that tokens say they are for.
        var tokens: [String: String] = [:]
        /// The server behind the front door that answers a connection, to which its own cookie alone leads.
        var servers: [String: String] = [:]
        var found = InterleavedRun.Found(requests: [:], complaints: [])
    }

    private let transport = CurlTransport()
    /// The only hosts that the service has, with their ports.
    private let hosts: Set<String>
    private let state = Mutex(State())

    init(hosts: Set<String>) { self.hosts = hosts }

    var found: InterleavedRun.Found { state.withLock { $0.found } }

    func complain(_ text: String) { state.withLock { $0.found.complaints.append(text) } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let parts = request.url.split(separator: "/")
        guard parts.count > 4, parts[2].lowercased() == "adminapi", let session = request.session else {
            return try await transport.send(request)
        }
        let connection = request.headers["connection-id"] ?? ""
        if !hosts.contains(String(parts[1])) { complain("a request went to \(parts[1])") }
        let owner = Owner(tenant: String(parts[4]).lowercased(), session: ObjectIdentifier(session))
        try look(at: request, of: owner, session, connection)
        let response = try await transport.send(request)
        let server = response.headers["X-CalculatedBETarget"] ?? ""
        state.withLock { state in
            if let known = state.servers[connection], known != server {
                state.found.complaints.append("connection \(connection) was sent from \(known) to \(server)")
            }
            state.servers[connection] = server
        }
        return response
    }

    private func look(
        at request: HTTPRequest,
        of owner: Owner,
        _ session: HTTPSession,
        _ connection: String
    ) throws {
        let token = String((request.headers["Authorization"] ?? "").dropFirst("Bearer ".count))
        let known = state.withLock { $0.tokens[token] }
        let tenant = try known ?? AccessToken(token).claims.tenantID?.lowercased() ?? ""
        state.withLock { state in
            state.tokens[token] = tenant
            state.found.requests[owner.tenant, default: 0] += 1
            if tenant != owner.tenant {
                state.found.complaints.append("a token of tenant \(tenant) went to tenant \(owner.tenant)")
            }
            if let before = state.owners[connection], before != owner {
                state.found.complaints.append(
                    "connection \(connection) has another tenant or session than before"
                )
            }
            state.owners[connection] = owner
            if let before = state.sessions[owner.session], before.connection != connection {
                state.found.complaints.append("connections \(before.connection) and \(connection) share a session")
            }
            state.sessions[owner.session] = (session, connection)
        }
    }
}
