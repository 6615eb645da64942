import Synchronization

/// Where the emulator answers, known once its listeners have ports.
final class EmulatorEndpoints: Sendable {
    private let ports: Mutex<(front: Int, regional: Int)>
    private let host: String

    init(host: String = "localhost", front: Int = 8443, regional: Int = 8444) {
        self.host = host
        ports = Mutex((front, regional))
    }

    /// Notes the ports that the listeners were given.
    func listen(front: Int, regional: Int) { ports.withLock { $0 = (front, regional) } }

    /// The front door and authority, without a slash at the end.
    var base: String { ports.withLock { origin(port: $0.front) } }

    /// The regional backend as a client reaches it.
    var regionalBase: String { ports.withLock { origin(port: $0.regional) } }

    /// The regional backend as a redirect names it: on the backend port that a client replaces.
    var regionalRedirectBase: String { origin(port: 446) }

    private func origin(port: Int) -> String { port == 443 ? "https://\(host)" : "https://\(host):\(port)" }
}
