import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// The pages about Conditional Access.
enum PolicyPages {
    static let crumb = PortalContent.Crumb(name: "Conditional Access", path: PortalLink.path(["policies"]))

    static func respond(_ call: PortalCall) throws -> ServerResponse {
        switch call.path.count {
        case 1: return try list(call)
        case 2:
            if call.path.last == "new" { return try NewPolicy(call: call).respond() }
            let policies = try AccessPolicies(administration: call.administration).list()
            guard let policy = policies.first(where: { $0.id == call.path.last?.lowercased() }) else {
                throw PortalRefusal.notFound("There is no such policy.")
            }
            return try PolicyPage(call: call, policy: policy).respond()
        default: throw PortalRefusal.notFound("There is no such page about policies.")
        }
    }

    private static func list(_ call: PortalCall) throws -> ServerResponse {
        try call.show {
            var table = DataTable("Policies", ["Policy name", "State", "Policy ID"], empty: "There is no policy.")
            for policy in try AccessPolicies(administration: call.administration).list() {
                table.add([
                    Markup.link(policy.displayName, to: PortalLink.path(["policies", policy.id])), state(policy.state),
                    Markup.identifier(policy.id),
                ])
            }
            let button: HTML? =
                call.access.allows(.managePolicies)
                ? "<div class=\"actions\">\n\(Markup.button("New policy", to: PortalLink.path(["policies", "new"])))</div>\n"
                : nil
            return PortalContent(title: "Conditional Access", body: "\(button)\(table.html)")
        }
    }

    static func state(_ state: String) -> HTML {
        switch state {
        case "enabled": Markup.good("On")
        case "disabled": Markup.plain("Off")
        default: Markup.plain("Report-only")
        }
    }
}
