import EmulatorCore

/// The names under which the clouds' services are reached, all of which lead to the emulator in a box.
enum ServiceNames {
    /// Sign-in, Exchange, Security & Compliance, Graph and Resource Manager of each cloud.
    static let all = Cloud.all.flatMap(\.aliases) + exchange + compliance + regional + graph + management

    private static let exchange = [
        "outlook.office365.com", "outlook.office.com", "outlook.office365.us", "outlook-dod.office365.us",
        "partner.outlook.cn", "outlook.office365.cn", "outlook.office.de",
    ]
    private static let compliance = [
        "ps.compliance.protection.outlook.com", "ps.compliance.protection.office365.us",
        "l5.ps.compliance.protection.office365.us", "ps.compliance.protection.partner.outlook.cn",
    ]
    private static let regional = compliance.flatMap { [ComplianceHost.regional($0), ComplianceHost.redirected($0)] }
    private static let graph = [
        "graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn",
        "graph.windows.net",
    ]
    private static let management = [
        "management.azure.com", "management.core.windows.net", "management.usgovcloudapi.net",
        "management.core.usgovcloudapi.net", "management.chinacloudapi.cn", "management.core.chinacloudapi.cn",
    ]
}
