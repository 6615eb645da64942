import Glibc
import Synchronization

/// A server on loopback that does what its script says with every connection, byte for byte.
final class RawServer: Sendable {
    /// One accepted connection.
    struct Connection: Sendable {
        let descriptor: Int32

        /// Reads one request with its body; `nil` when the client has gone.
        func request() -> String? {
            var bytes: [UInt8] = []
            let end = Array("\r\n\r\n".utf8)
            while true {
                if let place = bytes.firstRange(of: end)?.upperBound {
                    let head = String(decoding: bytes[..<place], as: UTF8.self)
                    let field = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
                    let length = field.flatMap { Int($0.dropFirst("content-length:".count).filter { $0 != " " }) } ?? 0
                    if bytes.count >= place + length { return String(decoding: bytes, as: UTF8.self) }
                }
                var part = [UInt8](repeating: 0, count: 65_536)
                let count = read(descriptor, &part, part.count)
                guard count > 0 else { return nil }
                bytes += part[..<count]
            }
        }

        /// Sends bytes; `false` when the client has gone.
        @discardableResult
        func send(_ text: some Collection<UInt8>) -> Bool {
            let bytes = Array(text)
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(
                        descriptor,
                        $0.baseAddress.map { $0 + sent },
                        bytes.count - sent,
                        Int32(MSG_NOSIGNAL)
                    )
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }

        /// Sends a text.
        @discardableResult
        func send(_ text: String) -> Bool { send(text.utf8) }

        /// Sends a whole reply.
        func reply(_ status: String = "200 OK", _ headers: String = "", body: String = "") {
            send("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
        }
    }

    let port: Int
    private let listener: Int32
    private let script: @Sendable (Connection) -> Void

    var url: String { "http://127.0.0.1:\(port)" }

    /// Listens on a port that the system chooses.
    init(script: @escaping @Sendable (Connection) -> Void) throws {
        self.script = script
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                [bind(listener, address, length), listen(listener, 1024), getsockname(listener, address, &length)]
            }
        }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        guard result.allSatisfy({ $0 == 0 }) else { throw Failure() }
        Self.thread {
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else {
                    // Only here is it certain that nobody uses the listener any more.
                    close(listener)
                    return
                }
                Self.thread {
                    script(Connection(descriptor: descriptor))
                    close(descriptor)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// A port where nothing listens.
    static func deadPort() throws -> Int {
        let server = try RawServer { _ in }
        return server.port
    }

    struct Failure: Error {}

    private final class Work {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static func thread(_ run: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(run))
        let result = pthread_create(
            &thread,
            nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            },
            work.toOpaque()
        )
        if result == 0 { pthread_detach(thread) } else { work.release() }
    }
}

/// A number that server threads and tests share.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .sequentiallyConsistent) }

    @discardableResult
    func add(_ number: Int = 1) -> Int { count.add(number, ordering: .sequentiallyConsistent).newValue }
}
