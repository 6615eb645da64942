import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The APIs an application can ask for.
struct ChooseAPI: Sendable {
    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        try frame.requireChange()
        return try frame.call.show {
            let call = frame.call
            let view = call.query["view"] ?? "microsoft"
            let request = ListRequest(call.query)
            let markup = ListMarkup(call: call, request: request, kept: [("view", call.query["view"])])
            let body: HTML
            switch view {
            case "organization", "own":
                let list = try call.directory.resources(of: call.tenant.id, registeredThere: view == "own", request)
                body = """
                    \(markup.search("Search by name or application ID"))\(table(list.records))\
                    \(markup.pages(next: list.next))
                    """
            default:
                let graph = try call.directory.servicePrincipal(FirstParty.graph, in: call.tenant.id)
                body = """
                    \(table(graph.map { [$0] } ?? []))<p>Office 365 Exchange Online is among the \
                    \(Markup.link("APIs my organization uses", to: PortalLink.path(call.path, [("view", "organization")]))).</p>

                    """
            }
            return frame.content(
                "Request API permissions",
                "\(views(view))\(body)",
                below: .init(name: "API permissions", path: frame.path("permissions"))
            )
        }
    }

    private func table(_ principals: [ServicePrincipalRecord]) -> HTML {
        var table = DataTable("APIs", ["Name", "Application (client) ID"], empty: "No API matches.")
        for principal in principals {
            table.add([
                Markup.link(principal.displayName, to: frame.path("permissions", "add", principal.appID)),
                Markup.identifier(principal.appID),
            ])
        }
        return table.html
    }

    private func views(_ view: String) -> HTML {
        let items: [HTML] = [
            ("microsoft", "Microsoft APIs"), ("organization", "APIs my organization uses"), ("own", "My APIs"),
        ].map { item in
            let mark: HTML = item.0 == view ? " aria-current=\"true\"" : ""
            return "<li><a href=\"\(PortalLink.path(frame.call.path, [("view", item.0)]))\"\(mark)>\(item.1)</a></li>\n"
        }
        return "<nav class=\"tabs\" aria-label=\"Select an API\"><ul>\n\(HTML(joining: items))</ul></nav>\n"
    }
}
