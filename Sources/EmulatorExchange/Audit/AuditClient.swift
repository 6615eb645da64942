/// A program with which people work on ordinary days.
struct AuditClient: Sendable {
    /// What it calls itself when somebody signs in.
    let agent: String
    let applicationID: String
    /// What a mailbox's records call it.
    let information: String

    static let all = [
        AuditClient(
            agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Edg/126.0",
            applicationID: "00000002-0000-0ff1-ce00-000000000000",
            information: "Client=OWA;Action=ViaProxy"
        ),
        AuditClient(
            agent: "Outlook/16.0 (Windows)",
            applicationID: "d3590ed6-52b3-4102-aeff-aad2292ab01c",
            information: "Client=MSExchangeRPC"
        ),
        AuditClient(
            agent: "OutlookMobile/4.2 (iOS 18)",
            applicationID: "27922004-5251-4030-b22d-91ecd9a37ea4",
            information: "Client=OutlookService;Outlook-iOS/2.0;"
        ),
        AuditClient(
            agent: "Teams/24.1 (Windows)",
            applicationID: "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
            information: "Client=REST;Client=RESTSystem;;"
        ),
    ]

    /// The operating system that a program says it runs on.
    static func system(of agent: String) -> String {
        let known = [
            ("Windows", "Windows 10"), ("iPhone", "Ios"), ("iOS", "Ios"), ("Android", "Android"), ("Mac OS X", "MacOs"),
            ("Linux", "Linux"),
        ]
        return known.first { agent.contains($0.0) }?.1 ?? ""
    }

    /// The browser that a program says it is.
    static func browser(of agent: String) -> String {
        let known = [("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
        return known.first { agent.contains($0.0) }?.1 ?? "Other"
    }
}
