#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why a file could not be read, written or removed.
package struct LocalFileError: Error, CustomStringConvertible {
    /// The system's number for the reason (`errno`).
    package var reason: Int32
    /// What it was about, where that is not what was asked for.
    package var path: String?
    /// How long a file may be that was longer.
    package var limit: Int?

    init(_ reason: Int32, path: String? = nil) {
        self.reason = reason
        self.path = path
    }

    static func longerThan(_ limit: Int) -> Self {
        var error = Self(EFBIG)
        error.limit = limit
        return error
    }

    /// Somebody wrote into an open file.
    static let overwritten = Self(ESTALE)

    /// Whether somebody wrote into the file while it was read.
    package var isOverwritten: Bool { reason == ESTALE }

    /// The reason in the system's words; of ``overwritten`` in ours.
    package var description: String {
        unsafe isOverwritten ? "another program has written into it" : String(cString: strerror(reason))
    }

    /// Whether there is no room, as opposed to no permission or anything else.
    package var isForWantOfRoom: Bool { reason == ENOSPC || reason == EDQUOT || reason == EFBIG && limit == nil }

    /// Whether nothing may be written there.
    package var isForWantOfPermission: Bool { reason == EROFS || reason == EACCES }
}
