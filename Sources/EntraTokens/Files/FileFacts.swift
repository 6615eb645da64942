#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system says about a file.
package struct FileFacts: Sendable, Equatable {
    /// What a name can stand for.
    package enum Kind: Sendable {
        case file, folder, other
    }

    /// What it is.
    package let kind: Kind
    /// The bits of its mode.
    package let mode: UInt32
    /// Whether it belongs to the user.
    package let isOwn: Bool
    /// Whether it belongs to the administrator of the machine.
    package let isRoots: Bool
    /// Whether nothing can be changed where it lies, as with the secrets that are mounted into a container.
    package private(set) var isOnReadOnlyMount = false
    /// How many bytes it has.
    package let size: Int
    /// When it was last written, in seconds since 1970.
    let changedOn: Double
    /// Changes whenever it is written or replaced.
    private let version: [Int64]

    /// What is known of an open file.
    ///
    /// - Throws: ``LocalFileError``.
    init(_ descriptor: Int32) throws {
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw LocalFileError(errno) }
        self.init(facts)
        var mount = statvfs()
        isOnReadOnlyMount = unsafe fstatvfs(descriptor, &mount) == 0 && UInt(mount.f_flag) & UInt(ST_RDONLY) != 0
    }

    init(_ facts: stat) {
        kind =
            switch facts.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
        mode = UInt32(facts.st_mode & 0o7777)
        isOwn = facts.st_uid == geteuid()
        isRoots = facts.st_uid == 0
        size = Int(facts.st_size)
        #if canImport(Darwin)
        let (written, altered) = (facts.st_mtimespec, facts.st_ctimespec)
        #else
        let (written, altered) = (facts.st_mtim, facts.st_ctim)
        #endif
        changedOn = Double(written.tv_sec) + Double(written.tv_nsec) / 1e9
        version = [
            Int64(truncatingIfNeeded: facts.st_dev), Int64(truncatingIfNeeded: facts.st_ino), Int64(facts.st_size),
            Int64(written.tv_sec), Int64(written.tv_nsec), Int64(altered.tv_sec), Int64(altered.tv_nsec),
        ]
    }

    /// Whether both are of the same file with the same content.
    func isSameVersion(as other: FileFacts) -> Bool { version == other.version }

    /// Whether both are of the same file, whatever is in it.
    func isSameFile(as other: FileFacts) -> Bool { version.prefix(2) == other.version.prefix(2) }

    /// Whether both are of the same file, into which nobody wrote in between; it may have lost its name.
    func hasSameContent(as other: FileFacts) -> Bool { version.prefix(5) == other.version.prefix(5) }

    /// How long ago it was written, by the clock that the system puts on files.
    var age: Double {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9 - changedOn
    }
}
