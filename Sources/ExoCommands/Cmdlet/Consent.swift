internal import ExoJSON

/// Whether a change needs a person's yes, and how it is asked for.
///
/// As in PowerShell, `-Confirm` and cmdlets of high impact ask; `-Confirm:$false` and `--yes` do not, and `-Force` is the
/// service's own matter. Without a terminal there is nobody to ask, so nothing is sent.
struct Consent: Sendable {
    /// The parameters of the first request.
    let parameters: JSONObject
    /// Whether the first request only asks for the question.
    let mustAsk: Bool
    /// Whether the service is to say what it would do.
    let isWhatIf: Bool

    /// Weighs a bound call; the binder has set `Confirm` for cmdlets of high impact.
    init(_ bound: BoundCmdlet, saysYes: Bool, _ context: CommandContext) throws {
        var parameters = bound.parameters
        isWhatIf = parameters["WhatIf"] == .bool(true)
        mustAsk = bound.asksForConfirmation && !saysYes
        if bound.asksForConfirmation, saysYes { parameters["Confirm"] = false }
        self.parameters = parameters
        guard mustAsk, !(context.terminal.inputIsTerminal && context.terminal.errorIsTerminal) else { return }
        throw CommandError(
            .usage,
            "\(bound.name) asks before it acts, and there is no terminal to ask on; nothing was sent",
            repair: "add -Confirm:$false (or --yes) if it is to be done"
        )
    }

    /// Asks; whether the answer is yes.
    func ask(_ question: String, _ context: CommandContext) throws -> Bool {
        context.errors.write("Are you sure you want to perform this action?")
        if !question.isEmpty { context.errors.write(question) }
        while true {
            context.errors.prompt("[Y] Yes  [N] No  (default is \"Y\"): ")
            guard let answer = try context.input.readLine() else { return false }
            switch answer.lowercased().filter({ $0 != " " }) {
            case "", "y", "yes", "a": return true
            case "n", "no", "l": return false
            default: continue
            }
        }
    }
}
