extension OutputSettings {
    /// Reads what the options of output say; the form is that of `--output`, else the one that the name of `--output-file` ends
    /// in, else `EXO_OUTPUT`, else table on a terminal and JSON elsewhere.
    ///
    /// - Throws: ``UsageError``.
    package init(_ invocation: Invocation, _ context: CommandContext) throws {
        let terminal = context.terminal
        self.init(
            form: terminal.outputIsTerminal ? .table : .json,
            isTerminal: terminal.outputIsTerminal,
            width: terminal.width
        )
        hasColor = terminal.hasColor && (isTerminal || terminal.isColorForced)
        rowsOfScreen = isTerminal ? terminal.height.map { max($0 - 3, 1) } : nil
        let isFormAsked = try readForm(invocation, context)
        isAsked =
            isFormAsked || invocation.has("csv-for") || invocation.has("delimiter") || invocation.has("columns")
            || invocation.has("jq")
        columns = try Self.words("columns", invocation)
        for word in columns {
            if let fault = ColumnSelection.fault(in: word) { throw invocation.usageError("--columns \(fault)") }
        }
        let labels = columns.filter { $0.contains("=") }.map { $0.prefix { $0 != "=" }.lowercased() }
        if let twice = labels.first(where: { label in labels.count { $0 == label } > 1 }) {
            throw invocation.usageError("--columns names two columns '\(twice)'")
        }
        order = try Self.words("sort", invocation).map { RowSorter.Key($0) }
        guard !order.contains(where: \.path.name.isEmpty) else {
            throw invocation.usageError("--sort takes names with commas between them: --sort Office,-DisplayName")
        }
        if let text = invocation.value("limit") {
            guard let number = Int(text), number > 0 else {
                throw invocation.usageError("--limit is a number of rows, not '\(text)'")
            }
            limit = number
        }
        isCount = invocation.has("count")
        jq = invocation.value("jq")
        let isCSVAsked = try readCSV(invocation, isFormAsked: isFormAsked, context)
        isPlainJQ = jq != nil && !isFormAsked && !isCSVAsked
    }

    /// Whether the command line names the form.
    private mutating func readForm(_ invocation: Invocation, _ context: CommandContext) throws -> Bool {
        if let word = invocation.value("output") {
            form = try Self.form(word, named: "--output", invocation)
            return true
        }
        if let file = invocation.value("output-file"), let found = OutputForm(ending: file) {
            form = found
            return true
        }
        if let word = context.variable("EXO_OUTPUT") {
            form = try Self.form(word, named: "EXO_OUTPUT", invocation)
        } else {
            isFormOpen = true
        }
        if let file = invocation.value("output-file"), let ending = OutputForm.ending(of: file),
            !invocation.has("csv-for"), !invocation.has("delimiter"), !invocation.has("jq"), !invocation.has("count")
        {
            context.errors.note(
                "no form is known by .\(ending), so \(file) is written as \(form); --output names another"
            )
        }
        return false
    }

    /// Reads how CSV is written, which is asked for by that where nothing else is.
    ///
    /// - Returns: Whether something is said of it.
    private mutating func readCSV(
        _ invocation: Invocation,
        isFormAsked: Bool,
        _ context: CommandContext
    ) throws -> Bool {
        let reader = invocation.value("csv-for")
        let delimiter = invocation.value("delimiter")
        guard reader != nil || delimiter != nil else { return false }
        if !isFormAsked, form != .tsv { form = .csv }
        guard form == .csv || form == .tsv else {
            throw invocation.usageError("--\(reader == nil ? "delimiter" : "csv-for") is for csv, not for \(form)")
        }
        if let reader {
            guard let known = CSVDialect.Reader(rawValue: reader.lowercased()) else {
                throw invocation.usageError("--csv-for is excel or powershell, not '\(reader)'")
            }
            csv.reader = known
            if known == .excel { csv.delimiter = CSVDialect.delimiterOfSpreadsheets(context.variable) }
        }
        guard let delimiter else { return true }
        let sign = delimiter == "tab" || delimiter == "\\t" ? "\t" : delimiter
        guard sign.utf8.count == 1, let byte = sign.utf8.first, byte == 9 || byte >= 0x20 && byte < 0x7F && byte != 0x22
        else { throw invocation.usageError("--delimiter is one character or 'tab', not '\(delimiter)'") }
        csv.delimiter = byte
        return true
    }

    private static func form(_ word: String, named name: String, _ invocation: Invocation) throws -> OutputForm {
        if let form = OutputForm(rawValue: word.lowercased()) { return form }
        let known = OutputForm.allCases.map(\.rawValue)
        throw invocation.usageError(
            "\(name) cannot be '\(word)'; it is one of \(known.joined(separator: ", "))",
            details: DidYouMean.lines(word, among: known)
        )
    }

    private static func words(_ option: String, _ invocation: Invocation) throws -> [String] {
        guard let words = invocation.value(option) else { return [] }
        return words.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension OutputForm {
    /// The form that a file of that name has.
    init?(ending file: String) {
        switch Self.ending(of: file) {
        case "csv": self = .csv
        case "tsv", "tab": self = .tsv
        case "json": self = .json
        case "ndjson", "jsonl": self = .ndjson
        case "yaml", "yml": self = .yaml
        default: return nil
        }
    }

    /// What stands behind the last point of a file's name, in small letters.
    fileprivate static func ending(of file: String) -> String? {
        file.split(separator: "/").last?.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?
            .lowercased()
    }
}
