import ExoJSON

/// `exo-emulator fault`: lists, sets and clears what goes wrong on purpose.
enum FaultCommand: Sendable, Equatable {
    case list
    case set(JSONObject)
    /// Clears one, or all.
    case clear(Int?)
    case showHelp

    /// Reads the words behind `fault`, up to the options that all commands have.
    ///
    /// - Throws: ``EmulatorError`` with the word that is wrong and what to type instead.
    init(_ rest: inout ArraySlice<String>) throws {
        guard let word = rest.first, !word.hasPrefix("--") || word == "--help" else {
            self = .list
            return
        }
        rest.removeFirst()
        switch word {
        case "--help", "-h", "help": self = .showHelp
        case "list": self = .list
        case "clear":
            guard let text = rest.first, !text.hasPrefix("-") else {
                self = .clear(nil)
                return
            }
            guard let id = Int(text) else {
                throw Self.usage("'fault clear' takes a fault's number, and '\(text)' is none")
            }
            rest.removeFirst()
            self = .clear(id)
        default:
            guard let name = FaultName(word) else {
                let names = FaultName.allCases.map(\.rawValue).joined(separator: ", ")
                throw Self.usage("there is no fault '\(word)'; there are \(names)")
            }
            self = .set(try Self.fault(name, &rest))
        }
    }

    private enum Form { case text, whole, number, flag }

    private static let options: [String: (member: String, form: Form)] = [
        "--service": ("service", .text), "--cmdlet": ("cmdlet", .text), "--tenant": ("tenant", .text),
        "--caller": ("caller", .text), "--target": ("target", .text), "--skip": ("skip", .whole),
        "--every": ("every", .whole), "--probability": ("probability", .number), "--seed": ("seed", .whole),
        "--times": ("times", .whole), "--seconds": ("seconds", .number), "--retry-after": ("retryAfter", .text),
        "--calls": ("calls", .whole), "--bytes": ("bytes", .whole), "--executed": ("executed", .flag),
        "--status": ("status", .whole), "--body": ("body", .text),
    ]

    private static func fault(_ name: FaultName, _ rest: inout ArraySlice<String>) throws -> JSONObject {
        var object: JSONObject = ["kind": .string(name.rawValue)]
        var headers: JSONObject = [:]
        while let word = rest.first {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let option = parts[0]
            if option == "--always" {
                object["times"] = .null
                rest.removeFirst()
                continue
            }
            guard options[option] != nil || option == "--header" else { break }
            rest.removeFirst()
            if case .flag? = options[option]?.form {
                object[options[option]?.member ?? ""] = true
                continue
            }
            guard let text = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw usage("\(option) needs a value")
            }
            if option == "--header" {
                guard let colon = text.firstIndex(of: ":") else { throw usage("--header takes 'Name: value'") }
                headers[String(text[..<colon])] = .string(String(text[text.index(after: colon)...].drop { $0 == " " }))
            } else if let (member, form) = options[option] {
                object[member] = try value(text, form, option)
            }
        }
        if !headers.isEmpty { object["headers"] = .object(headers) }
        return object
    }

    private static func value(_ text: String, _ form: Form, _ option: String) throws -> JSONValue {
        switch form {
        case .text: return .string(text)
        case .flag: return true
        case .whole:
            guard let number = Int64(text) else { throw usage("\(option) takes a whole number, and '\(text)' is none") }
            return .integer(number)
        case .number:
            if let number = Int64(text) { return .integer(number) }
            guard let number = Double(text), number.isFinite else {
                throw usage("\(option) takes a number, and '\(text)' is none")
            }
            return .double(number)
        }
    }

    private static func usage(_ message: String) -> EmulatorError {
        EmulatorError("\(message). See 'exo-emulator fault --help'")
    }

    /// Does it.
    ///
    /// - Returns: What is said.
    /// - Throws: ``EmulatorError``.
    func run(_ emulator: RunningEmulator) throws -> String {
        switch self {
        case .showHelp: return Self.help
        case .list:
            let faults = try emulator.call("GET", "faults")["faults"]?.arrayValue ?? []
            guard !faults.isEmpty else {
                return "no faults are set; 'exo-emulator fault --help' tells how to set one\n"
            }
            return faults.map { Self.line($0.objectValue ?? [:]) + "\n" }.joined()
        case .set(let object):
            let id =
                try Self.inOptions { try emulator.call("POST", "faults", .object(object)) }["id"]?.integerValue ?? 0
            return "fault \(id) is set; 'exo-emulator fault clear \(id)' takes it back\n"
        case .clear(let id):
            _ = try emulator.call("DELETE", "faults", .object(id.map { ["id": .integer(Int64($0))] } ?? [:]))
            return id.map { "fault \($0) is cleared\n" } ?? "all faults are cleared\n"
        }
    }

    /// Does something whose refusals name members of JSON, and has them name the options that were typed.
    private static func inOptions<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as EmulatorError {
            var message = error.message.replacing("\"headers\"", with: "--header")
            for (option, (member, _)) in options { message = message.replacing("\"\(member)\"", with: option) }
            throw EmulatorError(message)
        }
    }

    /// A fault in one line: number, kind, what was said of it, and how often it struck.
    static func line(_ fault: JSONObject) -> String {
        let id = fault["id"]?.integerValue ?? 0
        let kind = fault["kind"]?.stringValue ?? ""
        let rest = fault.members.filter { !["id", "kind", "met", "struck"].contains($0.name) && $0.value != .null }
        let words = rest.map { "\($0.name)=\($0.value.stringValue ?? $0.value.text())" }.joined(separator: " ")
        let counts = "met \(fault["met"]?.integerValue ?? 0), struck \(fault["struck"]?.integerValue ?? 0)"
        return "\(id) \(kind) \(words.isEmpty ? "" : words + " ")(\(counts))"
    }

    /// The help text.
    static let help = """
        USAGE: exo-emulator fault [list]           what is set, and how often it struck
               exo-emulator fault clear [NUMBER]   takes one back, or all
               exo-emulator fault KIND [options]   makes requests go wrong from now on
        KIND, with the options that belong to it alone:
          latency, microDelay, staleReads --seconds S     clockSkew --seconds S
          throttled, unavailable [--seconds S] [--retry-after seconds|date|none]
          rateLimit --calls N --seconds S     cut --bytes N     gatewayTimeout
          reset, noReply [--executed]         reply --status N --header H --body TEXT
          concurrencyRefused, falseGzip, nulBytes, tokenRevoked
          cursorExpired, regionMoved          these meet further pages of listings
        Which requests; what is not said fits all:
          --service exchange|compliance|graph|signIn|identity|resourceManager|portal
          --cmdlet NAME          a cmdlet, * for any text: Get-*
          --tenant NAME, --caller NAME    a domain or id; a user or an app's id
          --target TEXT          a part of path and query
        How often; else once:
          --skip N               lets N requests pass first
          --every N              strikes every Nth
          --probability P        strikes with that probability, by --seed N
          --times N, --always    as often at most; without end
        --port, --home and --url find the emulator, as for other commands.

        """
}
