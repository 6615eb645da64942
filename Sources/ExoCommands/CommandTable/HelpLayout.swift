/// Text in two columns, wrapped to a width.
struct HelpLayout {
    let width: Int
    let column: Int

    init(width: Int, column: Int) {
        self.width = min(max(width, 24), 100)
        // Two columns need room; without it the second stands below the first.
        self.column = self.width < 60 ? min(column, 6) : column
    }

    /// A label and its help beside or below it.
    func entry(_ label: String, _ help: String) -> String {
        guard !help.isEmpty else { return "  \(label)" }
        let text = wrapped(help, indent: column)
        guard label.count + 3 <= column else { return "  \(label)\n" + text }
        return "  " + label + text.dropFirst(label.count + 2)
    }

    /// The text in lines of the width, each indented, and the following lines of a paragraph by so much more.
    func wrapped(_ text: String, indent: Int, hanging: Int = 0) -> String {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            var margin = String(repeating: " ", count: indent)
            for word in paragraph.split(separator: " ") {
                if !line.isEmpty, margin.count + line.count + 1 + word.count > width {
                    lines.append(margin + line)
                    line = ""
                    margin = String(repeating: " ", count: indent + hanging)
                }
                line += (line.isEmpty ? "" : " ") + word
            }
            lines.append(line.isEmpty ? "" : margin + line)
        }
        return lines.joined(separator: "\n")
    }
}
