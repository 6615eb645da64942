import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The newest requests to the emulator, with what became of each cmdlet.
struct RequestLogPage: Sendable {
    private static let size = 50
    private static let mostPages = RequestEntry.capacity / size

    let call: PortalCall

    func respond() throws -> ServerResponse {
        guard call.path.count == 1 else { throw PortalRefusal.notFound("There is no such page about requests.") }
        try call.require(.readRequests)
        return try call.show {
            let search = String((call.query["search"] ?? "").trimmed.prefix(120))
            let isCmdlet = call.query["kind"] == "cmdlets"
            let page = call.query["page"].flatMap { Int($0) }.map { min(max($0, 1), Self.mostPages) } ?? 1
            let wanted = search.lowercased()
            let found = call.context.requestLog.newest(page * Self.size + 1) { entry in
                if isCmdlet, !entry.note.contains(where: { $0.name == "cmdlet" }) { return false }
                guard !wanted.isEmpty else { return true }
                let texts = [entry.path, String(entry.status)] + entry.note.map(\.value)
                return texts.contains { $0.lowercased().contains(wanted) }
            }
            var table = DataTable(
                "Requests",
                ["Time", "Request", "Status", "Cmdlet and outcome", "Took"],
                empty: "No request matches."
            )
            for entry in found.dropFirst((page - 1) * Self.size).prefix(Self.size) { table.add(cells(entry)) }
            return PortalContent(
                title: "Request log",
                body: """
                    \(Markup.paragraph("The newest \(RequestEntry.capacity) requests to this emulator, of all tenants."))\
                    \(form(search, isCmdlet))\(table.html)\(pages(page, isLast: found.count <= page * Self.size))
                    """
            )
        }
    }

    private func cells(_ entry: RequestEntry) -> [HTML] {
        func note(_ name: String) -> String? { entry.note.first { $0.name == name }?.value }
        let outcome: HTML? = note("outcome").map { "<p>\($0)</p>" }
        let ignored: HTML? = note("ignored").map { "<p>Ignored: \($0)</p>" }
        let fault: HTML? = note("fault").map { "<p>Fault: \($0)</p>" }
        let status = String(entry.status)
        return [
            Markup.time(entry.time), "\(entry.method) \(entry.path)",
            entry.status < 400 ? Markup.good(status) : Markup.bad(status),
            "<p>\(note("cmdlet") ?? "-")</p>\(outcome)\(ignored)\(fault)",
            "\(String(Int(entry.milliseconds.rounded()))) ms",
        ]
    }

    private func form(_ search: String, _ isCmdlet: Bool) -> HTML {
        let mark: HTML = isCmdlet ? " selected" : ""
        return """
            <div class="actions">
            <form method="get" action="\(call.ownPath)" role="search">
            <div class="field"><label for="search">Path, status, cmdlet, outcome, ignored parameter, fault</label>\
            <input id="search" name="search" type="search" value="\(search)" maxlength="120"></div>
            <div class="field"><label for="kind">Requests</label><select id="kind" name="kind">
            <option value="all">All</option>
            <option value="cmdlets"\(mark)>Cmdlets</option>
            </select></div>
            <button type="submit" class="plain">Filter</button>
            </form>
            </div>

            """
    }

    private func pages(_ page: Int, isLast: Bool) -> HTML? {
        guard page > 1 || !isLast else { return nil }
        let kept = ["search", "kind"].map { (name: $0, value: call.query[$0]) }
        let newest: HTML? =
            page == 1 ? nil : Markup.button("Newest", to: PortalLink.path(call.path, kept), style: "plain")
        let older: HTML? =
            isLast
            ? nil
            : Markup.button(
                "Older",
                to: PortalLink.path(call.path, kept + [("page", String(page + 1))]),
                style: "plain"
            )
        return "<nav class=\"actions\" aria-label=\"Pages of the log\">\n\(newest)\(older)</nav>\n"
    }
}
