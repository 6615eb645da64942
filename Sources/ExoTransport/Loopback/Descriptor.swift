#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file descriptor that no child process inherits and no call waits for; closed when its last owner lets go.
final class Descriptor: Sendable {
    let number: Int32

    /// Takes over an open descriptor.
    init(owning number: Int32) {
        self.number = number
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    }

    deinit { close(number) }

    /// The two ends of a pipe: what is written into the second comes out of the first.
    ///
    /// - Throws: ``LoopbackError/system(_:)``.
    static func pipe() throws -> (reading: Descriptor, writing: Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard unsafe systemPipe(&ends) == 0 else { throw LoopbackError.last("pipe") }
        return (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
    }

    private static func systemPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 {
        #if canImport(Glibc)
        unsafe Glibc.pipe(ends)
        #else
        unsafe Darwin.pipe(ends)
        #endif
    }

    /// Reads what is there, at most so much.
    ///
    /// - Returns: The bytes, none at the end of the stream; `nil` when there is nothing yet.
    /// - Throws: ``LoopbackError/system(_:)`` when the peer is gone.
    func read(atMost count: Int) throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: count)
        let received = unsafe systemRead(number, &buffer, count)
        if received < 0 {
            guard errno == EAGAIN || errno == EINTR else { throw LoopbackError.last("read") }
            return nil
        }
        return Array(buffer.prefix(received))
    }

    /// Writes what fits.
    ///
    /// - Returns: How many bytes were taken.
    /// - Throws: ``LoopbackError/system(_:)`` when the peer is gone.
    func write(_ bytes: ArraySlice<UInt8>) throws -> Int {
        let sent = unsafe bytes.withUnsafeBytes { unsafe systemWrite(number, $0.baseAddress, $0.count) }
        if sent < 0 {
            guard errno == EAGAIN || errno == EINTR else { throw LoopbackError.last("write") }
            return 0
        }
        return sent
    }
}

private func systemRead(_ number: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
    unsafe Glibc.read(number, buffer, count)
    #else
    unsafe Darwin.read(number, buffer, count)
    #endif
}

private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
    unsafe Glibc.write(number, bytes, count)
    #else
    unsafe Darwin.write(number, bytes, count)
    #endif
}
