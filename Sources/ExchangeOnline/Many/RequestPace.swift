public import EntraTokens
internal import ExoTransport
import Synchronization

/// How fast requests go to each tenant: one value for all tasks and connections that share it.
///
/// The service limits a tenant, not a connection, and publishes no numbers. A pace begins with few requests at once, lets one
/// more begin as long as all goes well, and halves their number when the service refuses for its load, with a pause where it
/// asks for one. What its header fields say of a budget is spread over the time that is left of it.
///
/// A client makes one of its own; give several clients the same where they reach the same tenants.
public final class RequestPace: Sendable {
    /// The bounds of a pace.
    public struct Limits: Sendable, Equatable {
        /// The most requests under way at once to one tenant, at least 1.
        public var concurrency: Int
        /// How many may be under way at once before anything is known of a tenant.
        public var initialConcurrency: Int
        /// The longest pause that the service may ask all for; of one that is longer only its own request hears.
        public var maximumPause: Duration

        /// Makes bounds.
        public init(
            concurrency: Int = 16,
            initialConcurrency: Int = 4,
            maximumPause: Duration = .seconds(600)
        ) {
            self.concurrency = max(1, concurrency)
            self.initialConcurrency = min(max(1, initialConcurrency), self.concurrency)
            self.maximumPause = maximumPause
        }
    }

    private struct Key: Hashable {
        var tenantID: String
        var service: AdminService
    }

    /// The bounds.
    public let limits: Limits
    private let tenants = Mutex<[Key: TenantPace]>([:])

    /// Makes a pace that knows nothing yet.
    public init(limits: Limits = Limits()) { self.limits = limits }

    /// How a tenant is doing; `nil` before the first request.
    public func state(ofTenant tenantID: String, service: AdminService = .exchange) -> PaceState? {
        tenants.withLock { $0[Key(tenantID: tenantID.lowercased(), service: service)] }?.snapshot
    }

    /// The pace of one tenant.
    func tenant(_ tenantID: String, service: AdminService, of client: ExchangeClient) -> TenantPace {
        tenants.withLock { tenants in
            let key = Key(tenantID: tenantID.lowercased(), service: service)
            if let known = tenants[key] { return known }
            let pace = TenantPace(limits, clock: client.clock, now: client.now)
            tenants[key] = pace
            return pace
        }
    }
}
