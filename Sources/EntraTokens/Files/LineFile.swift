#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file of lines that nobody else may read, to which processes add one line at a time, each seeing the last one.
///
/// It is locked (`flock`) while a line is made and written, and a line is one write. What a full disk cuts off is taken back; the line
/// that a process left without its end when it was killed stays, and the next one begins on a line of its own.
package struct LineFile: Sendable {
    /// Where it is.
    package let path: String

    /// Names a file; nothing is opened.
    package init(_ path: String) { self.path = path }

    /// Others may read the file, so that nothing is added to it.
    package struct Exposed: Error {
        /// The bits of its mode.
        package var mode: UInt32
    }

    /// Adds a line.
    ///
    /// - Parameter make: Makes the line, without its end, of the last one; `nil` adds none.
    /// - Returns: The last line now.
    /// - Throws: ``LocalFileError``, ``Exposed``, and what `make` throws; nothing was added then.
    package func add(_ make: (_ last: [UInt8]?) throws -> [UInt8]?) throws -> [UInt8]? {
        let descriptor = LocalFile.retrying {
            unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        guard descriptor >= 0 else { throw LocalFileError(errno) }
        defer { close(descriptor) }
        guard LocalFile.retrying({ flock(descriptor, LOCK_EX) }) == 0 else { throw LocalFileError(errno) }
        let facts = try FileFacts(descriptor)
        guard facts.kind == .file else { throw LocalFileError(EINVAL) }
        guard facts.mode & 0o077 == 0 else { throw Exposed(mode: facts.mode & 0o777) }
        let last = try Self.lastLine(of: descriptor, size: facts.size)
        guard let line = try make(last?.line) else { return last?.line }
        let bytes = (last?.isWhole ?? true ? [] : [Self.end]) + line + [Self.end]
        let count = unsafe write(descriptor, bytes, bytes.count)
        guard count == bytes.count else {
            let reason = count < 0 ? errno : ENOSPC
            if count > 0 { ftruncate(descriptor, off_t(facts.size)) }
            throw LocalFileError(reason)
        }
        if facts.size == 0 { settleName() }
        return line
    }

    /// Has all lines on disk, so that a loss of power takes none of them.
    ///
    /// - Throws: ``LocalFileError``.
    package func settle() throws {
        let descriptor = LocalFile.retrying { unsafe open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC) }
        guard descriptor >= 0 else { throw LocalFileError(errno) }
        defer { close(descriptor) }
        guard LocalFile.retrying({ fsync(descriptor) }) == 0 else { throw LocalFileError(errno) }
    }

    /// Has the file's name on disk, where its folder can be read.
    private func settleName() {
        let folder = unsafe open(LocalFile.folder(of: path), O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Gives the lines one after another, without their ends; the last may have none.
    ///
    /// - Parameter take: Takes a line and whether it has its end.
    /// - Returns: Whether there is such a file.
    /// - Throws: ``LocalFileError``, and what `take` throws.
    package func read(_ take: (_ line: ArraySlice<UInt8>, _ isWhole: Bool) throws -> Void) throws -> Bool {
        guard let file = try OpenFile(path) else { return false }
        var rest: [UInt8] = []
        var place = 0
        while true {
            let part = try file.read(at: place, count: 1 << 18)
            guard !part.isEmpty else { break }
            place += part.count
            rest += part
            var start = rest.startIndex
            while let mark = rest[start...].firstIndex(of: Self.end) {
                try take(rest[start..<mark], true)
                start = mark + 1
            }
            rest.removeSubrange(..<start)
        }
        if !rest.isEmpty { try take(rest[...], false) }
        return true
    }

    private static let end = UInt8(ascii: "\n")

    private static func lastLine(of descriptor: Int32, size: Int) throws -> (line: [UInt8], isWhole: Bool)? {
        guard size > 0 else { return nil }
        var count = min(size, 4096)
        while true {
            let tail = try read(descriptor, from: size - count, count: count)
            let isWhole = tail.last == end
            let stop = isWhole ? tail.count - 1 : tail.count
            if let mark = tail[..<stop].lastIndex(of: end) { return (Array(tail[(mark + 1)..<stop]), isWhole) }
            guard count < size else { return (Array(tail[..<stop]), isWhole) }
            count = min(size, count * 4)
        }
    }

    private static func read(_ descriptor: Int32, from place: Int, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe pread(descriptor, &bytes, count, off_t(place))
        guard got == count else { throw LocalFileError(got < 0 ? errno : ESTALE) }
        return bytes
    }
}
