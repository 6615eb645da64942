/// The hops of one request; finds circles.
struct RedirectTrail {
    private static let longest = 8
    private var visits: [String: Int]
    private var hops = 0

    init(from start: ServiceURL) { visits = [start.origin + start.target: 1] }

    /// Takes one more hop.
    ///
    /// - Throws: ``ExchangeError`` with code `redirectRefused` after eight hops or at the third visit of an address.
    mutating func visit(_ url: ServiceURL) throws {
        hops += 1
        let address = url.origin + url.target
        visits[address, default: 0] += 1
        guard hops <= Self.longest, visits[address, default: 0] <= 2 else {
            throw ExchangeError(
                code: .redirectRefused,
                message: "the service redirects in a circle: \(hops) times, last to \(url.origin)",
                repair: "try again later; if it stays so, report it with the connection's tenant to Microsoft"
            )
        }
    }
}
