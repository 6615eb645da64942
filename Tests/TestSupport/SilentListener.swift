#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A port of this machine that takes connections and never answers.
package final class SilentListener {
    private var listening: Int32
    private var taken: [Int32] = []
    /// Its number.
    package let port: UInt16

    /// Opens a free port.
    package init() throws {
        #if canImport(Glibc)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        listening = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isListening else {
            throw BuiltProgram.Failure(description: "cannot listen: \(String(cString: strerror(errno)))")
        }
    }

    deinit { for descriptor in taken + [listening] where descriptor >= 0 { close(descriptor) } }

    /// Waits for a connection that a task makes, and its first byte, and keeps it open.
    package func accept() async throws {
        let listening = listening
        taken.append(try await onOwnThread { try firstConnection(listening) })
    }

    /// Waits for a connection that another process makes, and its first byte, and keeps it open.
    ///
    /// It holds the thread, so that what follows it is done at once.
    package func acceptFromProcess() throws { taken.append(try firstConnection(listening)) }

    /// Whether whoever connected first ends the connection in time.
    ///
    /// - Parameter milliseconds: How long to wait for the next bytes or the end.
    /// - Returns: Whether it ended.
    package func isLeft(within milliseconds: Int32) -> Bool {
        guard let descriptor = taken.first else { return false }
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&wanted, 1, milliseconds) > 0 else { return false }
            if read(descriptor, &bytes, bytes.count) <= 0 { return true }
        }
    }

    /// Answers who connected last, once nothing more comes from there for a moment.
    package func answer(_ reply: String) async throws {
        guard let descriptor = taken.last else { return }
        try await onOwnThread {
            drain(descriptor, milliseconds: 200)
            let bytes = Array(reply.utf8)
            _ = write(descriptor, bytes, bytes.count)
        }
    }

    /// Waits until more comes from who connected last, and ends everything without an answer.
    package func leave() async throws {
        guard let descriptor = taken.last else { return }
        try await onOwnThread { drain(descriptor, milliseconds: 10_000, mostOften: 1) }
        close(listening)
        listening = -1
        for descriptor in taken { close(descriptor) }
        taken = []
    }
}

private func firstConnection(_ listening: Int32) throws -> Int32 {
    let descriptor = systemAccept(listening)
    guard descriptor >= 0 else {
        throw BuiltProgram.Failure(description: "no connection: \(String(cString: strerror(errno)))")
    }
    var byte: UInt8 = 0
    _ = read(descriptor, &byte, 1)
    return descriptor
}

private func drain(_ descriptor: Int32, milliseconds: Int32, mostOften times: Int = .max) {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var count = 0
    while count < times, poll(&wanted, 1, milliseconds) > 0, read(descriptor, &bytes, bytes.count) > 0 {
        count += 1
    }
}

private func systemAccept(_ descriptor: Int32) -> Int32 {
    #if canImport(Glibc)
    Glibc.accept(descriptor, nil, nil)
    #else
    Darwin.accept(descriptor, nil, nil)
    #endif
}
