internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The thin layer above posix_spawn(3).
enum ChildSpawn {
    #if canImport(Darwin)
    private typealias Actions = posix_spawn_file_actions_t?
    private typealias Attributes = posix_spawnattr_t?
    #else
    private typealias Actions = posix_spawn_file_actions_t
    private typealias Attributes = posix_spawnattr_t
    #endif

    /// Begins a program, with signals as programs expect them and without any of our descriptors but those named.
    ///
    /// - Parameters:
    ///   - program: The program.
    ///   - output: Where its output goes; `nil` for nowhere.
    ///   - errors: Where its standard error goes; `nil` as the program says.
    /// - Returns: The process's number, which is that of its group too.
    /// - Throws: ``TokenError`` with code `sourceUnavailable`.
    static func begin(_ program: ChildProgram, output: Int32?, errors: Int32?) throws -> pid_t {
        #if canImport(Darwin)
        var actions: Actions = nil
        var attributes: Attributes = nil
        #else
        var actions = unsafe Actions()
        var attributes = Attributes()
        #endif
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        if let output {
            unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        } else {
            unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        }
        if let errors {
            unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
        } else if program.errors == .dropped {
            unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        // What is ignored here would be ignored there too.
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&signals, signal) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        )
        let words = Words([program.path] + program.arguments)
        let variables = Words(program.environment.map { "\($0.key)=\($0.value)" })
        var id: pid_t = 0
        var result: Int32 = 0
        for attempt in 0..<20 {
            result = ChildPipe.beginning.withLock { _ in
                withExtendedLifetime((words, variables)) {
                    unsafe posix_spawn(&id, program.path, &actions, &attributes, words.pointers, variables.pointers)
                }
            }
            // A program that was just written is held open for a moment by whatever else is begun at that time.
            guard result == ETXTBSY, attempt < 19 else { break }
            usleep(2000)
        }
        guard result == 0 else {
            throw TokenError(
                code: .sourceUnavailable,
                message:
                    unsafe "\(SanitizedText.shown(program.path)) cannot be run: \(String(cString: strerror(result)))"
            )
        }
        return id
    }

    /// Texts as C passes them: copies that are its own, alive as long as this is.
    @safe
    private final class Words {
        let pointers: [UnsafeMutablePointer<CChar>?]

        init(_ words: [String]) { unsafe pointers = words.map { unsafe strdup($0) } + [nil] }

        deinit { unsafe pointers.forEach { unsafe free($0) } }
    }
}
