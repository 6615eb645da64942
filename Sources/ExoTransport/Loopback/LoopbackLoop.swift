#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The work of a ``LoopbackListener``'s thread, which alone touches the connections.
final class LoopbackLoop {
    /// What the loop is told.
    struct Orders {
        /// What those who are held get.
        var reply: LoopbackReply?
        /// Whether it is to end.
        var isOver = false
    }

    /// How many connections there may be; a further one takes the place of the oldest that has not sent its request.
    private static let mostConnections = 32
    /// How long, in milliseconds, a browser may take to read the last page.
    private static let lastMoment: Int32 = 2000

    private let sockets: [Descriptor]
    private let wake: Descriptor
    private let orders: () -> Orders
    private let judge: (LoopbackRequest) -> LoopbackReply?
    private var connections: [LoopbackConnection] = []

    /// Makes a loop.
    ///
    /// - Parameters:
    ///   - sockets: Where connections come from.
    ///   - wake: What has a byte to read when there are new orders.
    ///   - orders: What is to be done.
    ///   - judge: What answers a request; `nil` holds it until the reply is ordered.
    init(
        sockets: [Descriptor],
        wake: Descriptor,
        orders: @escaping () -> Orders,
        judge: @escaping (LoopbackRequest) -> LoopbackReply?
    ) {
        self.sockets = sockets
        self.wake = wake
        self.orders = orders
        self.judge = judge
    }

    /// Serves until it is told to end and the last replies are out.
    func run() {
        while true {
            let orders = orders()
            if let reply = orders.reply {
                for connection in connections where connection.isHeld { connection.answer(reply) }
            }
            if orders.isOver { break }
            turn(waiting: -1, for: [wake] + sockets)
        }
        connections.removeAll { !$0.isWriting }
        let end = ContinuousClock.now + .milliseconds(Int64(Self.lastMoment))
        while !connections.isEmpty, ContinuousClock.now < end {
            turn(waiting: 50, for: [])
            connections.removeAll { !$0.isWriting }
        }
    }

    /// Waits until something can go on, and goes on.
    private func turn(waiting milliseconds: Int32, for others: [Descriptor]) {
        let watched = connections
        var descriptors =
            others.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
            + watched.map { pollfd(fd: $0.socket.number, events: $0.events, revents: 0) }
        guard unsafe poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0 else { return }
        for (place, other) in others.enumerated() where descriptors[place].revents != 0 {
            if other === wake { clear() } else { take(from: other) }
        }
        for (place, connection) in watched.enumerated() where descriptors[others.count + place].revents != 0 {
            if let request = connection.advance(), let reply = judge(request) { connection.answer(reply) }
        }
        connections.removeAll(where: \.isOver)
    }

    private func clear() {
        do { while let bytes = try wake.read(atMost: 64), !bytes.isEmpty {} } catch {}
    }

    private func take(from socket: Descriptor) {
        while true {
            let number = accept(socket.number, nil, nil)
            guard number >= 0 else { return }
            if connections.count >= Self.mostConnections,
                let oldest = connections.firstIndex(where: { !$0.isHeld && !$0.isWriting })
            {
                connections.remove(at: oldest)
            }
            let descriptor = Descriptor(owning: number)
            if connections.count < Self.mostConnections { connections.append(LoopbackConnection(descriptor)) }
        }
    }
}
