#if os(Linux)
import EmulatorCore
import Glibc
import HTTPServer
import Synchronization

/// A port outside that leads to one inside.
///
/// A socket stays in the network in which it was made, so this one is made before the box and read from within.
final class BoxDoor: Sendable {
    /// How many connections at a time; two threads serve each.
    private static let most = 256

    private let port: ExposedPort
    let descriptor: Int32
    private let open = Mutex(0)

    /// Listens outside.
    ///
    /// - Throws: ``EmulatorError`` with the port and why it cannot be had.
    convenience init(_ port: ExposedPort) throws {
        guard let descriptor = LoopbackSocket.listening(on: port.outside) else {
            let reason = unsafe String(cString: strerror(errno))
            throw EmulatorError(
                "port \(port.outside) of this machine cannot be had: \(reason); "
                    + "--expose OUTSIDE:\(port.inside) takes another one, 0 any"
            )
        }
        self.init(port, descriptor: descriptor)
        if port.outside == 0 {
            let number = LoopbackSocket.port(of: descriptor)
            emit("exo-emulator: port \(port.inside) of the box is 127.0.0.1:\(number)\n", to: STDERR_FILENO)
        }
    }

    /// Takes over a socket that was made outside.
    init(_ port: ExposedPort, descriptor: Int32) {
        self.port = port
        self.descriptor = descriptor
    }

    /// Lets connections in until the process ends.
    func start() throws { try NativeThread { self.serve() }.detach() }

    private func serve() {
        while true {
            let caller = accept(descriptor, nil, nil)
            guard caller >= 0 else {
                // Out of descriptors: those that end make room.
                if errno != EINTR { _ = poll(nil, 0, 50) }
                continue
            }
            _ = fcntl(caller, F_SETFD, FD_CLOEXEC)
            guard isFree, let program = LoopbackSocket.connected(to: port.inside) else {
                close(caller)
                continue
            }
            open.withLock { $0 += 1 }
            Relay(caller, program) { [self] in open.withLock { $0 -= 1 } }.start()
        }
    }

    private var isFree: Bool { open.withLock { $0 < Self.most } }
}
#endif
