/// One `--option`, as plain data.
package struct OptionSpec: Sendable {
    /// What stands in for a value.
    package enum Kind: Sendable, Equatable {
        /// No value follows.
        case flag
        /// A value follows, called this in help.
        case value(String)
    }

    /// What completes the value.
    package enum Completion: Sendable {
        case none, files, connections, cmdlets, commands, columns, parameters, settingValues
        case words([String])
    }

    /// The name without dashes.
    package var name: String
    /// The letter that stands for it behind one dash, where it has one.
    package var letter: String?
    /// Whether a value follows.
    package var kind: Kind
    /// What it does, in a few words.
    package var help: String
    /// What completes the value.
    package var completion: Completion = .none
    /// Why the option is refused; it exists only to say so.
    package var refusal: String?
    /// Whether it may be given several times; its value is then a line for each.
    package var repeats = false
    /// Whether the help of its command shows it.
    package var isListed = true

    package init(
        _ name: String,
        _ kind: Kind,
        _ help: String,
        letter: String? = nil,
        completion: Completion = .none,
        refusal: String? = nil
    ) {
        self.name = name
        self.letter = letter
        self.kind = kind
        self.help = help
        self.completion = completion
        self.refusal = refusal
    }

    /// How it is written in help.
    package var label: String {
        let names = (letter.map { "-\($0), " } ?? "") + "--\(name)"
        return switch kind {
        case .flag: names
        case .value(let value): "\(names) <\(value)>"
        }
    }

    /// Whether a word is its name or its letter.
    package func isWritten(_ word: String) -> Bool { word == "--\(name)" || letter.map { word == "-\($0)" } ?? false }
}
