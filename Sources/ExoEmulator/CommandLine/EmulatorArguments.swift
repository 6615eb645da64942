import EmulatorCore
import ExoCrypto

/// What was asked for on the command line of `exo-emulator`.
///
/// There are few commands and options, so they are read here and not from a table.
struct EmulatorArguments: Sendable {
    enum Command: Sendable, Equatable {
        case start
        case showAuthority
        /// Writes the store to a file, or to standard output for `-`.
        case export(String)
        /// Puts a file, or standard input for `-`, in the place of the store's content.
        case `import`(String)
        case reset
        case seed(GeneratedSeed)
        /// Calls the control API of the emulator that runs.
        case control(ControlCommand)
        case controlHelp
        /// Lists the cmdlets that are emulated, or tells how far those are whose names fit.
        case cmdlets(String?)
        /// Tells what the emulator that runs is and has.
        case status
        /// Ends it.
        case stop
        /// Stands before the endpoint `--to` and keeps what is said in that file.
        case record(String)
        /// Answers from that file.
        case replay(String)
        /// Makes it fail on purpose.
        case fault(FaultCommand)
        /// Writes how far each noun is emulated.
        case coverage
        case help
        case version
    }

    var command = Command.start
    var home: String
    var database: String?
    var memory = false
    var address = "127.0.0.1"
    var frontPort = 8443
    var regionalPort = 8444
    var identityPort: Int?
    var identityAddress: String?
    var arcFolder: String?
    var hosts: [String] = []
    var quiet = false
    /// The endpoint that is recorded.
    var upstream: String?
    /// How long a recording gets, in bytes.
    var recordingLimit = Self.recordingLimit
    private static let recordingLimit = 256 << 20
    /// Where the emulator is that the command is about; nil for the port of this machine.
    var url: String?

    /// Reads arguments over the environment's defaults.
    ///
    /// - Throws: ``EmulatorError`` with the argument that is wrong and what to type instead.
    init(_ arguments: [String], environment: [String: String]) throws {
        home = try Self.home(environment)
        if let text = environment["EXO_EMULATOR_PORT"], !text.isEmpty {
            frontPort = try Self.port(text, "EXO_EMULATOR_PORT")
        }
        if let text = environment["EXO_EMULATOR_REGIONAL_PORT"], !text.isEmpty {
            regionalPort = try Self.port(text, "EXO_EMULATOR_REGIONAL_PORT")
        }
        var rest = arguments[...]
        if let word = rest.first, !word.hasPrefix("-") {
            rest.removeFirst()
            switch word {
            case "start": command = .start
            case "ca": command = .showAuthority
            case "help": command = .help
            case "reset": command = .reset
            case "cmdlets" where rest.first == "--coverage":
                rest.removeFirst()
                command = .coverage
            case "cmdlets":
                let hasName = rest.first.map { !$0.hasPrefix("-") } ?? false
                command = .cmdlets(hasName ? rest.popFirst() : nil)
            case "status": command = .status
            case "stop": command = .stop
            // What asks for help needs no file.
            case "record", "replay", "export", "import":
                command = Self.isHelp(rest.first) ? .help : try Self.onFile(&rest, word)
            case "fault": command = .fault(try FaultCommand(&rest))
            case "seed": command = .seed(GeneratedSeed())
            case "control":
                while let word = rest.first, word.hasPrefix("-"), !Self.isHelp(word) {
                    rest.removeFirst()
                    try read(word, from: &rest)
                }
                command = Self.isHelp(rest.first) ? .controlHelp : .control(try Self.control(&rest))
            default:
                throw Self.usage(
                    "there is no command '\(word)'; there are start, run, status, stop, fault, cmdlets, ca, record, "
                        + "replay, export, import, reset, seed and control"
                )
            }
        }
        while let word = rest.popFirst() { try read(word, from: &rest) }
        let allowsRemote = environment["EXO_EMULATOR_ALLOW_REMOTE"] == "1"
        guard Self.isLoopback(address) || allowsRemote else {
            throw Self.usage(
                "\(address) is not a loopback address, and everybody knows the passwords of the emulated tenant; "
                    + "set EXO_EMULATOR_ALLOW_REMOTE=1 if that is what you want"
            )
        }
        guard identityAddress == nil || identityPort != nil else {
            throw Self.usage("--identity-address belongs to --identity-port")
        }
        let identity = identityAddress ?? address
        guard identity == Self.metadataAddress || identity == address || Self.isLoopback(identity) || allowsRemote
        else {
            throw Self.usage(
                "\(identity) is neither a loopback address nor \(Self.metadataAddress), and whoever reaches it gets tokens; "
                    + "set EXO_EMULATOR_ALLOW_REMOTE=1 if that is what you want"
            )
        }
        guard !memory || !command.isAboutFile else {
            throw Self.usage("--memory belongs to 'start': the other commands work on a file")
        }
        switch command {
        case .record:
            guard upstream != nil else {
                throw Self.usage(
                    "'record' needs --to with the endpoint, as in: record seen.ndjson --to https://outlook.office365.com"
                )
            }
        default:
            guard upstream == nil, recordingLimit == Self.recordingLimit else {
                throw Self.usage("--to and --limit belong to 'record'")
            }
        }
        guard url == nil || command.isAboutRunning else {
            throw Self.usage("--url belongs to status, stop, fault and control")
        }
        guard !(memory && database != nil) else { throw Self.usage("--memory and --database exclude each other") }
    }

    /// Where machines of Azure ask for their identity; nobody else's machine is reached there.
    private static let metadataAddress = "169.254.169.254"

    private static func isLoopback(_ address: String) -> Bool { address.hasPrefix("127.") || address == "::1" }

    private static func control(_ rest: inout ArraySlice<String>) throws -> ControlCommand {
        guard let method = rest.popFirst()?.uppercased(), ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(method),
            let path = rest.popFirst(), !path.hasPrefix("-")
        else {
            throw usage(
                "'control' takes a method and what is called, as in: control POST keys/rotate, and 'control --help' tells more"
            )
        }
        let hasBody = rest.first.map { $0 == "-" || !$0.hasPrefix("-") } ?? false
        return ControlCommand(method: method, path: path, body: hasBody ? rest.popFirst() : nil)
    }

    private mutating func read(_ word: String, from rest: inout ArraySlice<String>) throws {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        func value() throws -> String {
            if parts.count == 2 { return String(parts[1]) }
            guard let next = rest.popFirst() else { throw Self.usage("\(word) needs a value") }
            return next
        }
        switch String(parts[0]) {
        case "--mailboxes" where parts.count == 1 && rest.first.flatMap { Int($0) } == nil:
            try readSeed("--mailboxes") { "" }
        case "--users", "--apps", "--number", "--mailboxes", "--groups", "--seed": try readSeed(String(parts[0]), value)
        case "--help", "-h": command = command.isControl ? .controlHelp : .help
        case "--version": command = .version
        case "--home": home = try value()
        case "--database": database = try value()
        case "--memory": memory = true
        case "--address": address = try value()
        case "--port", "--https-port": frontPort = try Self.port(try value(), String(parts[0]))
        case "--regional-port": regionalPort = try Self.port(try value(), "--regional-port")
        case "--identity-port": identityPort = try Self.port(try value(), "--identity-port")
        case "--identity-address": identityAddress = try value()
        case "--arc-folder": arcFolder = try value()
        case "--host": hosts.append(try Self.host(try value()))
        case "--quiet": quiet = true
        case "--to": upstream = try Self.origin(try value(), "--to")
        case "--limit": recordingLimit = try Self.megabytes(try value())
        case "--url": url = try Self.origin(try value(), "--url")
        case let name where !name.hasPrefix("-"):
            throw Self.usage("'\(name)' comes too late: the command stands before its options")
        default: throw Self.usage("there is no option '\(parts[0])'")
        }
    }

    private mutating func readSeed(_ name: String, _ value: () throws -> String) throws {
        guard case .seed(var seed) = command else { throw Self.usage("\(name) belongs to 'seed'") }
        switch name {
        case "--users": seed.users = try Self.count(try value(), name)
        case "--apps": seed.applications = try Self.count(try value(), name)
        case "--mailboxes":
            let text = try value()
            if text.isEmpty { seed.hasMailboxes = true } else { seed.company.mailboxes = try Self.count(text, name) }
        case "--groups": seed.company.groups = try Self.count(try value(), name)
        case "--seed":
            guard let number = UInt64(try value()) else { throw Self.usage("--seed takes a whole number") }
            seed.company.number = number
        default:
            guard let number = UInt64(try value()) else { throw Self.usage("--number takes a whole number") }
            seed.number = number
        }
        command = .seed(seed)
    }

    private static func count(_ text: String, _ name: String) throws -> Int {
        guard let count = Int(text), (0...GeneratedSeed.most).contains(count) else {
            throw usage("\(name) takes a number from 0 to \(GeneratedSeed.most)")
        }
        return count
    }

    private static func file(_ rest: inout ArraySlice<String>, _ command: String) throws -> String {
        guard let file = rest.popFirst(), file == "-" || !file.hasPrefix("-"), !file.isEmpty else {
            throw usage("'\(command)' needs a file, or - for standard \(command == "export" ? "output" : "input")")
        }
        return file
    }

    /// The file of the store.
    var databaseFile: String { database ?? home + "/tenant.sqlite" }

    private static func host(_ text: String) throws -> String {
        guard CertificateAuthority.canName(text) else {
            throw usage("--host takes a DNS name or an IP address, and '\(text)' is neither")
        }
        return text
    }

    private static func isHelp(_ word: String?) -> Bool { word == "--help" || word == "-h" }

    /// A command that reads or writes a file.
    private static func onFile(_ rest: inout ArraySlice<String>, _ command: String) throws -> Command {
        switch command {
        case "export": .export(try file(&rest, command))
        case "import": .import(try file(&rest, command))
        case "record": .record(try recording(&rest, command))
        default: .replay(try recording(&rest, command))
        }
    }

    private static func recording(_ rest: inout ArraySlice<String>, _ command: String) throws -> String {
        guard let file = rest.popFirst(), !file.hasPrefix("-"), !file.isEmpty else {
            throw usage("'\(command)' needs the file of the recording")
        }
        return file
    }

    private static func megabytes(_ text: String) throws -> Int {
        guard let count = Int(text), (1...1_000_000).contains(count) else {
            throw usage("--limit takes a number of megabytes from 1 to 1000000")
        }
        return count << 20
    }

    private static func origin(_ text: String, _ option: String) throws -> String {
        let plain = text.hasSuffix("/") ? String(text.dropLast()) : text
        let rest = plain.dropFirst("https://".count)
        guard plain.hasPrefix("https://"), !rest.isEmpty, !rest.contains("/"), !rest.contains("@") else {
            throw usage("\(option) takes an address such as https://localhost:8443, and '\(text)' is none")
        }
        return plain
    }

    private static func port(_ text: String, _ name: String) throws -> Int {
        guard let port = Int(text), (0...65_535).contains(port) else {
            throw usage("\(name) takes a port number from 0 to 65535, 0 for any free one")
        }
        return port
    }

    private static func home(_ environment: [String: String]) throws -> String {
        if let home = environment["EXO_EMULATOR_HOME"], !home.isEmpty { return home }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/exo-emulator" }
        guard let user = environment["HOME"], user.hasPrefix("/") else {
            throw usage("neither EXO_EMULATOR_HOME nor HOME is set; name a folder with --home")
        }
        return user + "/.local/share/exo-emulator"
    }

    private static func usage(_ message: String) -> EmulatorError {
        EmulatorError("\(message). See 'exo-emulator --help'")
    }
}
