/// Text that was laid out for a wide terminal, on a narrow one.
enum FoldedText {
    /// Folds what is wider than a terminal.
    ///
    /// Lines of prose flow into each other; of a line with two columns the second goes below the first; what is indented, such as
    /// a command to type, keeps its line and goes on further in.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - width: The width.
    /// - Returns: The text in lines of that width, as far as its words allow.
    static func fold(_ text: String, width: Int) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.contains(where: { $0.count > width }) else { return text }
        let layout = HelpLayout(width: width, column: 0)
        var folded: [String] = []
        var prose: [Substring] = []
        func end() {
            if !prose.isEmpty { folded.append(layout.wrapped(prose.joined(separator: " "), indent: 0)) }
            prose = []
        }
        for line in lines {
            let indent = line.prefix { $0 == " " }.count
            let columns = parts(of: line.dropFirst(indent))
            if indent == 0, columns.count == 1, !line.isEmpty {
                prose.append(line)
                continue
            }
            end()
            guard line.count > width else {
                folded.append(String(line))
                continue
            }
            folded.append(layout.wrapped(columns[0], indent: indent, hanging: 4))
            for column in columns.dropFirst() { folded.append(layout.wrapped(column, indent: indent + 4)) }
        }
        end()
        return folded.joined(separator: "\n")
    }

    /// The parts of a line that more than one blank stands between.
    private static func parts(of line: Substring) -> [String] {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            .split { $0.isEmpty }
            .map { $0.joined(separator: " ") }
        return parts.isEmpty ? [""] : parts
    }
}
