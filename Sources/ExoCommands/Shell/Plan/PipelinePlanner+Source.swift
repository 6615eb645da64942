internal import CmdletCatalogue
internal import ExchangeOnline
internal import ExoJSON

/// What stands at the head of a line, and the arguments of cmdlets.
extension PipelinePlanner {
    /// Reads the first call; the columns where it is a file of rows.
    func begin(with call: LineCall, _ plan: inout PipelinePlan) throws -> [String]? {
        if let spec = StageSpec.named(call.name), !isOwn(call.name) {
            guard spec.isSource else {
                throw StageArguments.error(
                    .syntax,
                    "\(spec.name) needs rows, and nothing stands before it.",
                    call.namePlace,
                    repair: "Write a cmdlet and '|' before it: Get-Mailbox | \(spec.name) …."
                )
            }
            let arguments = try StageArguments(call, spec)
            return try read(spec, arguments, as: call.name, &plan)
        }
        if isOwn(call.name) {
            plan.source = .own(ownWords(call))
            return nil
        }
        if asksForHelp(call) {
            plan.source = .own(["Get-Help", call.name])
            return nil
        }
        let (cmdlet, notes) = try bound(call, plan.invocation)
        plan.source = .cmdlet(cmdlet)
        plan.notes += notes
        let shape = CmdletOutput(of: cmdlet.name)
        plan.shape = shape
        plan.noun = shape.noun
        plan.properties = outputs.properties(of: shape, by: cmdlet.name)
        return nil
    }

    /// Whether a name is a command of this program.
    func isOwn(_ name: String) -> Bool {
        if ["exo", "help"].contains(name.lowercased()) { return true }
        let name = Self.aliases[name.lowercased()] ?? name
        return name.contains("-") && CommandTable.root.subcommand(named: name) != nil
    }

    /// What PowerShell calls commands of this program by.
    private static let aliases = ["gcm": "Get-Command", "man": "Get-Help"]

    private func ownWords(_ call: LineCall) -> [String] {
        switch call.name.lowercased() {
        case "exo": call.words
        case "help": ["help"] + (call.words.isEmpty ? ["lines"] : call.words)
        default: [Self.aliases[call.name.lowercased()] ?? call.name] + call.words
        }
    }

    private func asksForHelp(_ call: LineCall) -> Bool {
        call.arguments.contains { $0.argument.name == "?" } || call.options.contains { $0.words == ["--help"] }
    }

    private func read(
        _ spec: StageSpec,
        _ arguments: StageArguments,
        as name: String,
        _ plan: inout PipelinePlan
    ) throws -> [String]? {
        if spec.name == "Write-Output" {
            let values = arguments.elements("InputObject").map(\.json)
            // Without a value it writes an empty line, as articles have it between lists.
            let isEmptyLine = values.isEmpty && name.lowercased() == "write-host"
            plan.source = .rows(isEmptyLine ? [""] : values)
            return nil
        }
        let path = try LinePath.file(arguments.needed("Path"), at: arguments.place(of: "Path"))
        guard let bytes = try PrivateFile.read(path, what: "the file", privacy: .none, limit: 256 << 20) else {
            throw StageArguments.error(.transformation, "There is no file \(path).", arguments.place(of: "Path"))
        }
        let text: String
        do { text = try TextFile.text(bytes, encoding: arguments.text("Encoding")) } catch let error as TextFile.Failure
        {
            throw StageArguments.error(
                .transformation,
                "\(path): \(error.message).",
                arguments.place(of: arguments.text("Encoding") == nil ? "Path" : "Encoding"),
                repair: error.repair
            )
        }
        if spec.name == "Get-Content" {
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            plan.source = .rows(lines.filter { !$0.allSatisfy(\.isWhitespace) }.map { .string(String($0)) })
            return nil
        }
        let header = arguments.elements("Header").map(\.text)
        let table: CSVTable
        do {
            table = try CSVTable(text, delimiter: arguments.text("Delimiter"), header: header.isEmpty ? nil : header)
        } catch var error as CommandError {
            error.message = "\(path): \(error.message)"
            throw error
        }
        plan.source = .rows(table.rows.map { .object($0) })
        plan.properties = table.columns
        return table.columns
    }

    // MARK: Cmdlets

    /// A cmdlet at the head of a line.
    private func bound(_ call: LineCall, _ invocation: Invocation) throws -> (BoundCmdlet, [String]) {
        let arguments = try arguments(call, invocation)
        let bindable = try bindable(call)
        let notes = try LineTraps.notes(call, bindable)
        let cmdlet = try BoundCmdlet(
            Cmdlet(
                call.name,
                parameters: CmdletParameters(arguments: arguments),
                timeout: try RunCommand.timeout(invocation, context)
            )
        )
        let result = invocation.has("yes") && cmdlet.asks ? cmdlet.confirmed : cmdlet
        if result.asks, !invocation.has("dry-run") { try ConfirmationPrompt.requireTerminal(for: result.name, context) }
        return (result, notes + result.doubtLines)
    }

    func bindable(_ call: LineCall) throws -> BindableCmdlet {
        do { return try BindableCmdlet(named: call.name) } catch var error as BindingError {
            guard error.code == .unknownCmdlet else { throw error }
            if let repair = RefusedCommand.repair(call.name) {
                throw StageArguments.error(
                    .unsupported,
                    "\(call.name) is not run here.",
                    call.namePlace,
                    repair: repair.prefix(1).uppercased() + repair.dropFirst() + "."
                )
            }
            if CommandTable.root.subcommand(named: call.name) != nil {
                throw StageArguments.error(
                    .unsupported,
                    "'\(call.name)' is a command of exo, and no cmdlet.",
                    call.namePlace,
                    repair: "Write exo \(call.name) …."
                )
            }
            let stages = NearestNames.nearest(
                to: call.name,
                among: StageSpec.all.flatMap { [$0.name] + $0.aliases },
                limit: 1
            )
            if !stages.isEmpty {
                throw BindingError(.unknownCmdlet, "There is no cmdlet '\(call.name)'.", nearestNames: stages)
            }
            if !call.name.contains("-") {
                error.message = "There is no cmdlet '\(call.name)', and programs are not run here."
            }
            throw error
        }
    }

    func arguments(_ call: LineCall, _ invocation: Invocation) throws -> [CmdletArgument] {
        let takesInput = call.arguments.contains { argument in
            if case .unread(let value as FileWord) = argument.argument.value { return value.path == "-" }
            return false
        }
        if takesInput, readsLinesFromInput {
            throw CommandError(
                .usage,
                "standard input holds the lines, so @- has nothing to read",
                repair: "write @FILE"
            )
        }
        return try FileContent.read(call.arguments.map(\.argument), context)
            + ParameterFile.parameters(invocation, context).arguments
    }
}
