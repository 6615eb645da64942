internal import EntraTokens

/// Where the next page is; finds links that lead away or in a circle.
struct NextLink {
    private var seen: Set<String> = []

    /// Path and query of the next page.
    ///
    /// - Parameters:
    ///   - link: The link as the service wrote it, absolute or relative.
    ///   - origin: The address that served the page.
    ///   - target: Path and query of the page.
    ///   - ports: Ports of the back end and the public port to use in their place.
    /// - Returns: Path and query.
    /// - Throws: ``ExchangeError`` with code `redirectRefused` when the token must not go there, `unexpectedResponse` when the
    ///   same link came twice.
    mutating func target(
        of link: String,
        on origin: ServiceURL,
        after target: String,
        ports: [Int: Int]
    ) throws -> String {
        let path = target.prefix { $0 != "?" }
        let absolute: String
        if link.contains("://") {
            absolute = link
        } else if link.hasPrefix("//") {
            absolute = "https:" + link
        } else if link.hasPrefix("/") {
            absolute = origin.origin + link
        } else if link.hasPrefix("?") {
            absolute = origin.origin + path + link
        } else {
            absolute = origin.origin + path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex) + link
        }
        guard let url = ServiceURL(absolute) else {
            throw ExchangeError(
                code: .redirectRefused,
                message: "the service's link to the next page is not an https address; nothing was sent there"
            )
        }
        guard url.host == origin.host, url.port == origin.port || ports[url.port] == origin.port else {
            throw ExchangeError(
                code: .redirectRefused,
                message: "the service's link to the next page points to \(url.origin) instead of \(origin.origin); "
                    + "the token was not sent there",
                repair: "check any proxy between here and \(origin.host), then run it again"
            )
        }
        guard url.path.lowercased() == path.lowercased() else {
            throw ExchangeError(
                code: .redirectRefused,
                message: "the service's link to the next page points to another path; nothing was sent there"
            )
        }
        guard seen.insert(url.target).inserted else {
            throw ExchangeError(
                code: .unexpectedResponse,
                message: "the service gave the same link to the next page twice; the listing would never end",
                repair: "run it again"
            )
        }
        return url.target
    }
}
