/// Help and usage lines, made from the table.
package struct HelpText {
    private let path: [CommandSpec]
    private let layout: HelpLayout

    /// Makes the help of the last command of a path.
    ///
    /// - Parameters:
    ///   - path: The commands from the root on.
    ///   - width: The width to wrap to.
    package init(_ path: [CommandSpec], width: Int) {
        self.path = path
        layout = HelpLayout(width: width, column: 26)
    }

    private var command: CommandSpec { path[path.count - 1] }
    private var name: String { path.map(\.name).joined(separator: " ") }

    /// The usage line without a heading.
    package var usage: String {
        var words = [name]
        if command.options.contains(where: { $0.refusal == nil }) { words.append("[<options>]") }
        words += command.arguments.map {
            ($0.isOptional ? "[<\($0.name)>]" : "<\($0.name)>") + ($0.repeats ? " ..." : "")
        }
        switch command.words {
        case .arguments: break
        case .cmdlet: words.append("<cmdlet> [-Parameter value ...]")
        case .parameters: words.append("[-Parameter value ...]")
        }
        if command.isGroup { words.append("<command>") }
        return words.joined(separator: " ")
    }

    /// The whole text.
    package var text: String {
        var sections = [layout.wrapped(command.summary, indent: 0)]
        if !command.discussion.isEmpty { sections.append(layout.wrapped(command.discussion, indent: 0)) }
        guard command.explained.isEmpty else {
            sections += command.explained.map { group in
                "\(group.heading):\n" + group.options.map { layout.entry($0.label, $0.help) }.joined(separator: "\n")
            }
            return (sections + examples + environment).joined(separator: "\n\n") + "\n"
        }
        sections.append(layout.wrapped("USAGE: " + usage, indent: 0, hanging: 4))
        let arguments = command.arguments.map { layout.entry("<\($0.name)>", $0.help) }
        if !arguments.isEmpty { sections.append("ARGUMENTS:\n" + arguments.joined(separator: "\n")) }
        let commands = command.subcommands.filter { !$0.isHidden }.map { layout.entry($0.name, $0.summary) }
        if !commands.isEmpty { sections.append("COMMANDS:\n" + commands.joined(separator: "\n")) }
        var options = command.options.filter { $0.refusal == nil && $0.isListed }.map {
            layout.entry($0.label, $0.help)
        }
        if path.count == 1 { options.append(layout.entry("--version", "show the version")) }
        options.append(layout.entry("--help", "show this help"))
        sections.append("OPTIONS:\n" + options.joined(separator: "\n"))
        sections += examples + environment
        if path.count == 1 { sections.append(layout.wrapped("See 'exo help <command>' for one of them.", indent: 0)) }
        return sections.joined(separator: "\n\n") + "\n"
    }

    private var environment: [String] {
        guard !command.environment.isEmpty else { return [] }
        return ["ENVIRONMENT:\n" + command.environment.map { layout.entry($0.text, $0.help) }.joined(separator: "\n")]
    }

    private var examples: [String] {
        guard !command.examples.isEmpty else { return [] }
        let lines = command.examples.map { "  " + $0.text + ($0.help.isEmpty ? "" : "\n      " + $0.help) }
        return ["EXAMPLES:\n" + lines.joined(separator: "\n")]
    }
}
