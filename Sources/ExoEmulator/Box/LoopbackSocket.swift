#if os(Linux)
import Glibc

/// The few calls on sockets of this machine that an exposed port needs.
enum LoopbackSocket {
    /// Listens on a port of loopback.
    ///
    /// - Returns: The socket, or `nil` with the reason in `errno`.
    static func listening(on port: Int) -> Int32? {
        open { descriptor in
            var yes: Int32 = 1
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            var address = version4(port)
            let code = unsafe withAddress(&address) { unsafe bind(descriptor, $0, $1) }
            return code == 0 && listen(descriptor, 128) == 0
        }
    }

    /// Connects to a port of loopback, by either version of addresses.
    static func connected(to port: Int) -> Int32? {
        open { descriptor in
            var address = version4(port)
            return unsafe withAddress(&address) { unsafe connect(descriptor, $0, $1) } == 0
        }
            ?? open(AF_INET6) { descriptor in
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                address.sin6_port = in_port_t(port).bigEndian
                _ = unsafe inet_pton(AF_INET6, "::1", &address.sin6_addr)
                return unsafe withAddress(&address) { unsafe connect(descriptor, $0, $1) } == 0
            }
    }

    /// The port of a socket.
    static func port(of descriptor: Int32) -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withAddress(&address) { pointer, _ in
            unsafe getsockname(descriptor, UnsafeMutablePointer(mutating: pointer), &length)
        }
        return Int(in_port_t(bigEndian: address.sin_port))
    }

    private static func version4(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        _ = unsafe inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        return address
    }

    private static func open(_ family: Int32 = AF_INET, _ prepare: (Int32) -> Bool) -> Int32? {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { return nil }
        if prepare(descriptor) { return descriptor }
        let reason = errno
        close(descriptor)
        errno = reason
        return nil
    }

    // Each of these structures begins as a `sockaddr` does, which is how the system tells them apart.
    private static func withAddress<Address>(
        _ address: inout Address,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        let length = socklen_t(MemoryLayout<Address>.size)
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}
#endif
