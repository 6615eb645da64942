import EmulatorCore
import ExoCrypto

/// What was asked for on the command line of `exo-emulator run`.
struct BoxOptions: Sendable, Equatable {
    /// Where the emulator keeps certificates and store; `nil`: nowhere.
    var home: String?
    /// People and mailboxes beside those of the seed.
    var seed: GeneratedSeed?
    /// The document that takes the place of the seed.
    var importFile: String?
    var exposed: [ExposedPort] = []
    /// Further names that lead to the emulator.
    var hosts: [String] = []
    /// Where a line per request goes.
    var logFile: String?
    var showsHelp = false
    /// The program and its arguments.
    var command: [String] = []

    /// Reads what follows `run`.
    ///
    /// - Throws: ``EmulatorError`` with what is wrong and what to type instead.
    init(_ words: ArraySlice<String>) throws {
        var rest = words
        while let word = rest.first, word.hasPrefix("-"), word != "-" {
            rest.removeFirst()
            guard word != "--" else { break }
            try read(word, from: &rest)
        }
        command = Array(rest)
        guard !showsHelp else { return }
        guard let name = command.first, !name.isEmpty else {
            throw Self.usage("'run' needs a command, as in: exo-emulator run -- pwsh script.ps1")
        }
        guard seed == nil || importFile == nil else { throw Self.usage("--seed and --import exclude each other") }
    }

    private mutating func read(_ word: String, from rest: inout ArraySlice<String>) throws {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        func value() throws -> String {
            guard let text = parts.count == 2 ? String(parts[1]) : rest.popFirst(), !text.isEmpty, text != "--" else {
                throw Self.usage("\(parts[0]) needs a value")
            }
            return text
        }
        switch String(parts[0]) {
        case "--help", "-h": showsHelp = true
        case "--home": home = try value()
        case "--seed":
            guard let users = Int(try value()), (0...GeneratedSeed.most).contains(users) else {
                throw Self.usage("--seed takes a number from 0 to \(GeneratedSeed.most)")
            }
            seed = GeneratedSeed(users: users, hasMailboxes: true)
        case "--import": importFile = try Self.file(try value())
        case "--expose":
            do { exposed.append(try ExposedPort(try value())) } catch { throw Self.usage("\(error)") }
        case "--host": hosts.append(try Self.host(try value()))
        case "--log": logFile = try value()
        default: throw Self.usage("'run' has no option '\(parts[0])'; its command stands behind --")
        }
    }

    private static func file(_ text: String) throws -> String {
        guard text != "-" else { throw usage("--import takes a file: standard input is the command's") }
        return text
    }

    private static func host(_ text: String) throws -> String {
        guard CertificateAuthority.canName(text), text.contains(where: { $0.isLetter }), !text.contains("*"),
            !text.contains(":")
        else { throw usage("--host takes a DNS name, and '\(text)' is none") }
        return text.lowercased()
    }

    private static func usage(_ message: String) -> EmulatorError {
        let message = message.replacing(". See 'exo-emulator run --help'", with: "")
        return EmulatorError("\(message). See 'exo-emulator run --help'")
    }
}
