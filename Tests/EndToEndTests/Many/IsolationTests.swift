import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport
import Testing

/// Connections of several tenants, used by many tasks in turn, see nothing of each other.
///
/// The full form, 1,000 tenants and 100,000 calls by 64 tasks, is `scripts/long-runs.sh`, with `Benchmarks/ClientCalls`.
struct IsolationTests {
    /// What a request shows of whose it is.
    private struct Sight: Hashable {
        var session: ObjectIdentifier
        var connection: String
        var tenant: String
        var token: String
    }

    @Test func noneSeesAForeignRowCookieTokenOrHost() async throws {
        let tenant = try ManyTenant()
        let sights = Mutex<(seen: Set<Sight>, sessions: [HTTPSession], hosts: Set<String>)>(([], [], []))
        // The server behind the front door that answers, to which a connection's own cookie alone leads.
        let servers = Mutex<[String: Set<String>]>([:])
        let transport = DetourTransport { [transport = tenant.transport] request in
            if request.url.lowercased().contains("/adminapi/"), let session = request.session {
                let parts = request.url.split(separator: "/")
                sights.withLock {
                    $0.sessions.append(session)
                    $0.hosts.insert(String(parts[1]))
                    $0.seen.insert(
                        Sight(
                            session: ObjectIdentifier(session),
                            connection: request.headers["connection-id"] ?? "",
                            tenant: String(parts[4]),
                            token: request.headers["Authorization"] ?? ""
                        )
                    )
                }
            }
            let response = try await transport.send(request)
            if let connection = request.headers["connection-id"], let server = response.headers["X-CalculatedBETarget"]
            {
                servers.withLock { _ = $0[connection, default: []].insert(server) }
            }
            return response
        }
        let client = tenant.client(by: transport)
        var connections: [(domain: String, connection: ExchangeConnection)] = []
        for number in 0..<24 {
            let domain = number % 2 == 0 ? "contoso.com" : "fabrikam.com"
            connections.append((domain, try await tenant.connect(client, to: domain)))
        }
        let all = connections
        try await withThrowingTaskGroup { group in
            for worker in 0..<16 {
                group.addTask {
                    var random = SeededNumbers(worker)
                    for _ in 0..<40 {
                        let (domain, connection) = all[Int.random(in: 0..<all.count, using: &random)]
                        let outcome = try await connection.run("Get-AcceptedDomain")
                        let names = try outcome.rows.compactMap { try $0["DomainName"]?.stringValue }
                        #expect(names.contains(domain))
                        #expect(!names.contains(domain == "contoso.com" ? "fabrikam.com" : "contoso.com"))
                    }
                }
            }
            try await group.waitForAll()
        }
        let seen = sights.withLock { $0.seen }
        // A session, a connection's id, its tenant and its token always come together.
        #expect(seen.count == 24)
        #expect(Set(seen.map(\.session)).count == 24)
        #expect(Set(seen.map(\.connection)).count == 24)
        #expect(Set(seen.map(\.token)).count == 24)
        #expect(Set(seen.map(\.tenant)).count == 2)
        #expect(sights.withLock { $0.hosts }.count == 1)
        let answered = servers.withLock { $0 }
        #expect(answered.count == 24)
        #expect(answered.values.allSatisfy { $0.count == 1 })
        #expect(Set(answered.values).count == 2, "each tenant has a server of its own")
    }
}
