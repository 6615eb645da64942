package import ExoJSON

/// A cloud of the service, whose authority the emulator can be made to stand in for.
package struct Cloud: Sendable, Equatable {
    /// The name that requests go to.
    let preferredNetwork: String
    /// The name that caches file under.
    let preferredCache: String
    /// All names of its authority.
    package let aliases: [String]

    private init(_ network: String, cache: String? = nil, aliases: [String]? = nil) {
        preferredNetwork = network
        preferredCache = cache ?? network
        self.aliases = aliases ?? [network]
    }

    /// All clouds in the order in which the service lists them.
    package static let all = [
        Cloud(
            "login.microsoftonline.com",
            cache: "login.windows.net",
            aliases: ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"]
        ),
        Cloud(
            "login.partner.microsoftonline.cn",
            aliases: ["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"]
        ),
        Cloud("login.microsoftonline.de"),
        Cloud("login.microsoftonline.us", aliases: ["login.microsoftonline.us", "login.usgovcloudapi.net"]),
        Cloud("login-us.microsoftonline.com"),
    ]

    /// Finds the cloud of a host name in small letters.
    package init?(host: String) {
        guard let cloud = Self.all.first(where: { $0.aliases.contains(host) }) else { return nil }
        self = cloud
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
