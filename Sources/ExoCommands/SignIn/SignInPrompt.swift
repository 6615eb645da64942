/// Offers ways to sign in to a person who named none.
enum SignInPrompt {
    /// Whether there is a person to ask.
    static func canAsk(_ context: CommandContext) -> Bool {
        context.terminal.inputIsTerminal && context.terminal.errorIsTerminal
    }

    /// Asks.
    ///
    /// - Throws: ``CommandError`` when the person does not choose.
    static func ask(_ context: CommandContext) throws -> SignIn {
        context.errors.write("No access token was given. How do you want to sign in?")
        while true {
            context.errors.prompt("[B] Browser  [D] Device code, on any device  [C] Cancel  (default is \"B\"): ")
            guard let answer = try context.input.readLine() else { break }
            switch answer.lowercased().filter({ $0 != " " }) {
            case "", "b", "browser": return SignIn(way: .browser)
            case "d", "device": return SignIn(way: .device)
            case "c", "cancel", "n", "q": throw CommandError(.interrupted, "nobody signed in; nothing was done")
            default: continue
            }
        }
        throw CommandError(.interrupted, "nobody signed in; nothing was done")
    }
}
