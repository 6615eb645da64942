import HTTPServer

/// The pages about Conditional Access.
enum PolicyPages {
    static func respond(_ call: PortalCall) throws -> ServerResponse {
        guard call.path.count == 1 else { throw PortalRefusal.notFound("There is no such page about policies.") }
        return try call.show {
            var table = DataTable("Policies", ["Name", "State", "Policy ID"], empty: "There is no policy.")
            for policy in try call.directory.conditionalAccessPolicies(of: call.tenant.id) {
                table.add(["\(policy.displayName)", state(policy.state), Markup.identifier(policy.id)])
            }
            return PortalContent(title: "Conditional Access", body: table.html)
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
