internal import ExchangeOnline

/// `exo run`, and any cmdlet by its name.
enum RunCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let words = invocation.cmdletWords
        let settings = try OutputSettings(invocation, context)
        let shape = CmdletOutput(of: words[0])
        let cmdlet = try bound(
            words,
            properties: shape.selection(of: settings.neededProperties ?? []),
            invocation,
            context
        )
        try shape.check(settings.columns)
        try shape.check(settings.order.map(\.path.name), of: "sort")
        let isDryRun = invocation.has("dry-run")
        if cmdlet.asks, !isDryRun { try ConfirmationPrompt.requireTerminal(for: cmdlet.name, context) }
        var writer = try RowStreamWriter(settings, shape, cmdlet, context)
        for text in cmdlet.doubtLines { context.errors.warning(text) }
        for name in cmdlet.wantedVariables {
            context.errors.warning("-\(name) has no effect: there are no variables here")
        }
        let service = try ServiceConnection(invocation, context, for: cmdlet)
        // Now it is known which service has to heed -WhatIf.
        let sent = cmdlet.on(service.target.service)
        for text in sent.doubtLines where !cmdlet.doubtLines.contains(text) { context.errors.warning(text) }
        if sent.asks, !isDryRun { try ConfirmationPrompt.requireTerminal(for: sent.name, context) }
        let connection = try await service.open(
            context,
            verifiesAccess: false,
            for: cmdlet,
            repeating: invocation.value("repeat-tenant")
        )
        defer { service.keepAddress(of: connection, context) }
        if isDryRun {
            try RequestPreview(try connection.request(for: cmdlet), service).write(to: context.output)
            return .done
        }
        let pages = AdvisedPages(
            pages: connection.pages(of: cmdlet) { try ConfirmationPrompt.ask($0, context) },
            service: service
        )
        let code: ExitCode
        do { code = try await writer.write(pages) } catch let error as ExchangeError where writer.hidesErrors {
            return ErrorReport.commandError(error).exitCode
        }
        if code == .done { remember(cmdlet, service, context) }
        return code
    }

    /// Keeps an identity that was typed and found, so that it completes.
    private static func remember(_ cmdlet: BoundCmdlet, _ service: ServiceConnection, _ context: CommandContext) {
        guard context.terminal.errorIsTerminal, let name = service.stored?.name,
            let identity = cmdlet.parameters["Identity"]?.stringValue
        else { return }
        IdentityIndex(name, context)?.note(identity)
    }

    /// The cmdlet that the command line writes, with the parameters of `--parameters` after those of the words.
    static func bound(
        _ words: [String],
        properties: [String],
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> BoundCmdlet {
        var arguments = try FileContent.read(CommandLineReader.read(words: Array(words.dropFirst())), context)
        arguments += try ParameterFile.parameters(invocation, context).arguments
        let cmdlet = Cmdlet(
            words[0],
            parameters: CmdletParameters(arguments: arguments),
            properties: properties,
            timeout: try timeout(invocation, context),
            fidelity: try fidelity(invocation),
            anchor: try anchor(invocation)
        )
        do {
            let bound = try BoundCmdlet(cmdlet)
            return invocation.has("yes") && bound.asks ? bound.confirmed : bound
        } catch let error as BindingError {
            throw BindingReport(words: words).commandError(error)
        }
    }

    private static func fidelity(_ invocation: Invocation) throws -> Fidelity {
        switch invocation.value("fidelity")?.lowercased() {
        case nil, "json": return .json
        case "clixml": return .clixml
        case let word?: throw invocation.usageError("--fidelity cannot be '\(word)'; it is json or clixml")
        }
    }

    static func timeout(_ invocation: Invocation, _ context: CommandContext) throws -> Duration? {
        guard let text = invocation.value("timeout") ?? context.variable("EXO_TIMEOUT") else { return nil }
        guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
            throw invocation.usageError("--timeout is a number of seconds, not '\(text)'")
        }
        return .milliseconds(Int64(seconds * 1000))
    }

    private static func anchor(_ invocation: Invocation) throws -> AnchorRule? {
        try invocation.value("anchor").map { word in
            guard let rule = AnchorRule(word: word) else {
                throw invocation.usageError(
                    "--anchor does not take '\(word)'",
                    details: [
                        "it is automatic, application, system, mailbox, a user's name, or a text such as UPN:admin@contoso.com"
                    ]
                )
            }
            return rule
        }
    }
}
