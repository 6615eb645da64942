internal import CMicrohttpd

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

// What the library calls. The context is the daemon, alive by the rule at its creation; a request's state is retained
// when the request begins and released when the library says that it ended; a connection's likewise.
extension ListenerDaemon {
    /// The request line has arrived.
    static let begun: exo_mhd_uri_callback = { context, target, connection in
        guard let context = unsafe context, let target = unsafe target else { return nil }
        let daemon = unsafe Unmanaged<ListenerDaemon>.fromOpaque(context).takeUnretainedValue()
        daemon.core.gauge.begin()
        if let connection = unsafe connection { unsafe daemon.state(of: connection)?.beginRequest() }
        let text = unsafe String(validatingCString: target)
        return unsafe Unmanaged.passRetained(RequestState(target: text)).toOpaque()
    }

    /// The request ended, whether or not it was answered.
    static let completed: MHD_RequestCompletedCallback = { context, connection, state, _ in
        guard let context = unsafe context, let state = unsafe state, let held = unsafe state.pointee else { return }
        let daemon = unsafe Unmanaged<ListenerDaemon>.fromOpaque(context).takeUnretainedValue()
        unsafe state.pointee = nil
        unsafe Unmanaged<RequestState>.fromOpaque(held).release()
        if let connection = unsafe connection {
            let limits = daemon.core.limits
            unsafe daemon.state(of: connection)?.expect(by: .now + limits.idleTimeout + limits.headerDeadline)
        }
        daemon.core.gauge.end()
    }

    /// A connection was opened or is about to be closed.
    static let connectionChanged: MHD_NotifyConnectionCallback = { context, connection, slot, change in
        guard let context = unsafe context, let connection = unsafe connection, let slot = unsafe slot else { return }
        let daemon = unsafe Unmanaged<ListenerDaemon>.fromOpaque(context).takeUnretainedValue()
        if change == .CONNECTION_NOTIFY_STARTED {
            let opened = unsafe ConnectionState(
                descriptor: exo_mhd_descriptor(connection),
                remoteAddress: numericAddress(exo_mhd_client_address(connection))
            )
            opened.expect(by: .now + daemon.core.limits.headerDeadline)
            daemon.core.connections.add(opened)
            unsafe slot.pointee = Unmanaged.passRetained(opened).toOpaque()
        } else if let held = unsafe slot.pointee {
            let closed = unsafe Unmanaged<ConnectionState>.fromOpaque(held).takeRetainedValue()
            unsafe slot.pointee = nil
            daemon.core.connections.remove(closed)
            if closed.hasUnreadBytes { daemon.core.lingering.keep(closed.descriptor) }
        }
    }

    /// Called with the header, then with each part of the body, then for the reply, and again after a suspension.
    static let access: MHD_AccessHandlerCallback = { context, connection, _, method, version, bytes, count, slot in
        guard let context = unsafe context, let connection = unsafe connection, let count = unsafe count,
            let held = unsafe slot?.pointee, let method = unsafe method, let version = unsafe version
        else { return .NO }
        let daemon = unsafe Unmanaged<ListenerDaemon>.fromOpaque(context).takeUnretainedValue()
        let state = unsafe Unmanaged<RequestState>.fromOpaque(held).takeUnretainedValue()
        switch state.phase {
        case .begun:
            return unsafe daemon.begin(
                state,
                method: String(cString: method),
                version: String(cString: version),
                on: connection
            )
        case .reading:
            if unsafe count.pointee > 0 {
                let isBearable = unsafe daemon.append(
                    UnsafeRawBufferPointer(start: bytes, count: count.pointee),
                    to: state
                )
                unsafe count.pointee = 0
                // What is written down takes as long as it takes while more comes.
                if state.spool != nil {
                    unsafe daemon.state(of: connection)?.expect(by: .now + daemon.core.limits.bodyDeadline)
                }
                return isBearable ? .YES : .NO
            }
            return unsafe daemon.finish(state, on: connection)
        case .waiting(let reply):
            state.phase = .answered
            return unsafe daemon.send(reply, on: connection)
        // With a worker, and suspended: the library does not call.
        case .working, .answered: return .NO
        }
    }

    private func state(of connection: OpaquePointer) -> ConnectionState? {
        unsafe exo_mhd_socket_context(connection).map {
            unsafe Unmanaged<ConnectionState>.fromOpaque($0).takeUnretainedValue()
        }
    }

    private func begin(
        _ state: RequestState,
        method: String,
        version: String,
        on connection: OpaquePointer
    ) -> MHD_Result {
        let headers = unsafe Self.headers(of: connection)
        let peer = unsafe self.state(of: connection)
        let request = ServerRequest(
            method: method,
            target: state.target.flatMap(RequestShape.originForm) ?? "/",
            headers: headers,
            listener: name,
            remoteAddress: peer?.remoteAddress ?? ""
        )
        let isReserved = request.isFromLoopback && core.workers.isReserved(request)
        state.bodyLimit = isReserved ? core.limits.maximumReservedBodyBytes : core.limits.maximumBodyBytes
        let refusal =
            unsafe sizeRefusal(of: state.target, headers, headerSize: exo_mhd_header_size(connection))
            ?? RequestShape.refusal(method: method, version: version, target: state.target, headers: headers)
        if let refusal {
            state.phase = .answered
            peer?.expect(by: .now + core.limits.bodyDeadline)
            return unsafe Reply.refuse(refusal, on: connection)
        }
        if isTooLong(headers, limit: state.bodyLimit) {
            state.phase = .answered
            peer?.expect(by: .now + core.limits.bodyDeadline)
            return unsafe refuseLength(of: request, limit: state.bodyLimit, on: connection)
        }
        state.request = request
        state.phase = .reading
        peer?.expect(by: .now + core.limits.bodyDeadline)
        return .YES
    }

    private func sizeRefusal(
        of target: String?,
        _ headers: [ServerRequest.Field],
        headerSize: Int
    ) -> RequestShape.Refusal? {
        let limits = core.limits
        if let target, target.utf8.count > limits.maximumTargetBytes {
            return .init(414, "the target is longer than \(limits.maximumTargetBytes) bytes")
        }
        if headerSize > limits.maximumHeaderBytes {
            return .init(431, "the header is longer than \(limits.maximumHeaderBytes) bytes")
        }
        if headers.count > limits.maximumHeaderFields {
            return .init(431, "there are more than \(limits.maximumHeaderFields) header fields")
        }
        return nil
    }

    // Digits, as the check of form has seen; more than an Int holds is too long as well.
    private func isTooLong(_ headers: [ServerRequest.Field], limit: Int) -> Bool {
        guard let length = headers.first(where: { $0.isNamed("Content-Length") })?.value else { return false }
        return Int(length).map { $0 > limit } ?? true
    }

    private func refuseLength(of request: ServerRequest, limit: Int, on connection: OpaquePointer) -> MHD_Result {
        if let reply = core.tooLong(request) { return unsafe Reply.refuse(reply, on: connection) }
        let refusal = RequestShape.Refusal(413, "the body is longer than \(limit) bytes")
        return unsafe Reply.refuse(refusal, on: connection)
    }

    /// Takes a part of a body; false when there is no end to it.
    private func append(_ bytes: UnsafeRawBufferPointer, to state: RequestState) -> Bool {
        state.bodySize += bytes.count
        if state.bodySize > state.bodyLimit {
            state.body = []
            // A reply can be given before a body or after it, so one that is too long is read to its end.
            return state.bodySize / 4 <= state.bodyLimit
        }
        guard state.spool != nil || state.bodySize > core.limits.maximumBodyBytesInMemory else {
            unsafe state.body.append(contentsOf: bytes)
            return true
        }
        do {
            let spool = try state.spool ?? SpoolFile()
            try spool.append(state.body)
            try unsafe spool.append(bytes)
            state.body = []
            state.spool = spool
            return true
        } catch {
            // The disk is full: there is no reply in the middle of a body.
            return false
        }
    }

    private func send(_ reply: ServerResponse, on connection: OpaquePointer) -> MHD_Result {
        unsafe state(of: connection)?.expect(by: .now + core.limits.replyDeadline)
        return unsafe Reply.send(reply, on: connection)
    }

    private func finish(_ state: RequestState, on connection: OpaquePointer) -> MHD_Result {
        let peer = unsafe self.state(of: connection)
        peer?.expectNothing()
        peer?.endRequest()
        // It was kept when the header had arrived, since when it is read once.
        guard var request = state.request else { return .NO }
        guard state.bodySize <= state.bodyLimit else {
            state.phase = .answered
            return unsafe refuseLength(of: request, limit: state.bodyLimit, on: connection)
        }
        state.request = nil
        state.phase = .working
        request.body = state.body
        request.spooled = state.spool
        state.body = []
        state.spool = nil
        // Suspended before anybody else has it, and the state left alone from the moment somebody has.
        unsafe MHD_suspend_connection(connection)
        let job = unsafe WorkerPool.Job(request: request, state: state, connection: connection)
        if !core.workers.submit(job) {
            state.phase = .waiting(ServerResponse(status: 503))
            unsafe MHD_resume_connection(connection)
        }
        return .YES
    }

    private static func headers(of connection: OpaquePointer) -> [ServerRequest.Field] {
        var fields: [ServerRequest.Field] = []
        // The library calls back before it returns, so a pointer to the local variable is good for that long.
        unsafe withUnsafeMutablePointer(to: &fields) { pointer in
            _ = unsafe MHD_get_connection_values(
                connection,
                .HEADER_KIND,
                { context, _, name, value in
                    guard let context = unsafe context, let name = unsafe name else { return .NO }
                    var text = unsafe value.map { unsafe String(cString: $0) } ?? ""
                    // Blanks after a value are no part of it; the library removes those before it.
                    while let last = text.utf8.last, last == 0x20 || last == 0x09 { text.removeLast() }
                    let field = unsafe ServerRequest.Field(String(cString: name), text)
                    unsafe context.assumingMemoryBound(to: [ServerRequest.Field].self).pointee.append(field)
                    return .YES
                },
                pointer
            )
        }
        return fields
    }

    private static func numericAddress(_ address: UnsafePointer<sockaddr>?) -> String {
        guard let address = unsafe address else { return "" }
        let length =
            unsafe address.pointee.sa_family == sa_family_t(AF_INET6)
            ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        var text = [CChar](repeating: 0, count: 64)
        let code = unsafe getnameinfo(
            address,
            socklen_t(length),
            &text,
            socklen_t(text.count),
            nil,
            0,
            NI_NUMERICHOST
        )
        guard code == 0 else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
