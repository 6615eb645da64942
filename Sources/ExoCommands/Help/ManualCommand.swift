#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `exo __manual`: writes the manual pages into a folder.
enum ManualCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let folder = invocation.argument(0) ?? "."
        for page in ManualPage.all {
            let path = "\(folder)/\(page.name).1"
            do {
                try Data(page.text.utf8).write(to: URL(filePath: path))
            } catch {
                throw CommandError(.failed, "cannot write \(path)", repair: "mkdir -p '\(folder)'")
            }
        }
        return .done
    }
}
