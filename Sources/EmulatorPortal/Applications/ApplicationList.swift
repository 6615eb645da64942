import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The app registrations of the tenant.
struct ApplicationList: Sendable {
    let call: PortalCall

    func respond() throws -> ServerResponse {
        try call.show {
            let request = ListRequest(call.query)
            let view = call.query["view"] ?? "all"
            let list = try call.directory.applications(
                of: call.tenant.id,
                ownedBy: view == "owned" ? call.user.id : nil,
                request
            )
            let markup = ListMarkup(call: call, request: request, kept: [("view", call.query["view"])])
            var table = DataTable(
                "App registrations",
                ["Display name", "Application (client) ID", "Created on"],
                empty: view == "owned" ? "You own no application." : "No application matches."
            )
            for application in list.records {
                table.add([
                    Markup.link(application.displayName, to: PortalLink.path(["apps", application.appID])),
                    Markup.identifier(application.appID), Markup.day(application.createdOn),
                ])
            }
            let beside: [HTML] =
                call.access.allows(.registerApplications)
                ? [Markup.button("New registration", to: PortalLink.path(["apps", "new"]))] : []
            return PortalContent(
                title: "App registrations",
                body: """
                    \(views(view))\(markup.search("Search by name, application ID or object ID", beside: beside))\(table.html)\
                    \(markup.pages(next: list.next))
                    """
            )
        }
    }

    private func views(_ view: String) -> HTML {
        let items: [HTML] = [("all", "All applications"), ("owned", "Owned applications")].map { item in
            let mark: HTML = item.0 == view ? " aria-current=\"true\"" : ""
            return "<li><a href=\"\(PortalLink.path(call.path, [("view", item.0)]))\"\(mark)>\(item.1)</a></li>\n"
        }
        return "<nav class=\"tabs\" aria-label=\"Which applications\"><ul>\n\(HTML(joining: items))</ul></nav>\n"
    }
}
