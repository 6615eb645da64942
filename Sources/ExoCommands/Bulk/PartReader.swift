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
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandError(.usage, "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw CommandError(.usage, "\(path) is a folder")
        }
        (name, self.descriptor, input) = (path, descriptor, nil)
    }

    deinit { if input == nil { close(descriptor) } }

    /// The next part; `nil` at the end.
    ///
    /// - Throws: ``CommandError``.
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
