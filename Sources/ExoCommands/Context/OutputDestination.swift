/// Where a command's data goes: to standard output, through a pager on a terminal, or into a file that is there as a whole or not
/// at all.
package struct OutputDestination {
    private let context: CommandContext
    private let errors: MessageWriter
    private let file: (name: String, file: OutputFile)?
    private let paged: PagedOutput?

    /// Chooses the destination, and opens the file where it is one.
    ///
    /// - Throws: ``CommandError`` where the file cannot be written.
    package init(_ invocation: Invocation, of command: CommandSpec, _ context: CommandContext) throws {
        var context = context
        errors = context.errors
        guard command.option(named: "output-file") != nil else {
            (self.context, file, paged) = (context, nil, nil)
            return
        }
        let isPaged =
            command.isPaged && command.option(named: "no-pager") != nil && !invocation.has("no-pager")
            && !invocation.has("no-input") && context.terminal.outputIsTerminal
        if let name = invocation.value("output-file"), name != "-" {
            let file = try OutputFile(name)
            context.output = OutputWriter(file.sink)
            context.outputFile = file
            context.terminal.outputIsTerminal = false
            (self.file, paged) = ((name, file), nil)
        } else if isPaged, let open = context.openPager {
            let paged = PagedOutput(instead: context.output, status: context.status, open)
            context.output = OutputWriter(paged)
            context.errors = errors.sent { PatientMessages(output: paged, sink: $0) }
            context.terminal.height = nil
            (file, self.paged) = (nil, paged)
        } else {
            (file, paged) = (nil, nil)
        }
        self.context = context
    }

    /// Runs what writes there.
    ///
    /// - Parameter body: Writes to the context that it is given.
    /// - Returns: What it returns.
    /// - Throws: What it throws; ``CommandError`` where the file cannot be put in its place.
    package func writing(_ body: (CommandContext) async throws -> ExitCode) async throws -> ExitCode {
        do {
            let code = try await body(context)
            try context.output.flush()
            let isOrderly = code == .interrupted && context.interruption.wasOrderly
            if code == .done || code == .incomplete || isOrderly { try file?.file.commit() } else { abandon() }
            try closePager()
            return code
        } catch {
            // What came before is shown; the first error is the one that counts.
            if paged != nil { do { try context.output.flush() } catch {} }
            abandon()
            do { try closePager() } catch {}
            throw error
        }
    }

    private func abandon() {
        guard let file, file.file.abandon() else { return }
        errors.note("\(file.name) \(file.file.isThere ? "is as it was before" : "was not written")")
    }

    private func closePager() throws {
        guard let paged else { return }
        var failure: (any Error)?
        _ = errors.sent { sink in
            do { try paged.close(sink) } catch { failure = error }
            return sink
        }
        if let failure { throw failure }
    }
}
