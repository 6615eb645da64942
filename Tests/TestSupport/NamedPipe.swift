#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A pipe with a name, by which a program tells a test something; a program that writes to it waits until the test reads.
package final class NamedPipe: Sendable {
    /// Where it is.
    package let path: String

    /// Makes one.
    ///
    /// - Throws: ``ScriptError`` when the system makes none.
    package init(_ path: String) throws {
        self.path = path
        guard mkfifo(path, 0o600) == 0 else {
            throw ScriptError(message: "no pipe \(path): \(String(cString: strerror(errno)))")
        }
    }

    deinit { unlink(path) }

    /// Writes to a program once it reads, and keeps the pipe open as long as the body lasts.
    package func feed(_ bytes: [UInt8], while body: () -> Void) {
        let descriptor = open(path, O_WRONLY)
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        body()
    }

    /// What a program writes until it closes the pipe; empty where none comes that writes.
    package func text() -> String {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        // A test that waits for ever would say nothing; ten seconds are no measure of anything.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, 10_000) > 0 {
            let count = read(descriptor, &part, part.count)
            if count > 0 { bytes += part[..<count] }
            if count == 0 { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
