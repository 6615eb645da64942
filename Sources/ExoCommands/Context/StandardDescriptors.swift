#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The descriptors 0 to 2, which a caller may have closed.
enum StandardDescriptors {
    /// Opens those that are closed on `/dev/null`, so that no pipe, socket or file of ours comes to stand there: the wrong way
    /// round, so that reading and writing fail there as they did before, and nothing is lost without a word.
    ///
    /// Called before anything else is opened: the lowest free number is the closed one.
    static func open() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            _ = systemOpen("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    private static func systemOpen(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Darwin)
        Darwin.open(path, flags)
        #elseif canImport(Musl)
        Musl.open(path, flags)
        #else
        Glibc.open(path, flags)
        #endif
    }
}
