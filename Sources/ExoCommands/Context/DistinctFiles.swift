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
    private static let written = [
        "trace", "output-file", "failed", "journal", "change-log", "write-key", "write-secret",
    ]
    /// Options whose files are read.
    private static let read = [
        "from", "parameters", "input", "access-token-file", "token-file", "client-secret-file", "certificate",
        "certificate-password-file", "password-file", "federated-token-file", "ca-file", "connections-from",
        "organizations-from",
    ]
    /// Options beside whose files a key lies.
    private static let keyed: Set = ["journal", "change-log"]

    /// - Throws: ``UsageError``; nothing was written or sent.
    static func check(_ invocation: Invocation) throws {
        var known: [(option: String, path: String)] = []
        for option in written + read {
            guard let path = invocation.value(option), path != "-" else { continue }
            known.append((option, path))
            if keyed.contains(option) { known.append((option, path + ".key")) }
        }
        for (place, file) in known.enumerated() where written.contains(file.option) {
            for other in known[(place + 1)...] where other.option != file.option && isSame(file.path, other.path) {
                throw invocation.usageError("--\(file.option) would write over the file of --\(other.option)")
            }
        }
    }

    /// Whether two names lead to one file, or would.
    private static func isSame(_ path: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        let (isThere, isOtherThere) = (stat(path, &first) == 0, stat(other, &second) == 0)
        if isThere, isOtherThere {
            return first.st_mode & S_IFMT == S_IFREG && first.st_dev == second.st_dev && first.st_ino == second.st_ino
        }
        return isThere == isOtherThere && whole(path) == whole(other)
    }

    /// The name with its folder as the system knows it.
    private static func whole(_ path: String) -> String {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard let found = realpath(folder, nil) else { return path }
        defer { free(found) }
        return "\(String(cString: found))/\(slash.map { path[path.index(after: $0)...] } ?? path[...])"
    }
}
