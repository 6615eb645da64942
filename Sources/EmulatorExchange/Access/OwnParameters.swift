import EmulatorCore

/// What people may set about themselves: the parameters that roles over one's own things have of cmdlets that have
/// more.
struct OwnParameters: Sendable {
    static let embedded = OwnParameters()

    /// By role and cmdlet, in small letters.
    private let table: [String: [String]]

    private init() {
        table = EmbeddedFile.ownParameters.table(columns: 3).reduce(into: [:]) { table, line in
            guard line.count == 3 else { preconditionFailure("\(EmbeddedFile.ownParameters.rawValue): \(line)") }
            let role = line[0].map { $0 == "_" ? " " : $0 }
            table["\(String(role))\\\(line[1])".lowercased()] = line[2].split(separator: " ").map(String.init)
        }
    }

    /// The parameters of a cmdlet that a role has, `nil` for all.
    func parameters(of cmdlet: String, in role: String) -> [String]? { table["\(role)\\\(cmdlet)".lowercased()] }

    /// Whether a cmdlet makes a recipient or takes one away, which nobody does for oneself.
    ///
    /// The roles of the catalogue go by nouns and have these too.
    static func makesRecipients(_ cmdlet: String) -> Bool {
        ["New-Mailbox", "Remove-Mailbox", "Enable-Mailbox", "Disable-Mailbox"].contains(cmdlet)
    }
}
