/// A default that a file can set: it stands for a variable of the environment, which stands for an option.
struct Setting: Sendable {
    /// The name in files.
    var name: String
    /// The variable that it is the default of.
    var variable: String
    /// What it is, in a few words.
    var help: String
    /// The words that it can be, where that is a closed list.
    var values: [String] = []
    /// The least and the greatest number, where it is one.
    var range: ClosedRange<Double>?
    /// What applies where nothing is set, in words.
    var usual = ""
    /// Whether a project's file may set it; what decides where tokens go is the user's alone.
    var isProjects = true

    /// All settings, in the order in which they are listed.
    static let all = [
        Setting(
            name: "connection",
            variable: "EXO_CONNECTION",
            help: "the stored connection",
            usual: "the one of 'exo connection use'"
        ),
        Setting(
            name: "output",
            variable: "EXO_OUTPUT",
            help: "the form of the output",
            values: OutputForm.allCases.map(\.rawValue),
            usual: "table on a terminal, else json"
        ),
        Setting(name: "page-size", variable: "EXO_PAGE_SIZE", help: "rows a reply", range: 1...1000, usual: "1000"),
        Setting(
            name: "timeout",
            variable: "EXO_TIMEOUT",
            help: "seconds until a reply begins",
            range: 0.001...86_400,
            usual: "the service's limit for the cmdlet and a minute, 960 for most"
        ),
        Setting(
            name: "log-level",
            variable: "EXO_LOG_LEVEL",
            help: "what is logged",
            values: LogLevel.allCases.map(\.word),
            usual: "warning"
        ),
        Setting(
            name: "cloud",
            variable: "EXO_CLOUD",
            help: "the cloud of new connections",
            usual: "commercial",
            isProjects: false
        ),
        Setting(
            name: "ca-file",
            variable: "EXO_CA_FILE",
            help: "the only authorities to trust",
            usual: "those of the system",
            isProjects: false
        ),
    ]

    /// The setting of that name, in any letter case.
    static func named(_ name: String) -> Setting? {
        let wanted = name.lowercased()
        return all.first { $0.name == wanted }
    }

    /// What is wrong with a value; `nil` where nothing is.
    func objection(to value: String) -> String? {
        if value.isEmpty { return "it is empty" }
        if !values.isEmpty, !values.contains(value.lowercased()) {
            return "it is one of \(values.joined(separator: ", "))"
        }
        if let range, !(Double(value).map(range.contains) ?? false) {
            return "it is a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
        }
        return nil
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}
