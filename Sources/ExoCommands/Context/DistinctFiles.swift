#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Refuses options that would write over what another one reads or writes.
enum DistinctFiles {
    /// Options whose files are written.
    private static let written = ["trace", "output-file", "failed", "journal"]
    /// Options whose files are read.
    private static let read = [
        "from", "parameters", "access-token-file", "client-secret-file", "certificate", "assertion-file", "proxy-file",
    ]

    /// - Throws: ``UsageError``; nothing was written or sent.
    static func check(_ invocation: Invocation) throws {
        var known: [(option: String, path: String)] = []
        for option in written + read {
            guard let path = invocation.value(option), path != "-" else { continue }
            known.append((option, path))
            if option == "journal" { known.append((option, path + ".key")) }
        }
        for (place, file) in known.enumerated() where written.contains(file.option) {
            for other in known[(place + 1)...] where other.option != file.option && isSame(file.path, other.path) {
                throw invocation.usageError("--\(file.option) would write over the file of --\(other.option)")
            }
        }
    }

    /// Whether two names lead to one file, or would.
    static func isSame(_ path: String, _ other: String) -> Bool {
        if path == other { return !path.hasPrefix("/dev/") }
        var (first, second) = (stat(), stat())
        guard stat(path, &first) == 0, stat(other, &second) == 0 else { return false }
        return first.st_mode & S_IFMT == S_IFREG && first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
}
