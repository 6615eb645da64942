#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A client that sends bytes as they are and reads what comes.
package final class RawConnection {
    /// A reply as it came, the body taken by its length.
    package struct Reply: Equatable {
        package var status: Int
        package var headers: [String: String]
        package var body: String
    }

    package struct Failure: Error {
        package var reason: String
        package var code: Int32
    }

    private let descriptor: Int32
    private var received: [UInt8] = []
    /// Whether the peer ended the connection by a reset.
    package private(set) var wasReset = false

    package init(port: Int, address host: String = "127.0.0.1") throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // A test that waits for ever would say nothing; ten seconds are no measure of anything.
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            // The end of the value closes the descriptor.
            throw Failure(reason: "connect", code: errno)
        }
    }

    deinit {
        close(descriptor)
    }

    package func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    package func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(reason: "send", code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Says that nothing more will be sent.
    package func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Lets time pass between two parts; no result may depend on how much.
    package static func pause(milliseconds: UInt32) {
        usleep(milliseconds * 1000)
    }

    /// Reads until the peer ends the connection, at most 64 KiB between two pauses.
    package func readToEnd(pausingMilliseconds pause: UInt32 = 0) throws -> String {
        String(decoding: try readBytesToEnd(pausingMilliseconds: pause), as: UTF8.self)
    }

    /// Reads at least so many bytes, fewer where the peer ends the connection before.
    package func readBytes(_ count: Int) throws -> [UInt8] {
        while received.count < count {
            guard try fill() else { break }
        }
        return received
    }

    private func readBytesToEnd(pausingMilliseconds pause: UInt32) throws -> [UInt8] {
        while try fill() {
            if pause > 0 { Self.pause(milliseconds: pause) }
        }
        defer { received = [] }
        return received
    }

    /// Reads one reply whose length is announced.
    package func readReply(to method: String = "GET") throws -> Reply? {
        let end = Array("\r\n\r\n".utf8)
        while received.firstRange(of: end) == nil {
            guard try fill() else { return nil }
        }
        guard let mark = received.firstRange(of: end) else { return nil }
        let lines = String(decoding: received[..<mark.lowerBound], as: UTF8.self).split(separator: "\r\n")
        received.removeFirst(mark.upperBound)
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.last.map { String($0.drop { $0 == " " }) }
        }
        if status == 100 { return try readReply(to: method) }
        let length = method == "HEAD" ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
        while received.count < length {
            guard try fill() else { break }
        }
        let body = String(decoding: received.prefix(length), as: UTF8.self)
        received.removeFirst(min(length, received.count))
        return Reply(status: status, headers: headers, body: body)
    }

    private func fill() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 {
            received += buffer.prefix(count)
            return true
        }
        guard count < 0 else { return false }
        guard errno == ECONNRESET else { throw Failure(reason: "receive", code: errno) }
        wasReset = true
        return false
    }
}
