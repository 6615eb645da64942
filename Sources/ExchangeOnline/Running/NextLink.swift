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
    ///   - isOfList: Whether it goes on with a list inside an entity, which has an address of its own below the tenant's.
    /// - Returns: Path and query.
    /// - Throws: ``ExchangeError`` with code `redirectRefused` when the token must not go there, `unexpectedResponse` when the
    ///   same link came twice.
    mutating func target(
        of link: String,
        on origin: ServiceURL,
        after target: String,
        ports: [Int: Int],
        isOfList: Bool = false
    ) throws -> String {
        let path = target.prefix { $0 != "?" }
        let root = Self.root(of: path)
        let absolute: String
        if link.contains("://") {
            absolute = link
        } else if link.hasPrefix("//") {
            absolute = "https:" + link
        } else if link.hasPrefix("/") {
            absolute = origin.origin + link
        } else if link.hasPrefix("?") {
            absolute = origin.origin + path + link
        } else if isOfList {
            absolute = origin.origin + root + link
        } else if path.hasSuffix("/" + link.prefix { $0 != "?" }) {
            // It is relative to the service's root, and names what the page is of.
            absolute = origin.origin + path + link.drop { $0 != "?" }
        } else {
            absolute = origin.origin + path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex) + link
        }
        guard let url = try ServiceURL(absolute) else {
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
        guard isOfList ? Self.isBelow(root, url.path) : Self.isSame(url.path, path) else {
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

    /// The part of a path that names service and tenant, with the slash behind it: `/adminapi/beta/TENANT/`.
    private static func root(of path: Substring) -> Substring {
        var end = path.startIndex
        var slashes = 0
        while end < path.endIndex, slashes < 4 {
            if path[end] == "/" { slashes += 1 }
            end = path.index(after: end)
        }
        return path[..<end]
    }

    /// Whether a path leads below that one, whatever a reader makes of dots.
    private static func isBelow(_ root: Substring, _ path: Substring) -> Bool {
        let bytes = decoded(path)
        return bytes.starts(with: decoded(root)) && !String(decoding: bytes, as: UTF8.self).contains("/..")
    }

    /// Whether two paths are the same, in whatever letter case and with whatever of them percent-encoded.
    private static func isSame(_ left: Substring, _ right: Substring) -> Bool {
        left.lowercased() == right.lowercased() || decoded(left) == decoded(right)
    }

    private static func decoded(_ path: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = path.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8)
    }
}
