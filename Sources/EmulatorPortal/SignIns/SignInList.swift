import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The sign-in log of the tenant, the newest first.
struct SignInList: Sendable {
    private static let size = 50
    private static let mostPages = SignInLog.capacity / size
    private static let longest = 120

    let call: PortalCall
    /// The client whose sign-ins alone are listed.
    var clientID: String?

    /// Answers with the list.
    ///
    /// - Parameter content: Puts it into a page.
    /// - Returns: The reply.
    /// - Throws: ``PortalRefusal`` when who is signed in may not read the log.
    func respond(_ content: (HTML) -> PortalContent) throws -> ServerResponse {
        try call.require(.readSignIns)
        return try call.show {
            var filter = SignInFilter()
            filter.text = call.query["search"].map { String($0.prefix(Self.longest)) }
            filter.clientID = clientID
            filter.outcome = call.query["status"].flatMap { SignInEntry.Outcome(rawValue: $0) }
            filter.endpoint = call.query["endpoint"].flatMap { SignInEntry.Endpoint(rawValue: $0) }
            let page = call.query["page"].flatMap { Int($0) }.map { min(max($0, 1), Self.mostPages) } ?? 1
            let found = call.context.signInLog.entries(
                of: call.tenant.id,
                matching: filter,
                limit: page * Self.size + 1
            )
            let entries = found.dropFirst((page - 1) * Self.size).prefix(Self.size)
            var table = DataTable(
                "Sign-ins",
                [
                    "Date", "User or service principal", "Application", "Status", "Error code", "Resource", "Flow",
                    "IP address",
                ],
                empty: "No sign-in matches."
            )
            for entry in entries {
                table.add([
                    "<a href=\"\(PortalLink.path(["signins", entry.traceID]))\">\(Markup.time(entry.time))</a>",
                    "\(entry.userPrincipalName ?? entry.clientName ?? "-")",
                    "\(entry.clientName ?? entry.clientID ?? "-")",
                    entry.status, entry.code == 0 ? "-" : "<code>\(entry.code)</code>", "\(try resource(of: entry))",
                    "\(entry.flow)", "\(entry.remoteAddress)",
                ])
            }
            let more = pages(page, isLast: found.count <= page * Self.size)
            return content("\(form(filter))\(table.html)\(more)")
        }
    }

    private func pages(_ page: Int, isLast: Bool) -> HTML? {
        guard page > 1 || !isLast else { return nil }
        let kept = ["search", "status", "endpoint"].map { (name: $0, value: call.query[$0]) }
        let links: [HTML?] = [
            page == 1 ? nil : Markup.button("Newest", to: PortalLink.path(call.path, kept), style: "plain"),
            isLast
                ? nil
                : Markup.button(
                    "Older",
                    to: PortalLink.path(call.path, kept + [("page", String(page + 1))]),
                    style: "plain"
                ),
        ]
        return
            "<nav class=\"actions\" aria-label=\"Pages of the log\">\n\(HTML(joining: links.compactMap { $0 }))</nav>\n"
    }

    private func resource(of entry: SignInEntry) throws -> String {
        guard let id = entry.resourceID else { return entry.resource ?? "-" }
        return try call.directory.resourceName(id, in: call.tenant.id)
    }

    private func form(_ filter: SignInFilter) -> HTML {
        let outcomes = [
            option("", "All", filter.outcome == nil), option("succeeded", "Success", filter.outcome == .succeeded),
            option("failed", "Failure", filter.outcome == .failed),
            option("interrupted", "Interrupted", filter.outcome == .interrupted),
        ]
        let endpoints = [
            option("", "All", filter.endpoint == nil),
            option("authorize", "Authorize page", filter.endpoint == .authorize),
            option("token", "Token endpoint", filter.endpoint == .token),
            option("deviceCode", "Device code", filter.endpoint == .deviceCode),
            option("managedIdentity", "Managed identity", filter.endpoint == .managedIdentity),
        ]
        return """
            <div class="actions">
            <form method="get" action="\(call.ownPath)" role="search">
            <div class="field"><label for="search">User, application, code, correlation ID</label>\
            <input id="search" name="search" type="search" value="\(filter.text ?? "")" maxlength="120"></div>
            <div class="field"><label for="status">Status</label><select id="status" name="status">
            \(HTML(joining: outcomes))</select></div>
            <div class="field"><label for="endpoint">Asked at</label><select id="endpoint" name="endpoint">
            \(HTML(joining: endpoints))</select></div>
            <button type="submit" class="plain">Filter</button>
            </form>
            </div>

            """
    }

    private func option(_ value: String, _ label: String, _ isSelected: Bool) -> HTML {
        let mark: HTML = isSelected ? " selected" : ""
        return "<option value=\"\(value)\"\(mark)>\(label)</option>\n"
    }
}
