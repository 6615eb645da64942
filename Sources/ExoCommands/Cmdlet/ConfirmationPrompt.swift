internal import ExchangeOnline

/// Asks a person whether a change is to be made.
///
/// As in PowerShell, `-Confirm` and cmdlets of high impact ask; `-Confirm:false` and `--yes` do not, and `-Force` is the
/// service's own matter. Without a terminal there is nobody to ask, so nothing is sent.
enum ConfirmationPrompt {
    /// What is said to an answer that is none.
    static let notUnderstood = "That is neither yes nor no; lines typed or pasted here are not run."

    /// Makes sure that there is somebody to ask.
    ///
    /// - Parameters:
    ///   - name: What asks.
    ///   - isCmdlet: Whether it takes `-Confirm`.
    ///   - context: Where it runs.
    /// - Throws: ``CommandError`` when there is no terminal.
    static func requireTerminal(for name: String, isCmdlet: Bool = true, _ context: CommandContext) throws {
        guard !(context.terminal.inputIsTerminal && context.terminal.errorIsTerminal) else { return }
        throw CommandError(
            .usage,
            "\(name) asks before it acts, and there is no terminal to ask on; nothing was sent",
            repair: isCmdlet ? "add --yes (or -Confirm:false) if it is to be done" : "add --yes if it is to be done"
        )
    }

    /// Asks; whether the answer is yes.
    static func ask(_ question: String, _ context: CommandContext) throws -> Bool {
        context.errors.write("Are you sure you want to perform this action?")
        if !question.isEmpty { context.errors.write(question) }
        while true {
            context.errors.prompt("[Y] Yes  [N] No  (default is \"Y\"): ")
            guard let answer = try context.input.readLine() else { return false }
            switch answer.lowercased().filter({ $0 != " " }) {
            case "", "y", "yes": return true
            case "n", "no": return false
            default: context.errors.write(notUnderstood)
            }
        }
    }
}
