internal import ExchangeOnline

/// What `exo bulk` was asked to do.
struct BulkPlan {
    let words: [String]
    let settings: OutputSettings
    let shape: CmdletOutput
    let options: BulkOptions
    let table: TableFile
    let rows: BulkRows
    /// The first calls, for the preview.
    let first: [BulkCall]
    /// The first of them that can be bound.
    let sample: BoundCmdlet?
    let journal: JournalOptions
    let failedPath: String?
    let isDryRun: Bool
    let readsInput: Bool

    init(_ invocation: Invocation, _ context: CommandContext) throws {
        words = invocation.cmdletWords
        settings = try OutputSettings(invocation, context)
        guard let path = invocation.value("from") else {
            throw invocation.usageError(
                "where are the rows?",
                details: [
                    "add --from FILE: CSV with parameters as columns, NDJSON or a JSON list; - reads standard input"
                ]
            )
        }
        readsInput = path == "-"
        if readsInput, invocation.has("access-token-stdin") {
            throw invocation.usageError("standard input cannot hold both the token and the rows")
        }
        journal = try JournalOptions(invocation)
        var options = try Self.options(invocation, retriesUnknown: journal.retriesUnknown)
        failedPath = invocation.value("failed")
        isDryRun = invocation.has("dry-run")
        if let failedPath { try FailedLines.check(failedPath) }
        shape = CmdletOutput(of: try BindableCmdlet(named: words[0]).name)
        if shape.givesRows {
            try shape.check(settings.columns)
            if let limit = settings.limit, settings.order.isEmpty { options.narrow(toRows: limit) }
        } else {
            try settings.requireColumns(among: BulkReport.columns)
        }
        self.options = options
        let plan = try ColumnPlan(
            words[0],
            fixed: try FileContent.read(CommandLineReader.read(words: Array(words.dropFirst())), context),
            map: invocation.value("map"),
            ignore: invocation.value("ignore"),
            empties: try Self.choice("empty", invocation) ?? .omit
        )
        do {
            let encoding = try Self.encoding(invocation)
            table = try TableFile(path, encoding: encoding, context)
            rows = try BulkRows(table, plan, keepsTexts: failedPath != nil, context.interruption)
            first = try rows.first(3)
        } catch let error as TableError {
            throw CommandError(.usage, "line \(error.line) of the table: \(error.message)", repair: error.repair)
        }
        var sample: BoundCmdlet?
        for call in first where sample == nil {
            do { sample = try BoundCmdlet(call.cmdlet.get()) } catch { continue }  // Its result says what is wrong.
        }
        self.sample = sample
    }

    private static func options(_ invocation: Invocation, retriesUnknown: Bool) throws -> BulkOptions {
        var options = BulkOptions(order: try choice("order", invocation) ?? .input)
        if let text = invocation.value("parallel") {
            guard let number = Int(text), (1...16).contains(number) else {
                throw invocation.usageError("--parallel is a whole number from 1 to 16, not '\(text)'")
            }
            options.parallel = number
        }
        options.retriesUnknown = retriesUnknown
        options.usesBatches = !invocation.has("no-batch")
        return options
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ option: String,
        _ invocation: Invocation
    ) throws -> Choice? where Choice.RawValue == String {
        guard let word = invocation.value(option) else { return nil }
        if let choice = Choice(rawValue: word.lowercased()) { return choice }
        let known = Choice.allCases.map(\.rawValue).joined(separator: " or ")
        throw invocation.usageError("--\(option) is \(known), not '\(word)'")
    }

    private static func encoding(_ invocation: Invocation) throws -> TableEncoding? {
        guard let name = invocation.value("encoding") else { return nil }
        if let encoding = TableEncoding.named(name) { return encoding }
        let known = TableEncoding.allCases.map(\.rawValue).joined(separator: ", ")
        throw invocation.usageError("--encoding is one of \(known), not '\(name)'")
    }

    /// Shows the first calls where a person watches, and asks whether they and the others are to be made.
    ///
    /// - Parameters:
    ///   - isConsented: Whether the command line says yes already.
    ///   - target: Where they would be made; `nil` where none is.
    ///   - context: Where a person is.
    /// - Returns: Whether they are.
    /// - Throws: ``CommandError`` where somebody must be asked and nobody can be.
    func isWanted(isConsented: Bool, in target: ConnectionTarget?, _ context: CommandContext) throws -> Bool {
        let canAsk = context.terminal.inputIsTerminal && context.terminal.errorIsTerminal && !readsInput
        if context.terminal.errorIsTerminal { preview(context) }
        guard !isDryRun, !isConsented, !shape.givesRows, sample?.isWhatIf != true else { return true }
        guard canAsk else {
            // Where none of the first rows can be read, the cmdlet's own impact says what the others will ask.
            guard sample?.asks ?? (try? BindableCmdlet(named: words[0]))?.hasHighImpact ?? true else { return true }
            throw CommandError(
                .usage,
                "\(sample?.name ?? words[0]) asks before it acts, and there is nobody to ask; nothing was sent",
                repair: "add --yes if every row is to be done"
            )
        }
        let place = target.map { " in \($0.tenant ?? $0.identity.value)" } ?? ""
        return try ConfirmationPrompt.ask("These calls and those of all other rows are made\(place).", context)
    }

    private func preview(_ context: CommandContext) {
        guard !first.isEmpty else { return }
        context.errors.note(first.count == 1 ? "The only call, or the first:" : "The first calls:")
        for call in first {
            switch call.cmdlet {
            case .success(let cmdlet): context.errors.note("  " + Self.line(cmdlet))
            case .failure(let error): context.errors.note("  line \(call.line): \(error.message)")
            }
        }
    }

    /// A call as a person would type it; secrets are left out.
    private static func line(_ cmdlet: Cmdlet) -> String {
        let arguments = cmdlet.parameters.arguments.map { argument -> String in
            guard let name = argument.name else { return ShellQuotes.word(argument.value?.text ?? "") }
            guard let value = argument.value else { return "-\(name)" }
            if value.isNull { return "-\(name) $null" }
            return "-\(name) " + (isSecret(name, of: cmdlet.name) ? "[secret]" : ShellQuotes.word(value.text))
        }
        return ([cmdlet.name] + arguments).joined(separator: " ")
    }

    private static func isSecret(_ parameter: String, of cmdlet: String) -> Bool {
        // What is not known is not shown.
        do { return try BindableCmdlet(named: cmdlet).parameter(parameter).isSecret } catch { return true }
    }
}
