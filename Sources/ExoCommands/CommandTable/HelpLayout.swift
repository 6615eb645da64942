/// Text in two columns, wrapped to a width.
struct HelpLayout {
    let width: Int
    let column: Int

    init(width: Int, column: Int) {
        self.width = min(max(width, 50), 100)
        self.column = column
    }

    /// A label and its help beside or below it.
    func entry(_ label: String, _ help: String) -> String {
        guard !help.isEmpty else { return "  \(label)" }
        let text = wrapped(help, indent: column)
        guard label.count + 3 <= column else { return "  \(label)\n" + text }
        return "  " + label + text.dropFirst(label.count + 2)
    }

    /// The text in lines of the width, each indented.
    func wrapped(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                if !line.isEmpty, indent + line.count + 1 + word.count > width {
                    lines.append(margin + line)
                    line = ""
                }
                line += (line.isEmpty ? "" : " ") + word
            }
            lines.append(line.isEmpty ? "" : margin + line)
        }
        return lines.joined(separator: "\n")
    }
}
