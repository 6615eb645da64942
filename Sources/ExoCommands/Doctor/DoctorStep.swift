/// A thing that has to be right before a cmdlet runs, in the order in which they are looked at.
enum DoctorStep: String, CaseIterable, Sendable {
    case clock = "clock"
    case names = "name resolution"
    case proxy = "proxy"
    case network = "network"
    case tls = "TLS"
    case authority = "authority"
    case client = "client"
    case consent = "consent"
    case assignment = "assignment"
    case token = "token"
    case audience = "audience"
    case permission = "scope or role"
    case service = "Exchange"
    case powerShell = "PowerShell switch"

    /// Whether it is looked at after another.
    func isBehind(_ other: DoctorStep) -> Bool {
        let order = Self.allCases
        return (order.firstIndex(of: self) ?? 0) > (order.firstIndex(of: other) ?? 0)
    }

    /// What the command reports when this is wrong.
    var exitCode: ExitCode {
        switch self {
        case .clock, .names, .proxy, .network, .tls, .authority: .failed
        case .client, .consent, .assignment, .token, .audience, .permission: .notConnected
        case .service, .powerShell: .notAuthorised
        }
    }
}
