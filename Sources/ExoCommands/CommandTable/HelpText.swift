/// Help and usage lines, made from the table.
package struct HelpText {
    private let path: [CommandSpec]
    private let width: Int
    private let column = 26

    /// Makes the help of the last command of a path.
    ///
    /// - Parameters:
    ///   - path: The commands from the root on.
    ///   - width: The width to wrap to.
    package init(_ path: [CommandSpec], width: Int) {
        self.path = path
        self.width = min(max(width, 50), 100)
    }

    private var command: CommandSpec { path[path.count - 1] }
    private var name: String { path.map(\.name).joined(separator: " ") }

    /// The usage line without a heading.
    package var usage: String {
        var words = [name]
        if command.options.contains(where: { $0.refusal == nil }) { words.append("[<options>]") }
        words += command.arguments.map { $0.isOptional ? "[<\($0.name)>]" : "<\($0.name)>" }
        if command.takesCmdletWords { words.append("<cmdlet> [-Parameter value ...]") }
        if !command.subcommands.isEmpty { words.append("<command>") }
        return words.joined(separator: " ")
    }

    /// The whole text.
    package var text: String {
        var sections = [wrapped(command.summary, indent: 0)]
        if !command.discussion.isEmpty { sections.append(wrapped(command.discussion, indent: 0)) }
        sections.append("USAGE: " + usage)
        let arguments = command.arguments.map { entry("<\($0.name)>", $0.help) }
        if !arguments.isEmpty { sections.append("ARGUMENTS:\n" + arguments.joined(separator: "\n")) }
        let commands = command.subcommands.filter { !$0.isHidden }.map { entry($0.name, $0.summary) }
        if !commands.isEmpty { sections.append("COMMANDS:\n" + commands.joined(separator: "\n")) }
        var options = command.options.filter { $0.refusal == nil }.map { entry($0.label, $0.help) }
        if path.count == 1 { options.append(entry("--version", "show the version")) }
        options.append(entry("--help", "show this help"))
        sections.append("OPTIONS:\n" + options.joined(separator: "\n"))
        if !command.examples.isEmpty {
            let lines = command.examples.map { "  " + $0.text + ($0.help.isEmpty ? "" : "\n      " + $0.help) }
            sections.append("EXAMPLES:\n" + lines.joined(separator: "\n"))
        }
        if !command.environment.isEmpty {
            sections.append(
                "ENVIRONMENT:\n" + command.environment.map { entry($0.text, $0.help) }.joined(separator: "\n")
            )
        }
        if path.count == 1 { sections.append("See 'exo help <command>' for one of them.") }
        return sections.joined(separator: "\n\n") + "\n"
    }

    private func entry(_ label: String, _ help: String) -> String {
        let text = wrapped(help, indent: column)
        guard label.count + 3 <= column else { return "  \(label)\n" + text }
        return "  " + label + text.dropFirst(label.count + 2)
    }

    private func wrapped(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                if !line.isEmpty, indent + line.count + 1 + word.count > width {
                    lines.append(margin + line)
                    line = ""
                }
                line += (line.isEmpty ? "" : " ") + word
            }
            lines.append(line.isEmpty ? "" : margin + line)
        }
        return lines.joined(separator: "\n")
    }
}
