#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What tells one state of a file from another without reading it.
struct FileStamp: Equatable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int
    /// Who may read it, which changes nothing of the rest.
    private let mode: UInt32

    /// The state of a file now.
    ///
    /// - Throws: ``TokenError`` with code `sourceUnavailable`.
    init(_ path: String) throws {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { throw Self.failure(path, errno) }
        self.init(facts)
    }

    private init(_ facts: stat) {
        device = UInt64(facts.st_dev)
        inode = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
        mode = UInt32(facts.st_mode)
        #if canImport(Darwin)
        seconds = facts.st_mtimespec.tv_sec
        nanoseconds = facts.st_mtimespec.tv_nsec
        #else
        seconds = facts.st_mtim.tv_sec
        nanoseconds = facts.st_mtim.tv_nsec
        #endif
    }

    /// Reads a file, with the state that it was read in.
    ///
    /// - Throws: ``TokenError`` with code `sourceUnavailable` where there is none, `tooLarge` where it is longer; what the check
    ///   of the open file throws.
    static func read(
        _ path: String,
        limit: Int,
        _ check: (FileFacts) throws -> Void
    ) throws -> (bytes: [UInt8], stamp: FileStamp) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw failure(path, errno) }
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw failure(path, EISDIR) }
        do { try check(FileFacts(descriptor)) } catch let error as LocalFileError { throw failure(path, error.reason) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = unsafe part.withUnsafeMutableBytes { unsafe readSome(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, errno) }
            if count == 0 { return (bytes, FileStamp(facts)) }
            bytes.append(contentsOf: part[..<count])
            guard bytes.count <= limit else {
                throw TokenError(
                    code: .tooLarge,
                    message: "the file \(SanitizedText.shown(path)) is longer than \(limit) bytes"
                )
            }
        }
    }

    private static func failure(_ path: String, _ reason: Int32) -> TokenError {
        TokenError(
            code: .sourceUnavailable,
            message: unsafe "the file \(SanitizedText.shown(path)) cannot be read: \(String(cString: strerror(reason)))"
        )
    }
}

/// Reads what a descriptor has, into a buffer; the name `read` is taken in many a type.
func readSome(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    unsafe read(descriptor, buffer.baseAddress, buffer.count)
}
