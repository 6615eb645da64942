import EmulatorCore

/// What stands around a list: the search above it and the way to its next page below.
struct ListMarkup: Sendable {
    let call: PortalCall
    let request: ListRequest
    /// Fields of the query that stay as they are.
    var kept: [(name: String, value: String?)] = []

    /// The search field, with what stands beside it.
    func search(_ label: String, beside: [HTML] = []) -> HTML {
        let hidden: [HTML] = kept.compactMap { field in
            field.value.map { "<input type=\"hidden\" name=\"\(field.name)\" value=\"\($0)\">" }
        }
        return """
            <div class="actions">
            <form method="get" action="\(call.ownPath)" role="search">\(HTML(joining: hidden))
            <div class="field"><label for="search">\(label)</label>\
            <input id="search" name="search" type="search" value="\(request.search)" maxlength="120"></div>
            <button type="submit" class="plain">Search</button>
            </form>
            \(HTML(joining: beside))</div>

            """
    }

    /// The links to the first and the next page.
    func pages(next: String?) -> HTML? {
        guard next != nil || request.after != nil else { return nil }
        let search = [("search", request.search as String?)] + kept.map { ($0.name, $0.value) }
        let first: HTML? =
            request.after == nil
            ? nil : Markup.button("First page", to: PortalLink.path(call.path, search), style: "plain")
        let more: HTML? = next.map {
            Markup.button("Next page", to: PortalLink.path(call.path, search + [("after", $0)]), style: "plain")
        }
        return "<nav class=\"actions\" aria-label=\"Pages of the list\">\n\(first)\(more)</nav>\n"
    }
}
