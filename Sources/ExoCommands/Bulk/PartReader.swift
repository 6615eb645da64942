internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file or standard input, read part by part.
final class PartReader: Sendable {
    private let name: String
    private let descriptor: Int32
    private let input: (any InputSource)?

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: ``CommandError``.
    init(_ path: String, _ context: CommandContext) throws {
        guard path != "-" else {
            (name, descriptor, input) = ("standard input", 0, context.input)
            return
        }
        // A pipe that nobody writes into yet is waited for where a signal is noticed.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw CommandError(.usage, "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw CommandError(.usage, "\(path) is a folder")
        }
        (name, self.descriptor) = (path, descriptor)
        // A signal must be noticed while a pipe or a terminal gives nothing.
        input = facts.st_mode & S_IFMT == S_IFIFO || isatty(descriptor) == 1 ? context.input : nil
    }

    deinit { if descriptor > 0 { close(descriptor) } }

    /// The next part; `nil` at the end.
    ///
    /// - Throws: ``CommandError``; `CancellationError` where an interruption came first.
    func next() throws -> [UInt8]? {
        if let input {
            let part = try input.readPart(descriptor: descriptor)
            return part.isEmpty ? nil : part
        }
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw CommandError(.failed, "cannot read \(name): \(String(cString: strerror(errno)))")
            }
            guard count > 0 else { return nil }
            part.removeSubrange(count...)
            return part
        }
    }
}
