#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that stays open, so that pieces of it can be read when they are needed, also after another file has taken its name.
final class OpenFile: Sendable {
    /// What the system said about it when it was opened.
    let facts: FileFacts
    private let descriptor: Int32

    /// Opens a file; `nil` where there is none.
    ///
    /// - Throws: ``LocalFileError``.
    init?(_ path: String) throws {
        let descriptor = LocalFile.retrying { unsafe open(path, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw LocalFileError(errno)
        }
        do { facts = try FileFacts(descriptor) } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// All of it, from where it was read to.
    ///
    /// - Throws: ``LocalFileError``.
    func readAll(limit: Int) throws -> [UInt8] {
        try LocalFile.readAll(descriptor, limit: limit, expecting: facts.kind == .file ? facts.size : 0)
    }

    /// Reads so many bytes, or as many as there are from a place on.
    ///
    /// - Throws: ``LocalFileError``.
    func read(at place: Int, count: Int) throws -> [UInt8] {
        var failure: LocalFileError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...]
                )
                let got = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(place + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = LocalFileError(errno) }
                guard got > 0 else { break }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Reads a piece of what the file held when it was opened.
    ///
    /// - Throws: ``LocalFileError``, also when somebody wrote into the file since.
    func read(_ piece: Range<Int>) throws -> [UInt8] {
        let bytes = try read(at: piece.lowerBound, count: piece.count)
        guard bytes.count == piece.count, try isAsOpened else { throw LocalFileError.overwritten }
        return bytes
    }

    /// Whether nobody wrote into it since it was opened; a file system in a network is asked for no more than that.
    var isAsOpened: Bool {
        get throws {
            var now = stat()
            guard unsafe fstat(descriptor, &now) == 0 else { throw LocalFileError(errno) }
            return FileFacts(now).hasSameContent(as: facts)
        }
    }
}
