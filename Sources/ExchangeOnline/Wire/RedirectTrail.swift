internal import EntraTokens

/// The hops of one request; finds circles.
struct RedirectTrail {
    private static let longest = 8
    private var visits: [String: Int]
    private var hops = 0

    init(from start: ServiceURL) { visits = [start.origin + start.target: 1] }

    /// Takes one more hop.
    ///
    /// - Throws: ``RedirectError`` after eight hops or at the third visit of an address.
    mutating func visit(_ url: ServiceURL) throws {
        hops += 1
        let address = url.origin + url.target
        visits[address, default: 0] += 1
        guard hops <= Self.longest, visits[address, default: 0] <= 2 else {
            throw RedirectError.circle(hops: hops, last: url.origin)
        }
    }
}
