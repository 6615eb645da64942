#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Files with a secret or an assertion, which are short.
enum SmallFile {
    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - what: What it is, for messages.
    ///   - limit: The most bytes that it may have.
    ///   - followsLinks: Whether its name may be that of a link.
    /// - Returns: Its bytes.
    /// - Throws: ``TokenError`` with code `unusableCredential` when it is missing, no file, unreadable or too long.
    static func read(_ path: String, what: String, limit: Int, followsLinks: Bool = true) throws -> [UInt8] {
        func failure(_ reason: String) -> TokenError {
            TokenError(
                code: .unusableCredential,
                message: "\(what) \(SanitizedText.shown(path)) cannot be read: \(reason)"
            )
        }
        guard !path.isEmpty, !path.utf8.contains(0) else { throw failure("that is no name of a file") }
        // What is no file after all must not keep anybody waiting.
        let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW)
        let descriptor = unsafe open(path, flags)
        guard descriptor >= 0 else { throw failure(reason(errno)) }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw failure(reason(errno)) }
        switch facts.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw failure("it is a folder")
        default: throw failure("it is no regular file")
        }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = systemRead(descriptor, &part)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(reason(errno)) }
            guard count > 0 else { return bytes }
            bytes += part[..<count]
            guard bytes.count <= limit else { throw failure("it is longer than \(limit) bytes") }
        }
    }

    private static func systemRead(_ descriptor: Int32, _ part: inout [UInt8]) -> Int {
        #if canImport(Glibc)
        unsafe Glibc.read(descriptor, &part, part.count)
        #elseif canImport(Musl)
        unsafe Musl.read(descriptor, &part, part.count)
        #else
        unsafe Darwin.read(descriptor, &part, part.count)
        #endif
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT, ENOTDIR: "there is no such file"
        case EACCES, EPERM: "this user may not read it"
        case ELOOP: "it is a link"
        default: unsafe String(cString: strerror(code))
        }
    }
}
