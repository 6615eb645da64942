#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file without a name, for what does not fit into memory; it is gone when nobody holds it any more.
package final class SpoolFile: Sendable {
    /// The file, open for reading and writing, closed in other programs.
    package let descriptor: Int32

    /// Makes one that its user alone could open, and takes its name away.
    ///
    /// - Throws: `ServerError` with the system's reason.
    package init() throws {
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        // mkstemp puts characters of its own in the place of the six X.
        var template = Array("\(folder)/exo-emulator-XXXXXX".utf8CString)
        descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else {
            throw ServerError(.failed, "no temporary file in \(folder): \(unsafe String(cString: strerror(errno)))")
        }
        _ = unsafe unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Opens a file that has a name, to read it; nil where that is not possible.
    package init?(reading path: String) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// How long it is.
    package var size: Int { Self.size(of: descriptor) }

    /// How long a file is; 0 where nobody can tell.
    package static func size(of descriptor: Int32) -> Int {
        var state = stat()
        return unsafe fstat(descriptor, &state) == 0 ? Int(state.st_size) : 0
    }

    /// Writes behind what was written.
    ///
    /// - Throws: `ServerError` when the disk does not take it.
    package func append(_ bytes: some Collection<UInt8>) throws {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else {
                throw ServerError(.failed, "a temporary file: \(unsafe String(cString: strerror(errno)))")
            }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    /// Bytes of a file from a place on, fewer where it ends.
    package static func bytes(of descriptor: Int32, at place: Int, count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            while filled < count {
                let rest = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...]
                )
                let read = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(place + filled))
                guard read > 0 || read < 0 && errno == EINTR else { return }
                filled += max(read, 0)
            }
        }
    }

    /// All of it, or its beginning.
    package func bytes(atMost limit: Int = .max) -> [UInt8] {
        Self.bytes(of: descriptor, at: 0, count: min(size, limit))
    }

    /// Goes back to its beginning, for a program that reads it.
    package func rewind() { lseek(descriptor, 0, SEEK_SET) }
}
