import Synchronization

/// Where the emulator answers, known once its listeners have ports.
package final class EmulatorEndpoints: Sendable {
    private static let loopback = ["localhost", "127.0.0.1", "[::1]"]
    /// The port that a redirect to the regional backend names and a client replaces.
    private static let redirectPort = 446

    private let ports: Mutex<(front: Int, regional: Int)>
    private let identity = Mutex<String?>(nil)
    private let host: String
    /// The names under which clients reach it, in small letters.
    package let names: [String]

    /// Notes where the emulator will answer.
    ///
    /// - Parameters:
    ///   - host: The name by which it calls itself.
    ///   - hostNames: Further names by which clients reach it.
    ///   - front: The port of the front door and authority.
    ///   - regional: The port of the regional backend.
    package init(host: String = "localhost", hostNames: [String] = [], front: Int = 8443, regional: Int = 8444) {
        self.host = host
        var names: [String] = []
        for name in (Self.loopback + [host] + hostNames).map({ $0.lowercased() }) where !names.contains(name) {
            names.append(name)
        }
        self.names = names
        ports = Mutex((front, regional))
    }

    /// Notes the ports that the listeners were given.
    package func listen(front: Int, regional: Int) { ports.withLock { $0 = (front, regional) } }

    /// Notes the address of the managed identities.
    package func listen(identity: String?) { self.identity.withLock { $0 = identity } }

    /// The address of the managed identities, when they listen.
    package var identityBase: String? { identity.withLock { $0 } }

    /// The front door and authority, without a slash at the end.
    package var base: String { ports.withLock { origin(port: $0.front) } }

    /// The regional backend as a client reaches it.
    package var regionalBase: String { ports.withLock { origin(port: $0.regional) } }

    /// The regional backend as a redirect names it: on the backend port that a client replaces.
    package var regionalRedirectBase: String { origin(port: Self.redirectPort) }

    /// Whether a name, in small letters, is one of the emulator's.
    package func isOwn(host: String) -> Bool { names.contains(host) }

    /// Whether an origin is one of the emulator's, with a port of it or with none: clients that name a service by its
    /// host leave the port away.
    package func isOwn(origin: String) -> Bool {
        let text = origin.lowercased()
        guard text.hasPrefix("https://") else { return false }
        let (host, port) = AuthorityHost.split(text.dropFirst("https://".count))
        guard isOwn(host: host) else { return false }
        guard !port.isEmpty else { return true }
        let ports = ports.withLock { [$0.front, $0.regional, Self.redirectPort] }
        return ports.contains { String($0) == port }
    }

    private func origin(port: Int) -> String { port == 443 ? "https://\(host)" : "https://\(host):\(port)" }
}
