internal import Synchronization

/// Asks before the calls of a cmdlet behind `|`, one for each row; an answer may be for all that follow.
final class PipedConfirmation: Sendable {
    private let forAll = Mutex<Bool?>(nil)

    /// Whether the answer is yes.
    func ask(_ question: String, _ context: CommandContext) throws -> Bool {
        if let answer = forAll.withLock({ $0 }) { return answer }
        context.errors.write("Are you sure you want to perform this action?")
        if !question.isEmpty { context.errors.write(question) }
        while true {
            context.errors.prompt("[Y] Yes  [A] Yes to All  [N] No  [L] No to All  (default is \"Y\"): ")
            guard let answer = try context.input.readLine() else { return false }
            switch answer.lowercased().filter({ $0 != " " }) {
            case "", "y", "yes": return true
            case "n", "no": return false
            case "a", "yestoall":
                return forAll.withLock { forAll in
                    forAll = true
                    return true
                }
            case "l", "notoall":
                return forAll.withLock { forAll in
                    forAll = false
                    return false
                }
            default: context.errors.write(ConfirmationPrompt.notUnderstood)
            }
        }
    }
}
