internal import EntraTokens

/// Where the token of a connection may travel, and where a redirect of the service leads.
///
/// The official module loses the token on a redirect, or takes only the first label of wherever it points. Here a redirect is
/// followed with the same method and body, and with the token, but never out of the domains of the service.
struct RedirectPolicy: Sendable {
    /// The front door's host.
    var frontDoor: String
    /// The service's domains.
    var domains: [String]
    /// Ports of the back end and the public port to use in their place.
    var ports: [Int: Int]
    /// Whether the first label of a redirect names the region of the tenant.
    var hasRegions: Bool

    init(_ endpoint: ServiceEndpoint, service: AdminService) {
        frontDoor = ServiceURL(endpoint.base)?.host ?? ""
        domains = endpoint.serviceDomains
        ports = endpoint.backendPorts
        hasRegions = service == .compliance && frontDoor.contains(".")
    }

    /// Where to send a request again.
    ///
    /// - Parameters:
    ///   - location: The value of the field `Location`.
    ///   - current: Where the request was sent.
    /// - Returns: Where to.
    /// - Throws: ``RedirectError`` when the token must not go there.
    func destination(of location: String?, from current: ServiceURL) throws -> ServiceURL {
        guard let location, !location.isEmpty else { throw RedirectError.noLocation }
        let absolute = location.hasPrefix("/") && !location.hasPrefix("//") ? current.origin + location : location
        guard var url = ServiceURL(absolute) else { throw RedirectError.notHTTPS }
        guard url.isInside(domains) else { throw RedirectError.foreignHost(url.host) }
        if hasRegions, url.host != frontDoor {
            let host = url.host.hasSuffix("." + frontDoor) ? url.host : "\(url.firstLabel).\(frontDoor)"
            return ServiceURL(host: host, port: 443, target: current.target)
        }
        url.port = ports[url.port] ?? url.port
        guard url.path.lowercased().hasPrefix("/adminapi/") else { throw RedirectError.otherInterface(host: url.host) }
        return url
    }
}
