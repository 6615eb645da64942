/// The words after `Get-Help` and `exo help`: what help is about, and how much of it.
struct HelpWords {
    /// What is asked about.
    private(set) var names: [String] = []
    /// What of a cmdlet's help is shown.
    private(set) var part = CmdletHelp.Part.brief

    /// Reads the words.
    ///
    /// - Throws: ``CommandError`` for a parameter that has no meaning here.
    init(_ words: [String]) throws {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-") else {
                names.append(word)
                continue
            }
            let parts = word.dropFirst().split(separator: ":", maxSplits: 1)
            let name = parts.first.map { $0.lowercased() } ?? ""
            func value() throws -> String {
                if parts.count == 2 { return String(parts[1]) }
                guard let value = rest.popFirst() else {
                    throw CommandError(.usage, "\(word) of Get-Help needs a value")
                }
                return value
            }
            switch Self.parameters.filter({ $0.hasPrefix(name) }) {
            case ["name"]: names.append(try value())
            case ["full"], ["detailed"]: part = .whole
            case ["examples"]: part = .examples
            case ["parameter"]: part = .parameters(try value().split(separator: ",").map { $0.trimmed })
            default:
                throw CommandError(
                    .usage,
                    "\(word) of Get-Help has no meaning here",
                    details: ["those that have one are -Full, -Examples and -Parameter <name>"]
                )
            }
        }
    }

    private static let parameters = ["name", "full", "detailed", "examples", "parameter"]
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
