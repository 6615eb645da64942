#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The address, certificate and texts a listener's library reads as long as it runs.
///
/// It owns every pointer from init to deinit and changes none of them between.
@safe
final class ListenerMemory {
    // TLS 1.2 and 1.3; the default takes 1.0 too.
    private static let tlsPriorities = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

    let isIPv6: Bool
    let address: UnsafeMutableRawPointer
    let certificate: UnsafeMutableRawPointer?
    let key: UnsafeMutableRawPointer?
    let priorities: UnsafeMutableRawPointer?
    private let keyLength: Int

    /// - Throws: `ServerError.badAddress`.
    init(_ listener: ServerListener) throws {
        guard let port = UInt16(exactly: listener.port) else {
            throw ServerError(.badAddress, "\(listener.port) is no port")
        }
        let room = MemoryLayout<sockaddr_in6>.size
        let address = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 16)
        unsafe address.initializeMemory(as: UInt8.self, repeating: 0, count: room)
        var four = in_addr()
        var six = in6_addr()
        if unsafe inet_pton(AF_INET, listener.address, &four) == 1 {
            isIPv6 = false
            unsafe address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                unsafe $0.pointee.sin_family = sa_family_t(AF_INET)
                unsafe $0.pointee.sin_port = port.bigEndian
                unsafe $0.pointee.sin_addr = four
            }
        } else if unsafe inet_pton(AF_INET6, listener.address, &six) == 1 {
            isIPv6 = true
            unsafe address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                unsafe $0.pointee.sin6_family = sa_family_t(AF_INET6)
                unsafe $0.pointee.sin6_port = port.bigEndian
                unsafe $0.pointee.sin6_addr = six
            }
        } else {
            unsafe address.deallocate()
            throw ServerError(.badAddress, "\(listener.address) is no numeric address")
        }
        unsafe self.address = address
        unsafe certificate = listener.tls.flatMap { unsafe Self.copy($0.certificatePEM) }
        unsafe key = listener.tls.flatMap { unsafe Self.copy($0.privateKeyPEM) }
        keyLength = listener.tls?.privateKeyPEM.utf8.count ?? 0
        unsafe priorities = listener.tls.flatMap { _ in unsafe Self.copy(Self.tlsPriorities) }
    }

    deinit {
        unsafe address.deallocate()
        unsafe free(certificate)
        if let key = unsafe key { unsafe Self.wipe(key, keyLength) }
        unsafe free(key)
        unsafe free(priorities)
    }

    private static func copy(_ text: String) -> UnsafeMutableRawPointer? {
        unsafe UnsafeMutableRawPointer(strdup(text))
    }

    // Through `explicit_bzero`, which no optimiser removes.
    private static func wipe(_ pointer: UnsafeMutableRawPointer, _ count: Int) {
        #if canImport(Darwin)
        unsafe memset_s(pointer, count, 0, count)
        #else
        unsafe explicit_bzero(pointer, count)
        #endif
    }
}
