import ExchangeOnline
import Foundation
import Synchronization

/// Calls by many tasks over a connection to each of many tenants, in any order; each must see its own tenant and nothing else.
struct InterleavedRun {
    /// What was seen.
    struct Found {
        /// How many requests went to each tenant, by its id.
        var requests: [String: Int]
        /// What was foreign.
        var complaints: [String]
    }

    var cloud: Cloud
    /// The only hosts that the service has, with their ports.
    var hosts: Set<String>
    var domains: [String]
    var secret: [UInt8]
    var calls: Int
    var tasks: Int

    /// Makes the calls.
    func foreignSights() async throws -> Found {
        let watch = WatchedTransport(hosts: hosts)
        let client = ExchangeClient(transport: watch)
        // One source for all: it has a token of each tenant.
        let source = CachedTokenSource(
            ClientCredentialsFlow(
                clientID: "aaaaaaaa-0000-4000-8000-000000000002",
                authentication: ClientSecret(secret)
            ),
            client: AuthorityClient(transport: watch)
        )
        let connections = try domains.map { domain in
            try client.connection(
                ConnectionRequest(cloud: cloud, identity: .organization(domain), tokenSource: source)
            )
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                let share = calls / tasks + (task < calls % tasks ? 1 : 0)
                group.addTask { try await work(share, on: connections, seed: UInt64(task) + 1, watch) }
            }
            try await group.waitForAll()
        }
        return watch.found
    }

    private func work(
        _ count: Int,
        on connections: [ExchangeConnection],
        seed: UInt64,
        _ watch: WatchedTransport
    ) async throws {
        // Another factor than the step's: else each task's numbers would be those of the one before, one call later.
        var random = SplitMix(state: seed &* 0xD134_2543_DE82_EF95)
        for _ in 0..<count {
            let place = Int.random(in: 0..<connections.count, using: &random)
            let outcome = try await connections[place].run("Get-AcceptedDomain")
            let own = domains[place].prefix { $0 != "." }
            let names = try outcome.rows.map { try $0["DomainName"]?.stringValue ?? "" }
            if names.isEmpty || !names.allSatisfy({ $0.prefix { $0 != "." } == own }) {
                watch.complain("the connection to \(domains[place]) saw \(names)")
            }
        }
    }
}

/// Random numbers that are the same every time (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
