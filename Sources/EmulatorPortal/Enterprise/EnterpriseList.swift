import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The service principals of the tenant.
struct EnterpriseList: Sendable {
    let call: PortalCall

    func respond() throws -> ServerResponse {
        try call.show {
            let request = ListRequest(call.query)
            let kind = call.query["kind"] ?? "enterprise"
            let isOwn: Bool? =
                switch kind {
                case "all": nil
                case "microsoft": true
                default: false
                }
            let list = try call.directory.servicePrincipals(of: call.tenant.id, ofService: isOwn, request)
            let markup = ListMarkup(call: call, request: request, kept: [("kind", call.query["kind"])])
            var table = DataTable(
                "Enterprise applications",
                ["Name", "Object ID", "Application ID", "Sign-in"],
                empty: "No application matches."
            )
            for principal in list.records {
                table.add([
                    Markup.link(principal.displayName, to: PortalLink.path(["enterprise", principal.objectID])),
                    Markup.identifier(principal.objectID), Markup.identifier(principal.appID),
                    principal.accountEnabled ? Markup.good("Enabled") : Markup.bad("Disabled"),
                ])
            }
            return PortalContent(
                title: "Enterprise applications",
                body: """
                    \(views(kind))\(markup.search("Search by name, application ID or object ID"))\(table.html)\
                    \(markup.pages(next: list.next))
                    """
            )
        }
    }

    private func views(_ kind: String) -> HTML {
        let items: [HTML] = [
            ("enterprise", "Enterprise applications"), ("microsoft", "Microsoft applications"),
            ("all", "All applications"),
        ].map { item in
            let mark: HTML = item.0 == kind ? " aria-current=\"true\"" : ""
            return "<li><a href=\"\(PortalLink.path(call.path, [("kind", item.0)]))\"\(mark)>\(item.1)</a></li>\n"
        }
        return "<nav class=\"tabs\" aria-label=\"Application type\"><ul>\n\(HTML(joining: items))</ul></nav>\n"
    }
}
