import EmulatorCore

/// Names and what they stand for, side by side.
struct Essentials: Sendable {
    private var rows: [HTML] = []

    /// Adds a line of text; an empty one is shown as a dash.
    mutating func add(_ name: String, _ value: String?) {
        rows.append("<dt>\(name)</dt><dd>\(value.flatMap { $0.isEmpty ? nil : $0 } ?? "-")</dd>\n")
    }

    /// Adds a line of markup.
    mutating func add(_ name: String, html: HTML) { rows.append("<dt>\(name)</dt><dd>\(html)</dd>\n") }

    /// Adds a value to be copied.
    mutating func add(_ name: String, copying value: String) {
        add(name, html: PageLook.copied(value, name))
    }

    var html: HTML { "<div class=\"card\"><dl>\n\(HTML(joining: rows))</dl></div>\n" }
}
