#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Finds programs as a shell does.
enum ExecutableSearch {
    /// Where a program is.
    ///
    /// - Parameters:
    ///   - name: Its name, or its path where there is a slash in it.
    ///   - environment: Variables, of which `PATH` names the folders to look in; folders that are not absolute are left out.
    /// - Returns: Its path, or `nil` where there is none that can be run.
    static func path(of name: String, in environment: [String: String]) -> String? {
        guard !name.contains("/") else { return isExecutable(name) ? name : nil }
        guard !name.isEmpty else { return nil }
        return (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
            .filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }.first(where: isExecutable)
    }

    private static func isExecutable(_ path: String) -> Bool {
        var facts = stat()
        return unsafe stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
