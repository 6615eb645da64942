internal import ExchangeOnline
internal import ExoJSON
internal import ExoRows

/// Runs a pipeline: rows flow from stage to stage as they arrive.
struct PipelineRun {
    private let plan: PipelinePlan
    private let warm: WarmConnection
    private let context: CommandContext
    private let settings: OutputSettings
    private var stages: [PipelinePlan.Stage]
    private var sink: SinkWriter
    private var file: FileSink?
    /// Calls of cmdlets that failed, and those that did not.
    private var failures = 0
    private var repeated = RepeatedErrors()
    private let confirmation = PipedConfirmation()
    private var successes = 0
    private var rows = 0
    /// Whether a cmdlet failed that does not say that what stands behind it on the line runs all the same, or with an error that
    /// every other call would have as well.
    private var endsLine = false
    /// Whether one failed.
    private var hasFailed = false
    /// Whether the line goes on though something failed: each cmdlet that did says so by its own `-ErrorAction`.
    var goesOn: Bool { hasFailed && !endsLine }
    /// Which row of a file is on its way; `nil` where rows are no file's, or do not leave a stage one by one as they come.
    private var rowOfFile: Int?
    /// The output, where changes go on when it is lost.
    private var unbroken: UnbrokenOutput?

    init(_ plan: PipelinePlan, _ warm: WarmConnection, _ context: CommandContext) throws {
        self.plan = plan
        self.warm = warm
        stages = plan.stages
        var settings = try OutputSettings(plan.invocation, context)
        if plan.noun == "groupinfo", settings.columns.isEmpty, !plan.sink.showsEveryColumn,
            [.table].contains(plan.sink.applied(to: settings).form)
        {
            settings.columns = ["Count", "Name"]
        }
        self.settings = settings
        var context = context
        var end = plan.sink
        if var path = plan.sink.file {
            if case .csv(let delimiter) = end.form { try FileSink.readHeading(of: &path, delimiter: delimiter) }
            end.file = path
            let file = try FileSink(path)
            self.file = file
            context.output = OutputWriter(file)
        } else if plan.shape?.givesRows == false {
            let output = UnbrokenOutput(context.output, context.errors)
            unbroken = output
            context.output = OutputWriter(output)
        }
        self.context = context
        sink = SinkWriter(end, settings, noun: plan.noun, of: plan.shape, context)
    }

    /// Runs it.
    ///
    /// - Returns: `done`, or `incomplete` or `failed` where calls failed.
    /// - Throws: What ends the pipeline.
    mutating func run() async throws -> ExitCode {
        for note in plan.notes { context.errors.warning(note) }
        if plan.invocation.has("dry-run"), case .cmdlet(let cmdlet) = plan.source {
            let open = try await warm.open(for: cmdlet.confirmed, repeating: plan.invocation.value("repeat-tenant"))
            try RequestPreview(try open.connection.request(for: cmdlet), open.service).write(to: context.output)
            return try finished(.done)
        }
        if case .own(let words) = plan.source, stages.isEmpty, case .usual = plan.sink.form, !plan.sink.isSilent {
            return try finished(try await perform(words, context))
        }
        if case .cmdlet(let cmdlet) = plan.source, let shape = plan.shape, isPlain {
            try shape.check(plan.sink.applied(to: settings).columns)
            let service = try await warm.open(for: cmdlet, repeating: plan.invocation.value("repeat-tenant"))
            var writer = try RowStreamWriter(plan.sink.applied(to: settings), shape, cmdlet, context)
            do {
                let code = try await writer.write(service.pages(of: cmdlet, context))
                if code != .done { note(nil, of: cmdlet) }
                return try finished(code)
            } catch let error as ExchangeError {
                note(error, of: cmdlet)
                guard writer.hidesErrors else { throw error }
                return try finished(ErrorReport.commandError(error).exitCode)
            }
        }
        for case .cmdlet(let cmdlet) in stages {
            // What its guard rails forbid is told before anything is sent.
            guard let example = cmdlet.example else { continue }
            _ = try await warm.open(for: example, repeating: plan.invocation.value("repeat-tenant"))
        }
        do {
            try await flow()
        } catch let error as OutputEnded {
            throw error
        } catch {
            try tell(repeated.finish())
            try sink.finish(evenWithoutRows: false)
            if stages.contains(where: { if case .cmdlet = $0 { true } else { false } }), successes > 1 {
                context.errors.note("\(successes) calls were made before that")
            }
            throw error
        }
        try tell(repeated.finish())
        try sink.finish(evenWithoutRows: givesRows && failures == 0)
        return try finished(failures == 0 ? .done : successes > 0 || rows > 0 ? .incomplete : .failed)
    }

    /// Notes that a cmdlet failed, by what it threw or by errors beside its rows.
    private mutating func note(_ error: ExchangeError?, of cmdlet: BoundCmdlet) {
        hasFailed = true
        if !cmdlet.goesOnAfterErrors || error.map({ !$0.isOfOneRow }) == true { endsLine = true }
    }

    /// Puts the file in its place where something came of it.
    private func finished(_ code: ExitCode) throws -> ExitCode {
        try context.output.flush()
        if code == .done || code == .incomplete { try file?.commit() }
        return unbroken?.failure != nil && code == .done ? .failed : code
    }

    /// Whether rows go as they are from the service to the output.
    private var isPlain: Bool {
        guard stages.isEmpty, !plan.sink.isSilent else { return false }
        switch plan.sink.form {
        case .usual, .table, .list: return true
        case .json, .csv: return false
        }
    }

    /// Whether no row at the end is an answer.
    private var givesRows: Bool {
        if stages.isEmpty, case .cmdlet(let cmdlet) = plan.source, cmdlet.isWhatIf { return false }
        return plan.shape?.givesRows ?? true
    }

    /// Runs a command of this program; what may change connections ends those of the shell before, whatever becomes of it.
    private func perform(_ words: [String], _ context: CommandContext) async throws -> ExitCode {
        if changesConnections(words) { await warm.forget() }
        return try await ExoProgram.perform(words, in: context)
    }

    private func changesConnections(_ words: [String]) -> Bool {
        do {
            guard case .run(_, let invocation) = try CommandParser.parse(words, root: CommandTable.root),
                let name = invocation.path.dropFirst().first?.lowercased()
            else { return false }
            return name.hasPrefix("connect") || name.hasPrefix("disconnect") || name == "token"
        } catch { return false }  // Nothing of it will run.
    }

    // MARK: Flow

    private mutating func flow() async throws {
        switch plan.source {
        case .cmdlet(let cmdlet):
            do { _ = try await call(cmdlet, from: 0) } catch let error as ExchangeError {
                note(error, of: cmdlet)
                guard cmdlet.isSilent("ErrorAction") else { throw error }
                failures += 1
            }
        case .rows(let rows):
            let isNumbered = plan.keepsRowNumbers
            for (place, row) in rows.enumerated() {
                rowOfFile = isNumbered ? place + 1 : nil
                if try await !push([row], from: 0) { break }
            }
            rowOfFile = nil
        case .own(let words):
            let kept = MemorySink()
            var inner = context
            inner.output = OutputWriter(kept)
            inner.terminal.outputIsTerminal = false
            let code = try await perform(words + ["--output", "ndjson"], inner)
            try inner.output.flush()
            if code != .done {
                failures += 1
                endsLine = true
            }
            let rows = try kept.bytes.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: $0) }
            _ = try await push(rows, from: 0)
        }
        for place in stages.indices {
            guard case .rows(var stage) = stages[place] else { continue }
            let left = try stage.finish()
            stages[place] = .rows(stage)
            _ = try await push(left, from: place + 1)
        }
    }

    /// Runs a cmdlet and sends its rows on; whether more are wanted.
    private mutating func call(
        _ cmdlet: BoundCmdlet,
        from stage: Int,
        asking confirmation: PipedConfirmation? = nil
    ) async throws -> Bool {
        let service = try await warm.open(for: cmdlet, repeating: plan.invocation.value("repeat-tenant"))
        var pages = service.pages(of: cmdlet, context, asking: confirmation).makeAsyncIterator()
        var hasErrors = false
        while let page = try await pages.next() {
            for text in page.warnings where !cmdlet.isSilent("WarningAction") { try sink.note(.warning(text)) }
            for error in page.errors {
                hasErrors = true
                if !cmdlet.isSilent("ErrorAction") { try sink.note(.error(ErrorReport.commandError(error))) }
            }
            if cmdlet.isWhatIf, let message = page.confirmationMessage { try sink.note(.line("What if: \(message)")) }
            var values: [JSONValue] = []
            try page.batch.forEach { place in values.append(Self.row(try page.batch.value(place))) }
            rows += values.count
            guard try await push(values, from: stage) else { return false }
            try Task.checkCancellation()
        }
        if hasErrors {
            failures += 1
            note(nil, of: cmdlet)
        } else {
            successes += 1
        }
        return true
    }

    private static func row(_ value: JSONValue) -> JSONValue {
        value.objectValue.map { .object($0.withoutAnnotations) } ?? value
    }

    /// Sends rows into a stage and what comes out into the next; whether more are wanted.
    private mutating func push(_ rows: [JSONValue], from place: Int) async throws -> Bool {
        guard !rows.isEmpty else { return true }
        guard place < stages.count else {
            try sink.write(rows)
            return !sink.isComplete
        }
        switch stages[place] {
        case .rows(var stage):
            var passed: [JSONValue] = []
            for row in rows where !stage.isSatisfied { passed += try stage.take(row) }
            stages[place] = .rows(stage)
            let goesOn = try await push(passed, from: place + 1)
            return goesOn && !stage.isSatisfied
        case .cmdlet(let cmdlet):
            for row in rows { if try await !call(cmdlet, for: row, from: place + 1) { return false } }
            return true
        }
    }

    /// Runs a cmdlet for a row; an error that is this row's alone is told, and the next row comes.
    ///
    /// - Throws: Nothing that the cmdlet before would take for an error of its own.
    private mutating func call(_ cmdlet: PipedCmdlet, for row: JSONValue, from place: Int) async throws -> Bool {
        let bound: BoundCmdlet
        do { bound = try cmdlet.bound(for: row) } catch let error as BindingError {
            throw told(error, of: nil)
        }
        do {
            return try await call(bound, from: place, asking: confirmation)
        } catch let error as ExchangeError where error.isOfOneRow {
            failures += 1
            note(error, of: bound)
            if bound.parameters["ErrorAction"]?.stringValue?.lowercased() == "stop" { throw told(error, of: bound) }
            guard !bound.isSilent("ErrorAction") else { return true }
            try tell(repeated.take(ErrorReport.commandError(error), as: told(error, of: bound)))
            return true
        } catch let error as ExchangeError {
            note(error, of: bound)
            throw error.code == .outcomeUnknown ? told(error, of: bound) : ErrorReport.commandError(error)
        }
    }

    private mutating func tell(_ errors: [CommandError]) throws { for error in errors { try sink.note(.error(error)) } }

    /// An error with the row of the file that it is about, or the object.
    private func told(_ error: any Error, of cmdlet: BoundCmdlet?) -> CommandError {
        var told = ErrorReport.commandError(error)
        let object = cmdlet?.parameters["Identity"]?.stringValue
        if let rowOfFile {
            told.message = "row \(rowOfFile): \(told.message)"
        } else if let object,
            !told.message.contains(object)
        {
            told.message = "\(object): \(told.message)"
        }
        return told
    }
}
