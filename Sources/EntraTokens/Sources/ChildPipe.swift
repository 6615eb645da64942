internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A pipe that no other program inherits by accident.
final class ChildPipe: Sendable {
    /// Held while a pipe is made and while a program begins.
    static let beginning = Mutex(())

    let readingEnd: Int32
    let writingEnd: Int32
    private let isWritable = Mutex(true)

    /// Makes a pipe.
    ///
    /// - Throws: ``TokenError`` with code `sourceUnavailable` when the system gives none.
    init() throws {
        var ends: [Int32] = [-1, -1]
        // Between the two calls no program may begin, or it would keep the pipe open.
        try Self.beginning.withLock { _ in
            guard unsafe pipe(&ends) == 0 else { throw Self.failure }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
        readingEnd = ends[0]
        writingEnd = ends[1]
    }

    deinit {
        closeWritingEnd()
        close(readingEnd)
    }

    /// Closes the end to write to, so that the other end sees when nobody writes any more.
    func closeWritingEnd() {
        isWritable.withLock { isWritable in
            if isWritable { close(writingEnd) }
            isWritable = false
        }
    }

    /// Writes one byte.
    func wake() {
        isWritable.withLock { isWritable in
            var byte: UInt8 = 1
            if isWritable { _ = unsafe write(writingEnd, &byte, 1) }
        }
    }

    /// What can be read at once; `nil` at the end.
    static func part(of descriptor: Int32) -> [UInt8]? {
        var part = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = unsafe part.withUnsafeMutableBytes { unsafe readSome(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            return count > 0 ? Array(part[..<count]) : nil
        }
    }

    private static var failure: TokenError {
        TokenError(
            code: .sourceUnavailable,
            message: "no program can be run: \(unsafe String(cString: strerror(errno)))"
        )
    }
}
