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
    /// What the names of regional hosts end with behind the region, `nil` where hosts are taken as they are.
    ///
    /// It is the front door without a label before `ps.compliance`, as DoD's `l5` is one.
    var regions: String?

    init(_ endpoint: ServiceEndpoint, frontDoor: String, service: AdminService) {
        self.frontDoor = frontDoor
        domains = endpoint.serviceDomains
        ports = endpoint.backendPorts
        regions = nil
        if service == .compliance, frontDoor.contains(".") {
            let start = frontDoor.firstRange(of: "ps.compliance.")?.lowerBound ?? frontDoor.startIndex
            regions = String(frontDoor[start...])
        }
    }

    /// Where to send a request again.
    ///
    /// - Parameters:
    ///   - location: The value of the field `Location`.
    ///   - current: Where the request was sent.
    /// - Returns: The same path and query on the host it leads to. A `Location` that lost the place in a listing, or that names
    ///   another route, would otherwise begin the listing anew, or run something else.
    /// - Throws: ``RedirectError`` when the token must not go there.
    func destination(of location: String?, from current: ServiceURL) throws -> ServiceURL {
        guard let location, !location.isEmpty else { throw RedirectError.noLocation }
        let absolute = location.hasPrefix("/") && !location.hasPrefix("//") ? current.origin + location : location
        guard let url = try ServiceURL(absolute) else { throw RedirectError.notHTTPS }
        guard url.isInside(domains) else { throw RedirectError.foreignHost(url.host) }
        if let regions, url.host != frontDoor {
            let host = url.host.hasSuffix("." + regions) ? url.host : "\(url.firstLabel).\(regions)"
            return ServiceURL(host: host, port: 443, target: current.target)
        }
        guard url.path.lowercased().hasPrefix("/adminapi/") else { throw RedirectError.otherInterface(host: url.host) }
        guard Self.tenant(of: url.path) == Self.tenant(of: current.path) else {
            throw RedirectError.otherTenant(host: url.host)
        }
        return ServiceURL(host: url.host, port: ports[url.port] ?? url.port, target: current.target)
    }

    /// The tenant in a path of the service, `/adminapi/VERSION/TENANT/…`, in small letters.
    private static func tenant(of path: some StringProtocol) -> String? {
        let parts = path.split(separator: "/", maxSplits: 3)
        return parts.count > 2 ? parts[2].lowercased() : nil
    }
}
