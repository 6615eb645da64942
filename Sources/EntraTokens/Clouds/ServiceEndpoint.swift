/// Where a service is found, and what its tokens look like.
public struct ServiceEndpoint: Sendable, Hashable {
    /// Scheme, host and port, without a slash at the end.
    public var base: String
    /// The scope that asks for every permission granted.
    public var scope: String
    /// The audiences its tokens may have, the usual one first; a slash at the end and letter case make no difference.
    public var audiences: [String]
    /// Domains whose hosts, and those below them, may be sent its tokens.
    public var serviceDomains: [String]
    /// Ports of backends and the public ports to use in their place.
    public var backendPorts: [Int: Int]
    /// A PEM file with the only certificate authorities to trust; `nil` trusts those of the system.
    public var trustedAuthorities: String?

    /// Makes an endpoint.
    public init(
        base: String,
        scope: String? = nil,
        audiences: [String]? = nil,
        serviceDomains: [String],
        backendPorts: [Int: Int] = [446: 443],
        trustedAuthorities: String? = nil
    ) {
        self.base = base
        self.scope = scope ?? "\(base)/.default"
        self.audiences = audiences ?? [base]
        self.serviceDomains = serviceDomains
        self.backendPorts = backendPorts
        self.trustedAuthorities = trustedAuthorities
    }

    /// What a token is asked for: the scope without `/.default`.
    public var resource: String {
        scope.hasSuffix("/.default") ? String(scope.dropLast("/.default".count)) : scope
    }

    /// Whether that is an audience of this service.
    public func accepts(audience: String) -> Bool {
        let audience = Self.normalized(audience)
        return audiences.contains { Self.normalized($0) == audience }
    }

    /// Whether a host is the service's own, so that it may be sent a token.
    ///
    /// - Parameter host: A host's name without port, in any letter case.
    /// - Returns: Whether it is one of the service's domains or lies below one.
    public func isOwnHost(_ host: String) -> Bool {
        let host = host.lowercased()
        return serviceDomains.contains { host == $0 || host.hasSuffix(".\($0)") }
    }

    private static func normalized(_ audience: String) -> String {
        var text = audience.lowercased()
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }
}
