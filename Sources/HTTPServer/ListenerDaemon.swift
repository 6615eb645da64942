internal import CMicrohttpd

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// One listening port and the library's threads that serve it.
///
/// Unchecked because of the pointer: it is set once before any thread of the library can use this object, and ends in
/// `stop`, which the owner calls once, after which the library has no thread left.
@safe
final class ListenerDaemon: @unchecked Sendable {
    let name: String
    let core: ServerCore
    private var handle: OpaquePointer?
    private var listening: Int32 = -1
    // What the library reads for as long as it runs.
    private let memory: ListenerMemory

    /// Starts listening.
    ///
    /// - Throws: `ServerError` with the codes `badAddress`, `badCertificate`, `addressInUse`, `notPermitted` and `failed`.
    init(_ listener: ServerListener, threads: Int, core: ServerCore) throws {
        name = listener.name
        self.core = core
        memory = try ListenerMemory(listener)
        var flags = MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_USE_ITC.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
        if listener.tls != nil { flags |= MHD_USE_TLS.rawValue }
        if memory.isIPv6 { flags |= MHD_USE_IPv6.rawValue }
        // Unretained: the owner keeps this object until `stop` has ended every thread that uses it.
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        var options = unsafe self.options(threads: threads, hasTLS: listener.tls != nil, context: context)
        errno = 0
        let started = unsafe exo_mhd_start(flags, UInt16(listener.port), Self.access, context, &options)
        guard let started = unsafe started else { throw Self.startError(listener, errno) }
        unsafe handle = started
    }

    /// The port that is listened on.
    var port: Int { unsafe handle.map { unsafe Int(exo_mhd_port($0)) } ?? 0 }

    /// Accepts no connection from now on; the open ones go on.
    func quiesce() {
        if let handle = unsafe handle { listening = unsafe MHD_quiesce_daemon(handle) }
    }

    /// Ends all connections and threads; nothing may be suspended, and it is called once, after `quiesce`.
    func stop() {
        if let handle = unsafe handle { unsafe MHD_stop_daemon(handle) }
        unsafe handle = nil
        if listening >= 0 { close(listening) }
    }

    private func options(threads: Int, hasTLS: Bool, context: UnsafeMutableRawPointer) -> [MHD_OptionItem] {
        let idleSeconds = core.limits.idleTimeout.components
        let seconds = Int(clamping: idleSeconds.seconds + (idleSeconds.attoseconds > 0 ? 1 : 0))
        // The library puts its own table of fields and a copy of the cookie into the same memory. Where the copy does not
        // fit, it sends the header of its refusal twice; so there is room for cookies of four times what is accepted.
        let memoryLimit = core.limits.maximumHeaderBytes * 8
        var items = unsafe [
            MHD_OptionItem(option: .SOCK_ADDR, value: 0, ptr_value: memory.address),
            MHD_OptionItem(option: .CONNECTION_LIMIT, value: core.limits.maximumConnections, ptr_value: nil),
            MHD_OptionItem(
                option: .PER_IP_CONNECTION_LIMIT,
                value: core.limits.maximumConnectionsPerAddress,
                ptr_value: nil
            ),
            MHD_OptionItem(option: .CONNECTION_TIMEOUT, value: seconds, ptr_value: nil),
            MHD_OptionItem(option: .CONNECTION_MEMORY_LIMIT, value: memoryLimit, ptr_value: nil),
            MHD_OptionItem(option: .URI_LOG_CALLBACK, value: exo_mhd_uri_value(Self.begun), ptr_value: context),
            MHD_OptionItem(
                option: .NOTIFY_COMPLETED,
                value: exo_mhd_completed_value(Self.completed),
                ptr_value: context
            ),
            MHD_OptionItem(
                option: .NOTIFY_CONNECTION,
                value: exo_mhd_connection_value(Self.connectionChanged),
                ptr_value: context
            ),
        ]
        if threads > 1 {
            unsafe items.append(MHD_OptionItem(option: .THREAD_POOL_SIZE, value: threads, ptr_value: nil))
        }
        if hasTLS {
            unsafe items.append(MHD_OptionItem(option: .HTTPS_MEM_CERT, value: 0, ptr_value: memory.certificate))
            unsafe items.append(MHD_OptionItem(option: .HTTPS_MEM_KEY, value: 0, ptr_value: memory.key))
            unsafe items.append(MHD_OptionItem(option: .HTTPS_PRIORITIES, value: 0, ptr_value: memory.priorities))
        }
        unsafe items.append(MHD_OptionItem(option: .END, value: 0, ptr_value: nil))
        return unsafe items
    }

    private static func startError(_ listener: ServerListener, _ code: Int32) -> ServerError {
        let place = "\(listener.address):\(listener.port)"
        switch code {
        case EADDRINUSE: return ServerError(.addressInUse, "another program listens on \(place)")
        case EACCES, EPERM: return ServerError(.notPermitted, "this program may not listen on \(place)")
        case EADDRNOTAVAIL: return ServerError(.badAddress, "\(listener.address) is no address of this machine")
        default:
            guard listener.tls == nil else {
                return ServerError(.badCertificate, "the certificate or key for \(place) cannot be used")
            }
            return ServerError(.failed, "cannot listen on \(place): error \(code)")
        }
    }
}
