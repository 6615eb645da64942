/// What the command line says about output.
package struct OutputSettings: Sendable {
    /// The form.
    package var form: OutputForm
    /// The columns wanted, in order; empty means the usual ones or all.
    package var columns: [String]
    /// Whether the reader is a terminal, where texts must be harmless and JSON is indented.
    package var isTerminal: Bool
    /// The width of that terminal.
    package var width: Int
    /// Whether headings are set off.
    package var hasColor = false
    /// Whether the command line itself says how to write.
    package var isAsked = false

    package init(form: OutputForm, columns: [String] = [], isTerminal: Bool = false, width: Int = 80) {
        self.form = form
        self.columns = columns
        self.isTerminal = isTerminal
        self.width = width
    }

    /// Reads `--output` and `--columns`, else `EXO_OUTPUT`, else table on a terminal and JSON in a pipe.
    ///
    /// - Throws: ``UsageError``.
    package init(_ invocation: Invocation, _ context: CommandContext) throws {
        isTerminal = context.terminal.outputIsTerminal
        width = context.terminal.width
        hasColor = isTerminal && context.terminal.hasColor
        form = isTerminal ? .table : .json
        if let word = invocation.value("output") {
            form = try Self.form(word, named: "--output", invocation)
        } else if let word = context.variable("EXO_OUTPUT") {
            form = try Self.form(word, named: "EXO_OUTPUT", invocation)
        }
        isAsked = invocation.has("output") || invocation.has("columns")
        columns = []
        if let words = invocation.value("columns") {
            columns = words.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
            guard !columns.contains("") else {
                throw invocation.usageError("--columns takes names with commas between them: --columns Name,Alias")
            }
        }
    }

    private static func form(_ word: String, named name: String, _ invocation: Invocation) throws -> OutputForm {
        if let form = OutputForm(rawValue: word.lowercased()) { return form }
        let known = OutputForm.allCases.map(\.rawValue)
        throw invocation.usageError(
            "\(name) cannot be '\(word)'; it is one of \(known.joined(separator: ", "))",
            details: DidYouMean.lines(word, among: known)
        )
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
