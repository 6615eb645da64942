import HTTPServer

/// The sign-in log of the tenant, the newest first.
struct SignInList: Sendable {
    private static let limit = 100
    private static let longest = 120

    let call: PortalCall
    /// The client whose sign-ins alone are listed.
    var clientID: String?

    /// Answers with the list.
    ///
    /// - Parameter page: Puts it into a page.
    /// - Returns: The reply.
    /// - Throws: ``PortalRefusal`` when who is signed in may not read the log.
    func respond(_ page: (HTML) -> PortalContent) throws -> ServerResponse {
        try call.require(.readSignIns)
        return try call.show {
            var filter = SignInFilter()
            filter.text = call.query["search"].map { String($0.prefix(Self.longest)) }
            filter.clientID = clientID
            filter.outcome = call.query["status"].flatMap { SignInEntry.Outcome(rawValue: $0) }
            filter.endpoint = call.query["endpoint"].flatMap { SignInEntry.Endpoint(rawValue: $0) }
            let entries = call.context.signInLog.entries(of: call.tenant.id, matching: filter, limit: Self.limit)
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
                    Markup.link(entry.time.plainText, to: PortalLink.path(["signins", entry.traceID])),
                    "\(entry.userPrincipalName ?? entry.clientName ?? "-")",
                    "\(entry.clientName ?? entry.clientID ?? "-")",
                    entry.status, entry.code == 0 ? "-" : "<code>\(entry.code)</code>", "\(try resource(of: entry))",
                    "\(entry.flow)", "\(entry.remoteAddress)",
                ])
            }
            let more: HTML? =
                entries.count == Self.limit
                ? Markup.paragraph("The newest \(Self.limit) are shown. Filter to see others.") : nil
            return page("\(form(filter))\(table.html)\(more)")
        }
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
