internal import CMicrohttpd

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Hands a reply to the library.
@safe
enum Reply {
    /// From how many bytes on a body is not copied as a whole.
    private static let large = 256 * 1024
    private static let part = 64 * 1024

    /// The bytes of a body that goes out in parts, kept until the library drops the reply.
    private final class KeptBody: Sendable {
        let bytes: ArraySlice<UInt8>
        init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }
    }

    /// Queues a reply, or does what its fault says.
    static func send(_ reply: ServerResponse, on connection: OpaquePointer) -> MHD_Result {
        switch reply.fault {
        case .noReply: return .NO
        case .reset:
            unsafe reset(connection)
            return .NO
        case .cutAfter(let count):
            let cut = min(max(count, 0), reply.body.count)
            return unsafe queue(reply, inParts(reply.body, until: cut), on: connection)
        case nil where reply.file != nil:
            return unsafe queue(reply, sending(reply.file), on: connection)
        case nil:
            return unsafe queue(reply, whole(reply.body), on: connection)
        }
    }

    /// Refuses a request and closes its connection.
    static func refuse(_ refusal: RequestShape.Refusal, on connection: OpaquePointer) -> MHD_Result {
        let reply = ServerResponse(
            status: refusal.status,
            headers: [.init("Content-Type", "text/plain; charset=utf-8"), .init("Connection", "close")],
            body: Array("\(refusal.reason)\n".utf8)
        )
        return unsafe send(reply, on: connection)
    }

    /// Refuses a request in words that were chosen for it, and closes its connection.
    static func refuse(_ reply: ServerResponse, on connection: OpaquePointer) -> MHD_Result {
        var reply = reply
        reply.headers.removeAll { $0.isNamed("Connection") }
        reply.headers.append(.init("Connection", "close"))
        return unsafe send(reply, on: connection)
    }

    // The library counts references: ours ends here, its own when the reply has been sent.
    private static func queue(
        _ reply: ServerResponse,
        _ response: OpaquePointer?,
        on connection: OpaquePointer
    ) -> MHD_Result {
        guard let response = unsafe response else { return .NO }
        defer { unsafe MHD_destroy_response(response) }
        for header in reply.headers where !header.isNamed("Content-Length") {
            // A line break in a value would be a header of the peer's making: nothing of such a reply goes out.
            guard unsafe MHD_add_response_header(response, header.name, header.value) == .YES else { return .NO }
        }
        return unsafe MHD_queue_response(connection, UInt32(clamping: reply.status), response)
    }

    private static func whole(_ body: [UInt8]) -> OpaquePointer? {
        guard body.count < large else { return unsafe inParts(body, until: body.count) }
        // Copied by the library before the call returns; it does not write into it.
        return unsafe body.withUnsafeBytes { bytes in
            let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            return unsafe MHD_create_response_from_buffer(bytes.count, start, .RESPMEM_MUST_COPY)
        }
    }

    // The library reads from a descriptor of its own, which it closes with the reply.
    private static func sending(_ file: SpoolFile?) -> OpaquePointer? {
        guard let file else { return nil }
        let descriptor = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { return nil }
        guard let response = unsafe MHD_create_response_from_fd64(UInt64(file.size), descriptor) else {
            close(descriptor)
            return nil
        }
        return unsafe response
    }

    /// A body that announces its whole length and ends after so many bytes.
    private static func inParts(_ body: [UInt8], until count: Int) -> OpaquePointer? {
        // Taken back by the free callback, which the library calls once.
        let kept = unsafe Unmanaged.passRetained(KeptBody(body.prefix(count)))
        let response = unsafe MHD_create_response_from_callback(
            UInt64(body.count),
            part,
            { context, position, buffer, room in
                guard let context = unsafe context, let buffer = unsafe buffer else { return -2 }
                let bytes = unsafe Unmanaged<KeptBody>.fromOpaque(context).takeUnretainedValue().bytes
                let part = bytes[min(Int(position), bytes.endIndex)...].prefix(room)
                // -2 is MHD_CONTENT_READER_END_WITH_ERROR, a macro Swift cannot read.
                guard !part.isEmpty else { return -2 }
                unsafe UnsafeMutableRawBufferPointer(start: buffer, count: room).copyBytes(from: part)
                return part.count
            },
            kept.toOpaque(),
            { context in
                if let context = unsafe context { unsafe Unmanaged<KeptBody>.fromOpaque(context).release() }
            }
        )
        if unsafe response == nil { unsafe kept.release() }
        return unsafe response
    }

    // Dissolving the association makes the kernel send a reset instead of an orderly end.
    private static func reset(_ connection: OpaquePointer) {
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        let descriptor = unsafe exo_mhd_descriptor(connection)
        _ = unsafe connect(descriptor, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
    }
}
