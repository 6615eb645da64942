import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
import Glibc
#else
import Foundation
#endif

@main
struct EntryPoint {
    static func main() async {
        let command = EmulatorCommand(
            arguments: Array(CommandLine.arguments.dropFirst()),
            environment: ProcessInfo.processInfo.environment
        )
        exit(await command.run())
    }
}
