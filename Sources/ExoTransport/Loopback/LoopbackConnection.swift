#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// One connection of a ``LoopbackListener``; belongs to the listener's thread.
final class LoopbackConnection {
    private enum Phase {
        /// Its request is still coming.
        case reading
        /// Its request came, and its reply is not known yet.
        case held
        /// Its reply is going out.
        case writing(ArraySlice<UInt8>)
        /// Its reply is out; what the browser still sends is read away, since closing before that would take the reply back.
        case draining
        case over
    }

    /// How much is read away after a reply.
    private static let longestRest = 1 << 20

    let socket: Descriptor
    private var phase = Phase.reading
    private var received: [UInt8] = []
    private var rest = 0

    init(_ socket: Descriptor) { self.socket = socket }

    /// What is waited for (`POLLIN`, `POLLOUT`).
    var events: Int16 {
        switch phase {
        case .writing: Int16(POLLOUT)
        case .reading, .held, .draining, .over: Int16(POLLIN)
        }
    }

    var isReading: Bool { if case .reading = phase { true } else { false } }
    var isHeld: Bool { if case .held = phase { true } else { false } }
    var isWriting: Bool { if case .writing = phase { true } else { false } }
    var isOver: Bool { if case .over = phase { true } else { false } }

    /// Goes on where that is possible.
    ///
    /// - Returns: The request, once it is there.
    func advance() -> LoopbackRequest? {
        do {
            switch phase {
            case .reading: return try read()
            case .held: if try socket.read(atMost: LoopbackRequest.longest)?.isEmpty == true { phase = .over }
            case .writing(let bytes): try write(bytes)
            case .draining: try drain()
            case .over: break
            }
        } catch {
            // The browser is gone, which is its affair.
            phase = .over
        }
        return nil
    }

    /// Answers, as far as the connection takes it now.
    func answer(_ reply: LoopbackReply) {
        phase = .writing(reply.bytes[...])
        _ = advance()
    }

    private func read() throws -> LoopbackRequest? {
        guard let bytes = try socket.read(atMost: LoopbackRequest.longest + 1 - received.count) else { return nil }
        guard !bytes.isEmpty else {
            phase = .over
            return nil
        }
        received += bytes
        switch LoopbackRequest.read(received) {
        case .incomplete: return nil
        case .complete(let request):
            received = []
            phase = .held
            return request
        case .refused(let status):
            received = []
            answer(LoopbackReply(status: status, page: ""))
            return nil
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>) throws {
        let left = bytes.dropFirst(try socket.write(bytes))
        guard left.isEmpty else {
            phase = .writing(left)
            return
        }
        _ = shutdown(socket.number, Int32(SHUT_WR))
        phase = .draining
    }

    private func drain() throws {
        while let bytes = try socket.read(atMost: 1 << 16) {
            rest += bytes.count
            guard !bytes.isEmpty, rest < Self.longestRest else {
                phase = .over
                return
            }
        }
    }
}
