import Synchronization

/// The open connections of a server, for the watch over slow ones.
final class ConnectionTable: Sendable {
    private let connections = Mutex<[ObjectIdentifier: ConnectionState]>([:])

    func add(_ connection: ConnectionState) {
        connections.withLock { $0[ObjectIdentifier(connection)] = connection }
    }

    /// After this the descriptor may belong to somebody else, and nobody here touches it.
    func remove(_ connection: ConnectionState) {
        connections.withLock { $0[ObjectIdentifier(connection)] = nil }
    }

    var count: Int { connections.withLock(\.count) }

    /// Ends the connections whose peers did not send in time.
    func shutDownLate(at moment: ServerTime) {
        // Inside the lock, so that no descriptor is closed and given away meanwhile.
        connections.withLock { connections in
            for connection in connections.values where connection.isLate(at: moment) { connection.shutDown() }
        }
    }
}
