internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The pager that the environment names, as git runs one: by the shell, `less` with `-FRX` where nothing else is said.
final class PagerProcess: Pager, Sendable {
    private let sink: DescriptorSink
    private let descriptor: Int32
    private let process: pid_t

    /// The command; `nil` where nothing is to be paged.
    static func command(_ environment: [String: String]) -> String? {
        guard !["", "dumb"].contains(environment["TERM"] ?? "") else { return nil }
        guard let named = environment["EXO_PAGER"] ?? environment["PAGER"] else {
            let folders = (environment["PATH"] ?? "").split(separator: ":")
            return folders.contains { access("\($0)/less", X_OK) == 0 } ? "less" : nil
        }
        return named.isEmpty || named == "cat" ? nil : named
    }

    /// Begins it.
    ///
    /// - Throws: ``CommandError``.
    init(_ command: String, _ environment: [String: String]) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CommandError(.failed, "no pager can be begun") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { Self.closeDescriptor(ends[0]) }
        var environment = environment
        if environment["LESS"] == nil { environment["LESS"] = "FRX" }
        if environment["LV"] == nil { environment["LV"] = "-c" }
        guard let process = Self.begin(command, environment, input: ends[0]) else {
            Self.closeDescriptor(ends[1])
            throw CommandError(.failed, "no pager can be begun")
        }
        self.process = process
        descriptor = ends[1]
        sink = DescriptorSink(ends[1])
        Interrupt.isPaging.store(true, ordering: .relaxed)
    }

    func write(_ bytes: [UInt8]) throws { try sink.write(bytes) }

    func close() -> Bool {
        Self.closeDescriptor(descriptor)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        Interrupt.isPaging.store(false, ordering: .relaxed)
        // What the shell says of a command that is not there, or is no program.
        return status & 0x7F != 0 || ![126, 127].contains(status >> 8 & 0xFF)
    }

    private static func closeDescriptor(_ descriptor: Int32) {
        #if canImport(Darwin)
        Darwin.close(descriptor)
        #elseif canImport(Musl)
        Musl.close(descriptor)
        #else
        Glibc.close(descriptor)
        #endif
    }

    private static func begin(_ command: String, _ environment: [String: String], input: Int32) -> pid_t? {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // What is ignored here would be ignored there too.
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words: [UnsafeMutablePointer<CChar>?] = []
        for word in ["/bin/sh", "-c", command] { words.append(strdup(word)) }
        var variables: [UnsafeMutablePointer<CChar>?] = []
        for (name, value) in environment { variables.append(strdup("\(name)=\(value)")) }
        words.append(nil)
        variables.append(nil)
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        return posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, &variables) == 0 ? process : nil
    }
}
