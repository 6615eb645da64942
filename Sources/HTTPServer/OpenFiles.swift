#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// How many files, sockets among them, this process may have open.
enum OpenFiles {
    /// The limit; a cautious one where the system names none.
    static var limit: Int {
        var limit = rlimit()
        #if canImport(Darwin)
        let code = unsafe getrlimit(RLIMIT_NOFILE, &limit)
        #else
        let code = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #endif
        return code == 0 ? Int(clamping: limit.rlim_cur) : 256
    }
}
