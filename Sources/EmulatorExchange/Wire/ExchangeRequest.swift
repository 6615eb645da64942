import EmulatorCore
import ExoJSON
import HTTPServer

/// What the admin API reads from a request.
struct ExchangeRequest: Sendable {
    let request: ServerRequest
    /// The segments of the path, decoded.
    let path: [String]

    /// `beta`, `v1.0`, `v2.0`.
    var version: String { path.count > 1 ? path[1].lowercased() : "" }
    /// The tenant as the path names it.
    var tenant: String { path.count > 2 ? path[2] : "" }
    /// What is asked for, in lower case.
    var operation: String { path.count > 3 ? path[3].lowercased() : "" }

    /// The routing hint; a request without one may reach any server.
    var anchor: String? { request.header("X-AnchorMailbox").flatMap { $0.isEmpty ? nil : $0 } }

    /// The server that an earlier answer bound the client to.
    var server: String? { request.cookie(Affinity.cookieName) }

    var wantsCLIXML: Bool { request.header("X-ResponseFormat")?.lowercased() == "clixml" }

    /// What stands behind the tenant, decoded; keys may hold slashes.
    var resource: String {
        var rest = request.rawPath
        for _ in 0..<3 { rest = rest.drop { $0 == "/" }.drop { $0 != "/" } }
        return PercentCoding.decoded(rest.drop { $0 == "/" })
    }

    /// The greatest number of rows of a page.
    ///
    /// - Parameter size: The number where the request does not say one.
    /// - Returns: The number, 1,000 at most.
    func pageSize(otherwise size: Int) -> Int {
        for preference in (request.header("Prefer") ?? "").split(whereSeparator: { $0 == ";" || $0 == "," }) {
            let parts = preference.split(separator: "=").map { $0.trimmingBlanks }
            if parts.count == 2, parts[0].lowercased() == "odata.maxpagesize", let size = Int(parts[1]), size > 0 {
                return min(size, 1000)
            }
        }
        return size
    }

    /// The properties of `$select`, `nil` without one.
    var selection: [String]? {
        request.query.value(ignoringCase: "$select").map { text in text.split(separator: ",").map { $0.trimmingBlanks }
        }
    }

    /// The mark of a next page, `nil` on a first one.
    var skipToken: String? { request.query.value(ignoringCase: "$skiptoken") }

    /// The origin as the caller wrote it.
    func origin(or base: @autoclosure () -> String) -> String {
        request.header("Host").map { "https://\($0)" } ?? base()
    }

    /// The path's first three segments as the caller wrote them.
    var root: String {
        let path = request.rawPath
        var slashes = 0
        var isAfterSlash = false
        for place in path.utf8.indices {
            let isSlash = path.utf8[place] == UInt8(ascii: "/")
            // An empty segment is none.
            if isSlash, isAfterSlash { break }
            isAfterSlash = isSlash
            if isSlash { slashes += 1 }
            if slashes == 4 { return String(path[..<place]) }
        }
        return "/" + path.split(separator: "/").prefix(3).joined(separator: "/")
    }
}
