/// What the environment says about colours.
enum ColorChoice: Sendable {
    /// Where a terminal shows them.
    case onTerminals
    /// Everywhere.
    case always
    /// Nowhere.
    case never

    /// Reads `NO_COLOR`, which beats the others, `CLICOLOR_FORCE`, `CLICOLOR` and `TERM`.
    init(_ environment: [String: String]) {
        func isOn(_ name: String) -> Bool { !["", "0"].contains(environment[name] ?? "") }
        if !(environment["NO_COLOR"] ?? "").isEmpty {
            self = .never
        } else if isOn("CLICOLOR_FORCE") {
            self = .always
        } else if environment["CLICOLOR"] == "0" || ["", "dumb"].contains(environment["TERM"] ?? "") {
            self = .never
        } else {
            self = .onTerminals
        }
    }
}
