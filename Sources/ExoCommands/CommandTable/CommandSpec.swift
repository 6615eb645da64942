/// One command or group of commands: parser, help and completion are made from it.
package struct CommandSpec: Sendable {
    /// A word that is not an option.
    package struct Argument: Sendable {
        /// What it is called in help.
        package var name: String
        /// What it is.
        package var help: String
        /// Whether it may be left out.
        package var isOptional: Bool
        /// Whether more of the same may follow; the last one only.
        package var repeats: Bool
        /// What completes it.
        package var completion: OptionSpec.Completion

        package init(
            _ name: String,
            _ help: String,
            isOptional: Bool = false,
            repeats: Bool = false,
            completion: OptionSpec.Completion = .none
        ) {
            self.name = name
            self.help = help
            self.isOptional = isOptional
            self.repeats = repeats
            self.completion = completion
        }
    }

    /// A command below another, made when it is looked at: there are dozens, and a run is one of them.
    package struct Entry: Sendable {
        /// The word that names it.
        package var name: String
        /// Makes it.
        package var spec: @Sendable () -> CommandSpec

        package init(_ name: String, _ spec: @escaping @Sendable () -> CommandSpec) {
            self.name = name
            self.spec = spec
        }

        /// Whether a word names it; PowerShell's names count in any letter case.
        func isNamed(_ word: String) -> Bool {
            name == word || (name.contains("-") && name.lowercased() == word.lowercased())
        }
    }

    /// What words that are no options are to a command.
    package enum Words: Sendable {
        /// Its ``arguments``.
        case arguments
        /// A cmdlet's name and what belongs to the cmdlet.
        case cmdlet
        /// Parameters that follow PowerShell, with one dash.
        case parameters
    }

    /// A line of EXAMPLES or ENVIRONMENT.
    package struct Line: Sendable {
        package var text: String
        package var help: String

        package init(_ text: String, _ help: String = "") {
            self.text = text
            self.help = help
        }
    }

    /// Options under a heading.
    package struct OptionGroup: Sendable {
        package var heading: String
        package var options: [OptionSpec]

        package init(_ heading: String, _ options: [OptionSpec]) {
            self.heading = heading
            self.options = options
        }
    }

    /// What a command does.
    package typealias Body = @Sendable (Invocation, CommandContext) async throws -> ExitCode

    /// The word that names it.
    package var name: String
    /// One line.
    package var summary: String
    /// What else a user must know.
    package var discussion = ""
    /// The words it takes.
    package var arguments: [Argument] = []
    /// The options it takes.
    package var options: [OptionSpec] = []
    /// Options of other commands that its help explains; such a command is a topic of help and nothing else.
    package var explained: [OptionGroup] = []
    /// What the words are that are not its options.
    package var words = Words.arguments
    /// The commands below it.
    package var entries: [Entry] = []
    /// Examples.
    package var examples: [Line] = []
    /// Variables it reads.
    package var environment: [Line] = []
    /// Whether help leaves it out.
    package var isHidden = false
    /// Whether it shows help of the commands or the cmdlet that its words name.
    package var isHelp = false
    /// Whether its rows may go through a pager on a terminal; changes do not wait for one.
    package var isPaged = true
    /// Whether files of settings say what its options do not.
    package var readsSettings = true
    /// What it does; a group does nothing itself.
    package var body: Body?

    package init(_ name: String, _ summary: String) {
        self.name = name
        self.summary = summary
    }

    /// The commands below it, made.
    package var subcommands: [CommandSpec] {
        get { entries.map { $0.spec() } }
        set { entries = newValue.map { spec in Entry(spec.name) { spec } } }
    }

    /// Whether there are commands below it.
    package var isGroup: Bool { !entries.isEmpty }

    /// The command below it of that name.
    package func subcommand(named name: String) -> CommandSpec? { entries.first { $0.isNamed(name) }?.spec() }

    /// The option of that name.
    package func option(named name: String) -> OptionSpec? { options.first { $0.name == name } }

    /// Its own options and those of every command below it.
    package var allOptions: [OptionSpec] { options + subcommands.flatMap(\.allOptions) }
}
