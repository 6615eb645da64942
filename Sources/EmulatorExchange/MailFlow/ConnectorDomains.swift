import EmulatorCore
import ExoJSON

/// The domains that an outbound connector takes mail for.
struct ConnectorDomains: Sendable {
    /// As the connector has them, `nil` where rules or nobody say which.
    private let spaces: [String]?

    /// - Throws: `DatabaseError`.
    init(of connector: ExchangeObject, _ scope: CallScope) throws {
        if connector.properties["AllAcceptedDomains"] == true {
            spaces = try scope.objects.objects(of: .acceptedDomain).map { $0.name.lowercased() }
        } else {
            let domains = connector.texts("RecipientDomains").map { $0.lowercased() }
            spaces = domains.isEmpty ? nil : domains
        }
    }

    /// Whether a domain, in lower case, is one of them; `nil` where nobody says which they are.
    func contain(_ domain: String) -> Bool? {
        spaces?.contains { space in
            space == "*" || space == domain || space.hasPrefix("*.") && domain.hasSuffix(space.dropFirst(1))
        }
    }
}
