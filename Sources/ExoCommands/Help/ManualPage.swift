/// A manual page in the macros of man(7), made of the command table.
struct ManualPage {
    private let path: [CommandSpec]

    init(_ path: [CommandSpec]) { self.path = path }

    private var command: CommandSpec { path[path.count - 1] }
    /// The page's name: the command's words with dashes between them.
    var name: String { path.map(\.name).joined(separator: "-") }

    /// The page.
    var text: String {
        var lines = [
            ".TH \(Self.quoted(name.uppercased())) 1 \"\" \(Self.quoted("exo \(ExoProgram.version)")) \"User Commands\"",
            ".SH NAME", "\(Self.plain(name)) \\- \(Self.plain(summary))",
            ".SH SYNOPSIS", ".nf", Self.plain(HelpText(path, width: 80).usage), ".fi",
        ]
        if !command.discussion.isEmpty { lines += [".SH DESCRIPTION"] + Self.paragraphs(command.discussion) }
        lines += entries("ARGUMENTS", command.arguments.map { ("<\($0.name)>", $0.help) })
        lines += entries(
            "COMMANDS",
            command.subcommands.filter { !$0.isHidden }.map { ($0.name, $0.summary) }
        )
        lines += entries(
            "OPTIONS",
            command.options.filter { $0.refusal == nil }.map { ($0.label, $0.help) } + [("--help", "show help")]
        )
        if !command.examples.isEmpty {
            lines += [".SH EXAMPLES", ".nf"] + command.examples.map { Self.plain($0.text) } + [".fi"]
        }
        lines += entries("ENVIRONMENT", command.environment.map { ($0.text, $0.help) })
        if path.count == 1 { for topic in HelpTopic.all { lines += section(of: topic) } }
        lines += [".SH SEE ALSO", seeAlso]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The summary without its full stop, as a line of NAME has it.
    private var summary: String {
        command.summary.hasSuffix(".") ? String(command.summary.dropLast()) : command.summary
    }

    private var seeAlso: String {
        var names = path.count > 1 ? [path.dropLast().map(\.name).joined(separator: "-")] : []
        names += command.subcommands.filter { !$0.isHidden && $0.words != .parameters }.map { "\(name)-\($0.name)" }
        return names.isEmpty ? ".BR exo (1)" : names.map { ".BR \(Self.plain($0)) (1)" }.joined(separator: "\n")
    }

    private func section(of topic: HelpTopic) -> [String] {
        [".SH \(Self.quoted(topic.name.uppercased()))", ".nf"]
            + topic.text.split(separator: "\n", omittingEmptySubsequences: false).map { Self.plain(String($0)) } + [
                ".fi"
            ]
    }

    private func entries(_ heading: String, _ entries: [(label: String, help: String)]) -> [String] {
        guard !entries.isEmpty else { return [] }
        return [".SH \(heading)"] + entries.flatMap { [".TP", ".B \(Self.plain($0.label))", Self.plain($0.help)] }
    }

    private static func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n\n").flatMap { [".PP", plain(String($0))] }
    }

    /// An argument of a macro.
    private static func quoted(_ text: String) -> String { "\"\(plain(text).replacing("\"", with: "\\(dq"))\"" }

    /// Text in which nothing is a request of roff.
    private static func plain(_ text: String) -> String {
        let safe = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq")
        let portable = safe.unicodeScalars.map { scalar in
            guard !scalar.isASCII else { return String(scalar) }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
        }.joined()
        return portable.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix(".") ? "\\&\(line)" : String(line)
        }.joined(separator: "\n")
    }

    /// A page for each command that help shows, and for the program itself.
    static var all: [ManualPage] { pages([CommandTable.root]) }

    private static func pages(_ path: [CommandSpec]) -> [ManualPage] {
        let command = path[path.count - 1]
        guard !command.isHidden, command.words != .parameters else { return [] }
        return [ManualPage(path)] + command.subcommands.flatMap { pages(path + [$0]) }
    }
}
