#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Sockets that only programs of this machine reach.
enum ListeningSocket {
    private enum Outcome { case listens(Descriptor), isTaken, isUnknown }

    /// How many connections may wait to be taken.
    private static let backlog: Int32 = 16

    /// Sockets for `localhost`: on 127.0.0.1, and on ::1 with the same port where the machine has that.
    ///
    /// A browser tries both, so a program that had only the other one would get what is meant for this one.
    ///
    /// - Parameter port: The port; 0 takes a free one.
    /// - Returns: The sockets and their port.
    /// - Throws: ``LoopbackError``.
    static func pair(on port: UInt16) throws -> (sockets: [Descriptor], port: UInt16) {
        for _ in 0..<16 {
            guard case .listens(let first) = try open(AF_INET, port) else { throw LoopbackError.portTaken(port) }
            let chosen = try portNumber(of: first)
            switch try open(AF_INET6, chosen) {
            case .listens(let second): return ([first, second], chosen)
            case .isUnknown: return ([first], chosen)
            case .isTaken: if port != 0 { throw LoopbackError.portTaken(port) }
            }
        }
        throw LoopbackError.system("no port is free on both 127.0.0.1 and ::1")
    }

    private static func open(_ family: Int32, _ port: UInt16) throws -> Outcome {
        #if canImport(Glibc)
        let number = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #else
        let number = socket(family, SOCK_STREAM, 0)
        #endif
        guard number >= 0 else {
            if family == AF_INET6 { return .isUnknown }
            throw LoopbackError.last("socket")
        }
        let opened = Descriptor(owning: number)
        // A port whose last connections are still being forgotten is free; one that somebody listens on stays taken.
        set(SOL_SOCKET, SO_REUSEADDR, of: opened)
        if family == AF_INET6 { set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, of: opened) }
        guard bind(opened, family, port) == 0, listen(number, backlog) == 0 else {
            switch errno {
            case EADDRINUSE: return .isTaken
            case EADDRNOTAVAIL, EAFNOSUPPORT: if family == AF_INET6 { return .isUnknown }
            default: break
            }
            throw LoopbackError.last("bind")
        }
        return .listens(opened)
    }

    private static func set(_ level: Int32, _ option: Int32, of socket: Descriptor) {
        var on: Int32 = 1
        _ = unsafe setsockopt(socket.number, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func bind(_ socket: Descriptor, _ family: Int32, _ port: UInt16) -> Int32 {
        if family == AF_INET6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            _ = unsafe inet_pton(AF_INET6, "::1", &address.sin6_addr)
            return bind(socket, &address)
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        _ = unsafe inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        return bind(socket, &address)
    }

    private static func bind<Address>(_ socket: Descriptor, _ address: inout Address) -> Int32 {
        // Each of these structures begins as a `sockaddr` does, which is how the system tells them apart.
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let length = socklen_t(MemoryLayout<Address>.size)
                #if canImport(Glibc)
                return unsafe Glibc.bind(socket.number, pointer, length)
                #else
                return unsafe Darwin.bind(socket.number, pointer, length)
                #endif
            }
        }
    }

    private static func portNumber(of socket: Descriptor) throws -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(socket.number, $0, &length)
            }
        }
        guard result == 0 else { throw LoopbackError.last("getsockname") }
        return UInt16(bigEndian: address.sin_port)
    }
}
