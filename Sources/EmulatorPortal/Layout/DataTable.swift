import EmulatorCore

/// A table that scrolls inside its box where the screen is narrow.
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
        rows.append("<tr>\(HTML(joining: cells.map { "<td>\($0)</td>" }))</tr>\n")
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
