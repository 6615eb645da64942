import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MailFilterListReport: what the parameters of other reports take.
struct FilterListReport: CmdletHandler {
    private static let noun = "MailFilterListReport"
    /// What messages here are done with.
    private static let actions = ["MoveToJmf", "None", "Quarantine"]

    /// Of what there may be values; policies against the loss of data are none of Exchange any more.
    private enum Target: String, CaseIterable {
        case actions = "Actions"
        case domain = "Domain"
        case eventTypes = "EventTypes"
        case connector = "FindOnPremConnector"
        case rule = "TransportRule"
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let wanted = call.texts("SelectionTarget").map { Set($0.map { $0.lowercased() }) }
        let shape = ObjectShape.of(noun: Self.noun)
        let organization = JSONValue.string(scope.tenant.initialDomain)
        let targets = Target.allCases.filter { wanted?.contains($0.rawValue.lowercased()) ?? true }
        let rows = try targets.flatMap { target in
            try Self.values(of: target, call, scope).map { value in
                shape.row(
                    value,
                    [
                        "Organization": organization, "SelectionTarget": .string(target.rawValue),
                        "Display": .string(target == .connector ? "Name" : value), "Value": .string(value),
                    ]
                )
            }
        }
        return .rows(Self.noun, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Domain", "SelectionTarget"], shape: nil) }

    private static func values(of target: Target, _ call: BoundCall, _ scope: CallScope) throws -> [String] {
        switch target {
        case .actions: return actions
        case .domain: return try scope.objects.objects(of: .acceptedDomain).map(\.name).sorted()
        case .eventTypes: return TrafficEvent.names
        case .rule: return try scope.objects.objects(of: .setting(noun: "TransportRule")).map(\.name).sorted()
        case .connector:
            guard let domain = call.texts("Domain")?.first?.lowercased() else { return [] }
            let connectors = try scope.objects.objects(of: .setting(noun: "OutboundConnector"))
            return try connectors.first { try leads($0, to: domain, scope) }.map { [$0.name] } ?? []
        }
    }

    /// Whether a connector carries the mail for a domain to the organization's own servers.
    private static func leads(_ connector: ExchangeObject, to domain: String, _ scope: CallScope) throws -> Bool {
        guard connector.text("ConnectorType") == "OnPremises", connector.properties["Enabled"] != false else {
            return false
        }
        return try ConnectorDomains(of: connector, scope).contain(domain) ?? false
    }
}
