/// Which mailbox server answers: the one that a cookie names, else the one that the routing hint leads to.
enum Affinity {
    static let cookieName = "X-BackEndCookie"

    /// The server that the hint leads to.
    static func server(anchor: String) -> String {
        let number = StableIdentifier.hash(anchor.lowercased()) % 9000 + 1000
        return "AM0PR01MB\(number)"
    }

    /// The server that answers a request.
    static func server(of request: ExchangeRequest) -> String {
        if let server = request.server, isServer(server) { return server }
        return server(anchor: request.anchor ?? "")
    }

    static func isServer(_ name: String) -> Bool {
        name.hasPrefix("AM0PR01MB") && name.count == 13 && name.dropFirst(9).allSatisfy(\.isNumber)
    }
}
