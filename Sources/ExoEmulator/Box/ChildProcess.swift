#if os(Linux)
import Glibc

/// A process that this one starts and waits for.
struct ChildProcess: Sendable {
    let id: pid_t

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: A path, or a name that is looked for as shells do.
    ///   - words: Its name and its arguments.
    ///   - variables: All it finds in its environment.
    ///   - isHeld: Whether it begins with this thread's signals held back.
    ///   - breaksPipes: Whether a broken pipe ends it, whatever it does here.
    ///   - kept: Descriptors that stay open in it.
    ///   - redirected: Descriptors that it finds under other numbers.
    /// - Throws: ``ChildProcess/Failure`` with the system's error number.
    init(
        _ program: String,
        _ words: [String],
        variables: [String],
        isHeld: Bool = false,
        breaksPipes: Bool = false,
        kept: [Int32] = [],
        redirected: [(descriptor: Int32, number: Int32)] = []
    ) throws(Failure) {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        // Copies that are out of the way of every number that is wanted.
        let copies = redirected.map { (fcntl($0.descriptor, F_DUPFD_CLOEXEC, 64), $0.number) }
        defer { for (copy, _) in copies { close(copy) } }
        for (copy, number) in copies { unsafe posix_spawn_file_actions_adddup2(&actions, copy, number) }
        // A descriptor over itself: it only loses the mark that closes it.
        for each in kept { unsafe posix_spawn_file_actions_adddup2(&actions, each, each) }
        var flags: Int32 = 0
        var signals = sigset_t()
        if !isHeld {
            unsafe sigemptyset(&signals)
            unsafe posix_spawnattr_setsigmask(&attributes, &signals)
            flags |= POSIX_SPAWN_SETSIGMASK
        }
        if breaksPipes {
            unsafe sigemptyset(&signals)
            unsafe sigaddset(&signals, SIGPIPE)
            unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
            flags |= POSIX_SPAWN_SETSIGDEF
        }
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        let texts = CTexts(words)
        let environment = CTexts(variables)
        var id: pid_t = 0
        let code = unsafe posix_spawnp(&id, program, &actions, &attributes, texts.pointers, environment.pointers)
        guard code == 0 else { throw Failure(code: code) }
        self.id = id
    }

    /// Why a program could not be started.
    struct Failure: Error {
        /// The system's error number.
        var code: Int32
        /// The same for a person.
        var reason: String { unsafe String(cString: strerror(code)) }
    }

    /// Sends it a signal.
    func signal(_ number: Int32) { _ = kill(id, number) }

    /// Waits for its end.
    ///
    /// - Returns: Its exit code; 128 and the number of the signal that ended it, as shells have it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
        return Self.code(status)
    }

    private static func code(_ status: Int32) -> Int32 {
        status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// Takes note of children that have ended, others too.
    ///
    /// - Returns: This one's exit code when it is among them; 128 and the number of the signal that ended it, as shells have it.
    func takeEnd() -> Int32? {
        while true {
            var status: Int32 = 0
            let ended = unsafe waitpid(-1, &status, WNOHANG)
            guard ended > 0 else { return nil }
            if ended == id { return Self.code(status) }
        }
    }

    /// Texts as C passes them, alive as long as this is.
    @safe private final class CTexts {
        let pointers: [UnsafeMutablePointer<CChar>?]

        init(_ texts: [String]) { unsafe pointers = unsafe texts.map { unsafe strdup($0) } + [nil] }

        deinit { unsafe pointers.forEach { unsafe free($0) } }
    }
}
#endif
