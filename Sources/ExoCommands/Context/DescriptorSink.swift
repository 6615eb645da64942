#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes to a file descriptor with write(2).
package struct DescriptorSink: ByteSink {
    private let descriptor: Int32

    package init(_ descriptor: Int32) { self.descriptor = descriptor }

    package func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let count = writeOnce(part)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&waiting, 1, -1)
                } else if errno != EINTR {
                    if errno == EPIPE { throw OutputEnded() }
                    throw CommandError(.failed, "cannot write the output: \(String(cString: strerror(errno)))")
                }
            }
        }
    }

    private func writeOnce(_ part: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
        Darwin.write(descriptor, part.baseAddress, part.count)
        #elseif canImport(Musl)
        Musl.write(descriptor, part.baseAddress, part.count)
        #else
        Glibc.write(descriptor, part.baseAddress, part.count)
        #endif
    }
}
