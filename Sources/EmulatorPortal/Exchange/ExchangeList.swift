import EmulatorCore
import ExoJSON
import HTTPServer

/// A list of recipients, with search, a choice of types and pages.
struct ExchangeList: Sendable {
    /// A choice of types.
    struct Kind: Sendable {
        var name: String
        var label: String
        var types: [String]
    }

    let call: PortalCall
    let title: String
    let cmdlet: String
    let kinds: [Kind]
    let headings: [String]
    let properties: [String]
    /// What a row shows.
    let cells: @Sendable (JSONObject) -> [HTML]

    func respond() throws -> ServerResponse {
        try call.show {
            let search = String((call.query["search"] ?? "").trimmed.prefix(120))
            let kind = kinds.first { $0.name == call.query["kind"] } ?? kinds[0]
            var parameters: JSONObject = ["ResultSize": "Unlimited"]
            parameters["RecipientTypeDetails"] = .array(kind.types.map { .string($0) })
            if !search.isEmpty {
                let pattern = FilterText.containing(search)
                let filter = ["DisplayName", "PrimarySmtpAddress", "Alias"].map { "\($0) -like \(pattern)" }
                parameters["Filter"] = .string(filter.joined(separator: " -or "))
            }
            let page = call.query["after"].map { String($0.prefix(4200)) }
            let found = try call.rows(
                cmdlet,
                parameters,
                properties: properties,
                pageSize: ListRequest.size,
                page: page
            )
            var table = DataTable(title, headings, empty: "Nothing matches.")
            for row in found.rows { table.add(cells(row)) }
            return PortalContent(
                title: title,
                body: "\(form(search, kind))\(table.html)\(pages(found.next, search, kind))"
            )
        }
    }

    private func form(_ search: String, _ kind: Kind) -> HTML {
        let options: [HTML] = kinds.map { each in
            let mark: HTML = each.name == kind.name ? " selected" : ""
            return "<option value=\"\(each.name)\"\(mark)>\(each.label)</option>\n"
        }
        return """
            <div class="actions">
            <form method="get" action="\(call.ownPath)" role="search">
            <div class="field"><label for="search">Name, address or alias</label>\
            <input id="search" name="search" type="search" value="\(search)" maxlength="120"></div>
            <div class="field"><label for="kind">Type</label><select id="kind" name="kind">
            \(HTML(joining: options))</select></div>
            <button type="submit" class="plain">Search</button>
            </form>
            </div>

            """
    }

    private func pages(_ next: String?, _ search: String, _ kind: Kind) -> HTML? {
        let isFirst = call.query["after"] == nil
        guard next != nil || !isFirst else { return nil }
        let kept: [(name: String, value: String?)] = [("search", search), ("kind", kind.name)]
        let first: HTML? =
            isFirst ? nil : Markup.button("First page", to: PortalLink.path(call.path, kept), style: "plain")
        let more: HTML? = next.map {
            Markup.button("Next page", to: PortalLink.path(call.path, kept + [("after", $0)]), style: "plain")
        }
        return "<nav class=\"actions\" aria-label=\"Pages of the list\">\n\(first)\(more)</nav>\n"
    }
}
