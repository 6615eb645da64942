import ExoJSON

/// What the filters made of a message, as reports name it.
struct TrafficEvent: Hashable {
    var name: String
    var action: String
    /// What found it, `nil` where nothing did or the report does not say.
    var verdict: String?

    /// What Get-MailFlowStatusReport calls it.
    static func flow(_ message: TrafficMessage) -> TrafficEvent {
        switch message.status {
        case "FilteredAsSpam": TrafficEvent(name: "SpamDetections", action: "MoveToJmf")
        case "Quarantined":
            switch QuarantinedMessage(message: message, entry: nil).type {
            case "Malware": TrafficEvent(name: "EmailMalware", action: "Quarantine")
            case "Phish", "HighConfPhish": TrafficEvent(name: "EmailPhish", action: "Quarantine")
            default: TrafficEvent(name: "SpamDetections", action: "Quarantine")
            }
        default: TrafficEvent(name: "GoodMail", action: "None")
        }
    }

    /// What Get-MailTrafficATPReport calls it: as Get-MailDetailATPReport does, and what nobody stopped too.
    static func threat(_ message: TrafficMessage) -> TrafficEvent {
        guard let threat = TrafficDetailReport.threat(of: message) else {
            return TrafficEvent(name: "Message passed", action: "None")
        }
        return TrafficEvent(
            name: threat["EventType"]?.stringValue ?? "",
            action: threat["Action"]?.stringValue ?? "",
            verdict: threat["VerdictSource"]?.stringValue
        )
    }

    /// What the reports on threats may name.
    ///
    /// See https://learn.microsoft.com/powershell/module/exchange/get-mailtrafficatpreport.
    static let names = [
        "Advanced filter", "Anti-malware engine", "Campaign", "File detonation", "File detonation reputation",
        "File reputation", "Fingerprint matching", "General filter", "Impersonation brand", "Impersonation domain",
        "Impersonation user", "Mailbox intelligence impersonation", "Message passed", "Mixed analysis detection",
        "Spoof DMARC", "Spoof external domain", "Spoof intra-org", "URL detonation", "URL detonation reputation",
        "URL malicious reputation",
    ]
}

/// What a report adds up.
struct TrafficSummary {
    let hasDays: Bool
    let hasDirection: Bool
    private let hasEvents: Bool
    private let hasActions: Bool

    /// Reads what a call says of it.
    ///
    /// That totals by direction and kind leave out the days is a guess; actions are shown by no total.
    init(_ call: BoundCall) {
        let wanted = Set((call.texts("SummarizeBy") ?? []).map { $0.lowercased() })
        let isTotal = wanted.contains("direction") || wanted.contains("eventtype")
        hasDays = !isTotal && call.text("AggregateBy")?.lowercased() != "summary"
        hasDirection = !isTotal || wanted.contains("direction")
        hasEvents = !isTotal || wanted.contains("eventtype")
        hasActions = wanted.isEmpty || wanted == ["domain"]
    }

    /// An event with what the report still tells apart.
    func shown(_ event: TrafficEvent) -> TrafficEvent {
        TrafficEvent(
            name: hasEvents ? event.name : "",
            action: hasActions ? event.action : "",
            verdict: hasEvents ? event.verdict : nil
        )
    }
}
