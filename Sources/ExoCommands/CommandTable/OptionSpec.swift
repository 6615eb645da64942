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
        case none, files, connections
        case words([String])
    }

    /// The name without dashes.
    package var name: String
    /// Whether a value follows.
    package var kind: Kind
    /// What it does, in a few words.
    package var help: String
    /// What completes the value.
    package var completion: Completion = .none
    /// Why the option is refused; it exists only to say so.
    package var refusal: String?

    package init(
        _ name: String,
        _ kind: Kind,
        _ help: String,
        completion: Completion = .none,
        refusal: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.completion = completion
        self.refusal = refusal
    }

    /// How it is written in help.
    package var label: String {
        switch kind {
        case .flag: "--\(name)"
        case .value(let value): "--\(name) <\(value)>"
        }
    }
}
