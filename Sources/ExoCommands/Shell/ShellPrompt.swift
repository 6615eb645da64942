internal import ExoLineEditor

/// The prompt: lines are typed, run one after another, and remembered.
struct ShellPrompt {
    private let session: ShellSession
    private let context: CommandContext
    private let history: ShellHistory?

    init(_ session: ShellSession, _ context: CommandContext) {
        self.session = session
        self.context = context
        history = ShellHistory(context)
    }

    /// Reads and runs lines until there are no more.
    ///
    /// - Returns: `done`: what a line came to was told with it.
    /// - Throws: ``OutputEnded``.
    func run() async throws -> ExitCode {
        let editor = openEditor()
        context.errors.note("Lines run as in PowerShell; 'help' helps, Tab completes, Ctrl-D leaves.")
        while let line = try statement(editor) {
            if ShellSession.leaves(line) { break }
            guard !line.allSatisfy(\.isWhitespace) else { continue }
            if ["clear", "cls", "clear-host"].contains(line.lowercased()) {
                try context.output.write(Array("\u{1B}[H\u{1B}[2J".utf8))
                try context.output.flush()
                continue
            }
            keep(line, editor)
            if try await interruptible(line) == nil {
                context.status?.rest()
                context.errors.note("The line was interrupted.")
            }
        }
        return .done
    }

    private func openEditor() -> LineEditor? {
        guard context.editsLines else { return nil }
        let completion = ShellCompletion(context)
        let editor = LineEditor(program: "exo", historySize: ShellHistory.limit) { completion.answer(for: $0) }
        do { for line in try history?.lines() ?? [] { editor?.remember(line) } } catch {
            context.errors.warning("the history cannot be read: \(ErrorReport.commandError(error).message)")
        }
        return editor
    }

    /// Reads a statement, over several lines where the first ends early; `nil` at the end.
    private func statement(_ editor: LineEditor?) throws -> String? {
        var text = ""
        let first = session.place.map { "exo \(TerminalText.neutralised($0))> " } ?? "exo> "
        while true {
            let reply = try read(editor, prompt: text.isEmpty ? first : ">> ")
            switch reply {
            case .interrupted:
                text = ""
                context.errors.write("")
            case .end:
                context.errors.write("")
                return text.isEmpty ? nil : text
            case .line(let line):
                text += (text.isEmpty ? "" : "\n") + line
                guard ShellSession.isUnfinished(text) else { return text }
            }
        }
    }

    private func read(_ editor: LineEditor?, prompt: String) throws -> LineEditor.Reply {
        context.status?.clear()
        if let editor {
            return Interrupt.whileReading { editor.read(prompt: prompt) }
        }
        context.errors.prompt(prompt)
        return try context.input.readLine().map { .line($0) } ?? .end
    }

    private func keep(_ line: String, _ editor: LineEditor?) {
        do { if let kept = try history?.keep(line) { editor?.remember(kept) } } catch {
            context.errors.warning("the line is not kept: \(ErrorReport.commandError(error).message)")
        }
    }

    /// Runs a line that Ctrl-C ends; `nil` when it did.
    private func interruptible(_ line: String) async throws -> ExitCode? {
        var session = session
        if context.editsLines, let width = TerminalWidth.now() { session.context.terminal.width = width }
        return try await withThrowingTaskGroup(of: ExitCode?.self) { group in
            group.addTask { [session] in try await session.run(line).code }
            group.addTask {
                await Interrupt.wait()
                return nil
            }
            defer { group.cancelAll() }
            var isOver = false
            while let code = try await group.next() {
                if let code { return isOver ? nil : code }
                isOver = true
                group.cancelAll()
            }
            return nil
        }
    }
}
