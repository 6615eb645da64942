import EmulatorCore

/// A table; where the screen is narrow each row is a card of its own.
struct DataTable: Sendable {
    /// What the table lists, for those who do not see it.
    let label: String
    let headings: [String]
    /// What stands there when there is no row.
    let empty: String
    private var rows: [HTML] = []

    init(_ label: String, _ headings: [String], empty: String) {
        self.label = label
        self.headings = headings
        self.empty = empty
    }

    /// Adds a row.
    mutating func add(_ cells: [HTML]) {
        let labelled: [HTML] = zip(headings, cells).map { "<td data-label=\"\($0)\"><div>\($1)</div></td>" }
        rows.append("<tr>\(HTML(joining: labelled))</tr>\n")
    }

    var isEmpty: Bool { rows.isEmpty }

    var html: HTML {
        guard !rows.isEmpty else { return "<div class=\"table\"><p class=\"empty\">\(empty)</p></div>\n" }
        let head: [HTML] = headings.map {
            $0.isEmpty ? "<th scope=\"col\"><span class=\"unseen\">Actions</span></th>" : "<th scope=\"col\">\($0)</th>"
        }
        return """
            <div class="table" role="region" aria-label="\(label)" tabindex="0"><table>
            <thead><tr>\(HTML(joining: head))</tr></thead>
            <tbody>
            \(HTML(joining: rows))</tbody></table></div>

            """
    }
}
