/// A Microsoft cloud: its token service and its administration services.
///
/// Every part can be changed, for clouds and addresses that are not known here.
public struct Cloud: Sendable, Hashable {
    /// The name by which ``named(_:environment:)`` finds it.
    public var name: String
    /// The name for people.
    public var displayName: String
    /// The token service: scheme, host and port, without a slash at the end.
    public var authority: String
    /// Exchange Online.
    public var exchange: ServiceEndpoint
    /// Security & Compliance.
    public var compliance: ServiceEndpoint
    /// Microsoft Graph, by which applications are registered; `nil` where the cloud has none that is known.
    public var graph: ServiceEndpoint?
    /// A PEM file with the only certificate authorities to trust for the token service; `nil` trusts those of the system.
    public var trustedAuthorities: String?

    /// Makes a cloud.
    public init(
        name: String,
        displayName: String,
        authority: String,
        exchange: ServiceEndpoint,
        compliance: ServiceEndpoint,
        graph: ServiceEndpoint? = nil,
        trustedAuthorities: String? = nil
    ) {
        self.name = name
        self.displayName = displayName
        self.authority = authority
        self.exchange = exchange
        self.compliance = compliance
        self.graph = graph
        self.trustedAuthorities = trustedAuthorities
    }

    /// The endpoint of a service.
    public func endpoint(of service: AdminService) -> ServiceEndpoint {
        switch service {
        case .exchange: exchange
        case .compliance: compliance
        }
    }

    /// The same cloud, trusting only the certificate authorities of a PEM file.
    public func trusting(_ file: String) -> Cloud {
        var cloud = self
        cloud.trustedAuthorities = file
        cloud.exchange.trustedAuthorities = file
        cloud.compliance.trustedAuthorities = file
        cloud.graph?.trustedAuthorities = file
        return cloud
    }
}

extension Cloud {
    private static let exchangeApplication = "00000002-0000-0ff1-ce00-000000000000"
    private static let protectionApplication = "00000007-0000-0ff1-ce00-000000000000"
    private static let graphApplication = "00000003-0000-0000-c000-000000000000"

    private static func exchange(_ hosts: String...) -> ServiceEndpoint {
        ServiceEndpoint(
            base: "https://\(hosts[0])",
            audiences: hosts.map { "https://\($0)" } + [exchangeApplication],
            serviceDomains: hosts
        )
    }

    private static func compliance(_ host: String, or other: String? = nil, domain: String) -> ServiceEndpoint {
        ServiceEndpoint(
            base: "https://\(host)",
            audiences: ["https://\(host)", protectionApplication] + (other.map { ["https://\($0)"] } ?? []),
            serviceDomains: [domain]
        )
    }

    private static func graph(_ host: String) -> ServiceEndpoint {
        ServiceEndpoint(
            base: "https://\(host)",
            audiences: ["https://\(host)", graphApplication],
            serviceDomains: [host]
        )
    }

    /// The worldwide cloud, which also serves GCC.
    public static let commercial = Cloud(
        name: "commercial",
        displayName: "Microsoft 365 (worldwide, GCC)",
        authority: "https://login.microsoftonline.com",
        exchange: exchange("outlook.office365.com", "outlook.office.com"),
        compliance: compliance("ps.compliance.protection.outlook.com", domain: "protection.outlook.com"),
        graph: graph("graph.microsoft.com")
    )

    /// US Government, GCC High.
    public static let gccHigh = Cloud(
        name: "gcc-high",
        displayName: "US Government (GCC High)",
        authority: "https://login.microsoftonline.us",
        exchange: exchange("outlook.office365.us"),
        compliance: compliance("ps.compliance.protection.office365.us", domain: "protection.office365.us"),
        graph: graph("graph.microsoft.us")
    )

    /// US Government, Department of Defense.
    public static let dod = Cloud(
        name: "dod",
        displayName: "US Government (DoD)",
        authority: "https://login.microsoftonline.us",
        exchange: exchange("outlook-dod.office365.us"),
        compliance: compliance(
            "l5.ps.compliance.protection.office365.us",
            // Microsoft's documents and the tools of others disagree on the audience.
            or: "ps.compliance.protection.office365.us",
            domain: "protection.office365.us"
        ),
        graph: graph("dod-graph.microsoft.us")
    )

    /// China, operated by 21Vianet.
    public static let china = Cloud(
        name: "china",
        displayName: "China (21Vianet)",
        authority: "https://login.chinacloudapi.cn",
        exchange: exchange("partner.outlook.cn", "outlook.office365.cn"),
        compliance: compliance(
            "ps.compliance.protection.partner.outlook.cn",
            domain: "protection.partner.outlook.cn"
        ),
        graph: graph("microsoftgraph.chinacloudapi.cn")
    )
}

extension Cloud {
    private static let publicHosts = [
        "login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net",
    ]
    private static let governmentHosts = ["login.microsoftonline.us", "login.usgovcloudapi.net"]
    private static let chinaHosts = ["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"]

    /// The hosts of its token service that mean the same.
    var authorityAliases: [String] {
        let host = authority.lowercased().dropFirst("https://".count)
        return [Self.publicHosts, Self.governmentHosts, Self.chinaHosts].first { $0.contains(String(host)) } ?? []
    }
}
