package import ExoJSON

/// A cloud of the service, whose authority the emulator can be made to stand in for.
package struct Cloud: Sendable, Equatable {
    /// The name that requests go to.
    let preferredNetwork: String
    /// The name that caches file under.
    let preferredCache: String
    /// All names of its authority.
    package let aliases: [String]
    /// The name of its Graph.
    package let graph: String
    /// The domains under which its services have their names.
    private let domains: [String]

    private init(
        _ network: String,
        cache: String? = nil,
        aliases: [String]? = nil,
        graph: String = "graph.microsoft.com",
        domains: [String] = []
    ) {
        preferredNetwork = network
        preferredCache = cache ?? network
        self.aliases = aliases ?? [network]
        self.graph = graph
        self.domains = domains
    }

    /// All clouds in the order in which the service lists them.
    package static let all = [
        Cloud(
            "login.microsoftonline.com",
            cache: "login.windows.net",
            aliases: ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"],
            domains: ["microsoft.com", "office365.com", "office.com", "outlook.com", "azure.com", "windows.net"]
        ),
        Cloud(
            "login.partner.microsoftonline.cn",
            aliases: ["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"],
            graph: "microsoftgraph.chinacloudapi.cn",
            domains: ["outlook.cn", "office365.cn", "chinacloudapi.cn", "azure.cn"]
        ),
        Cloud("login.microsoftonline.de", graph: "graph.microsoft.de", domains: ["office.de", "microsoft.de"]),
        Cloud(
            "login.microsoftonline.us",
            aliases: ["login.microsoftonline.us", "login.usgovcloudapi.net"],
            graph: "graph.microsoft.us",
            domains: ["office365.us", "microsoft.us", "usgovcloudapi.net", "azure.us"]
        ),
        Cloud("login-us.microsoftonline.com"),
    ]

    /// Finds the cloud of a host name in small letters.
    package init?(host: String) {
        guard let cloud = Self.all.first(where: { $0.aliases.contains(host) }) else { return nil }
        self = cloud
    }

    /// Finds the cloud of a service's host name in small letters, its authority's or another's.
    package init?(service host: String) {
        let found = Self.all.first { cloud in
            cloud.aliases.contains(host) || cloud.domains.contains { host.hasSuffix(".\($0)") }
        }
        guard let found else { return nil }
        self = found
    }

    /// The cloud as instance discovery lists it.
    package var metadata: JSONValue {
        [
            "preferred_network": .string(preferredNetwork),
            "preferred_cache": .string(preferredCache),
            "aliases": .array(aliases.map { .string($0) }),
        ]
    }
}
