@testable import ExoCommands
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `docs/command-line.md` against the command table.
struct CommandLineDocumentTests {
    private static func shown(_ command: CommandSpec) -> [CommandSpec] {
        command.isHidden ? [] : [command] + command.subcommands.flatMap(shown)
    }

    @Test func namesEveryOptionAndVariable() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/command-line.md"), encoding: .utf8)
        // A longer name does not stand for a shorter one that it begins with.
        let words = Set(page.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }.map(String.init))
        let commands = Self.shown(CommandTable.root)
        #expect(commands.count > 30)
        for command in commands {
            for option in command.options where option.refusal == nil {
                #expect(words.contains("--\(option.name)"), "--\(option.name) of \(command.name)")
            }
            for line in command.environment {
                let variable = String(line.text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
                #expect(words.contains(variable), "\(variable) of \(command.name)")
            }
        }
    }
}
