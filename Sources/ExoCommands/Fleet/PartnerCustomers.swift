internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON
internal import ExoTransport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The customers whose tenants a partner administers, as Microsoft Graph lists them: those of its granular delegated administration
/// (https://learn.microsoft.com/graph/api/tenantrelationship-list-delegatedadminrelationships).
struct PartnerCustomers: Sendable {
    /// A customer.
    struct Customer: Sendable, Equatable {
        var tenantID: String
        /// What the relationship calls it.
        var name: String
        /// When the last relationship with it ends.
        var endsOn: String?
    }

    private let partner: ServiceConnection
    /// Whether the partner signs in as an application, which has tokens of its own in each tenant.
    private let isApplication: Bool
    private let graph: GraphClient

    /// Signs in as the partner: by the way that options choose, else by that of the stored connection.
    ///
    /// - Throws: ``UsageError``, ``CommandError``, `TokenError`, `CancellationError`.
    init(_ invocation: Invocation, _ context: CommandContext) async throws {
        partner = try ServiceConnection(invocation, context)
        let target = partner.target
        guard partner.source.renewal != .none else {
            throw CommandError(
                .usage,
                "a token that was passed in is of one tenant, and opens no customer's",
                details: ["a partner's customers need a way to sign in: exo help sign-in"]
            )
        }
        guard let endpoint = target.cloud.graph else {
            throw CommandError(.usage, "there is no Microsoft Graph known of the cloud '\(target.cloud.name)'")
        }
        let request = target.tokenRequest(scope: endpoint.scope)
        let token = try await partner.source.token(for: request)
        guard token.claims.audiences.contains(where: endpoint.accepts) else {
            throw CommandError(
                .notConnected,
                "this way to sign in gives no token for Microsoft Graph, which knows a partner's customers"
            )
        }
        isApplication = token.claims.kind == .application
        graph = GraphClient(endpoint, source: partner.source, token: request, proxy: target.proxy?.text, context)
    }

    /// The customers, each once, in the order of their names.
    ///
    /// - Throws: ``CommandError``, ``GraphError``, `TokenError`, `CancellationError`.
    func all() async throws -> [Customer] {
        let found = try await graph.objects(
            "tenantRelationships/delegatedAdminRelationships",
            to: "list the partner's customers"
        )
        var customers: [String: Customer] = [:]
        for relationship in found where relationship["status"] == "active" {
            guard let customer = relationship["customer"], let id = customer["tenantId"]?.stringValue?.lowercased(),
                UUID(uuidString: id) != nil
            else { continue }
            let end = relationship["endDateTime"]?.stringValue
            // Times of Graph compare as texts.
            let last = max(end ?? "", customers[id]?.endsOn ?? "")
            customers[id] = Customer(
                tenantID: id,
                name: customer["displayName"]?.stringValue ?? id,
                endsOn: last.isEmpty ? nil : last
            )
        }
        return customers.values.sorted { ($0.name, $0.tenantID) < ($1.name, $1.tenantID) }
    }

    /// The customers as a fleet; each is reached by the partner's sign-in, and the guard rails of its connection hold for all.
    ///
    /// - Parameter client: What makes the connections.
    /// - Returns: The members; those of the same name have their ids beside it.
    /// - Throws: As ``all()``.
    func members(by client: ExchangeClient) async throws -> [FoundMember] {
        let customers = try await all()
        let names = Dictionary(grouping: customers, by: { $0.name.lowercased() })
        return customers.map { customer in
            let isAlone = names[customer.name.lowercased()]?.count == 1
            let target = target(of: customer)
            return FoundMember(
                name: isAlone ? customer.name : "\(customer.name) (\(customer.tenantID))",
                target: target,
                subject: "\(customer.tenantID) \(target.service.rawValue)",
                share: customer.tenantID,
                connectCommand: partner.stored?.connectCommand
            ) { [source = partner.unattendedSource] in
                try await client.connect(target.request(source, verifiesAccess: false))
            }
        }
    }

    private func target(of customer: Customer) -> ConnectionTarget {
        var target = partner.target
        target.identity = isApplication ? .organization(customer.tenantID) : .delegatedOrganization(customer.tenantID)
        target.tenant = nil
        target.remembered = .init(tenantID: customer.tenantID)
        target.name = customer.name
        return target
    }
}
