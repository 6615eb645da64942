#if os(Linux)
import EmulatorCore
import EmulatorEntra
import Glibc

/// The first process of a box: is the emulator, starts the command and waits for it; with its end everything in the box ends.
///
/// It is this program once more (`exo-emulator keep-box`), since a process that has threads cannot be divided.
struct BoxKeeper: Sendable {
    /// The command's name on a command line that nobody types.
    static let name = "keep-box"
    /// The exit code where there is no box.
    static let noBox: Int32 = 125

    private let place: BoxPlace
    private let options: BoxOptions
    private let environment: [String: String]

    /// Takes the words that ``BoxCommand`` made; `nil` for others.
    init?(_ words: ArraySlice<String>, environment: [String: String]) {
        guard getpid() == 1, let place = words.first.flatMap(BoxPlace.init),
            let options = try? BoxOptions(words.dropFirst())
        else { return nil }
        self.place = place
        self.options = options
        self.environment = environment
    }

    /// Runs the command; to be called while the process has one thread.
    ///
    /// - Returns: Its exit code.
    /// - Throws: ``EmulatorError`` when there is no box.
    func run() async throws -> Int32 {
        for descriptor in [place.line] + place.doors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let signals = HeldSignals()
        Namespaces.signalWhenParentEnds(HeldSignals.parentEnded)
        guard !hasParentEnded else { return Self.noBox }
        try Namespaces.enterNetwork()
        try place.folder.fill()
        let breaksPipes = signal(SIGPIPE, SIG_IGN) == nil
        let log = try options.logFile.map { try LogWriter(to: Self.openLog($0)) }
        defer { if let code = log?.close() { tellOfCutLog(code) } }
        let home = try options.home.map(BoxFolder.absolute) ?? place.folder.path + "/home"
        let emulator = try startEmulator(home: home) { log?.write($0) }
        try BoxTrust(authorityFile: emulator.certificateAuthorityFile).write(to: place.folder)
        try BoxNames(names: ServiceNames.all + options.hosts).write(to: place.folder)
        for (port, descriptor) in zip(options.exposed, place.doors) {
            try BoxDoor(port, descriptor: descriptor).start()
        }
        let variables = try variables(home: home)
        guard Namespaces.handOnNoCapabilities() else { throw Namespaces.refusal("capset") }
        let code: Int32
        do {
            let child = try start(variables, breaksPipes: breaksPipes)
            code = wait(for: child, signals)
        } catch {
            emit("exo-emulator: \(options.command[0]): \(error.reason)\n", to: STDERR_FILENO)
            code = error.code == ENOENT ? 127 : 126
        }
        // Who was left behind in the box ends before the store is closed.
        _ = kill(-1, SIGKILL)
        await emulator.stop()
        return code
    }

    private func wait(for child: ChildProcess, _ signals: HeldSignals) -> Int32 {
        while true {
            switch signals.next() {
            case .child: if let code = child.takeEnd() { return code }
            case .other(let number): child.signal(number)
            case .parentEnded:
                // A program in the box may send this signal, too.
                guard hasParentEnded else { continue }
                place.folder.remove()
                return 128 + SIGKILL
            }
        }
    }

    private func start(_ variables: [String], breaksPipes: Bool) throws(ChildProcess.Failure) -> ChildProcess {
        let command = options.command
        do {
            return try ChildProcess(command[0], command, variables: variables, breaksPipes: breaksPipes)
        } catch {
            // A folder that may not be searched does not make a program of what is nowhere.
            if error.code == EACCES, !isOnPath(command[0]) { throw ChildProcess.Failure(code: ENOENT) }
            // Shells run a file without a first line that names its program.
            guard error.code == ENOEXEC else { throw error }
            return try ChildProcess("/bin/sh", ["sh"] + command, variables: variables, breaksPipes: breaksPipes)
        }
    }

    private func isOnPath(_ name: String) -> Bool {
        guard !name.contains("/") else { return true }
        let folders = (environment["PATH"] ?? "/bin:/usr/bin").split(separator: ":", omittingEmptySubsequences: false)
        return folders.contains { unsafe access("\($0.isEmpty ? "." : $0)/\(name)", F_OK) == 0 }
    }

    private func variables(home: String) throws -> [String] {
        let header: String
        do { header = try IdentityFolder(home: home).header() } catch {
            throw EmulatorError("\(home) cannot be written: \(error)")
        }
        let box = BoxEnvironment(
            folder: place.folder.path,
            home: home,
            identityHeader: header,
            identityAddress: Namespaces.identityAddress
        )
        return box.variables(over: environment).map { "\($0.key)=\($0.value)" }
    }

    private func startEmulator(home: String, log: @escaping @Sendable (String) -> Void) throws -> Emulator {
        try PrivateFile.makeFolder(home)
        let emulator = try Emulator(
            EmulatorConfiguration(
                storage: options.home == nil ? .memory : .file(home + "/tenant.sqlite"),
                home: home,
                frontPort: 443,
                identityPort: 80,
                identityAddress: Namespaces.identityAddress,
                keepsCertificates: options.home != nil,
                hostNames: ServiceNames.all + options.hosts,
                log: log
            )
        )
        if let file = options.importFile {
            _ = try StoreImport(path: file).write(to: emulator.context.store)
        } else if let seed = options.seed {
            do { try emulator.context.store.add(seed, now: emulator.context.clock.now) } catch {
                throw EmulatorError("nobody can be added to the store of \(home): \(error)")
            }
        }
        try emulator.start()
        return emulator
    }

    private static func openLog(_ file: String) throws -> Int32 {
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw EmulatorError("\(file) cannot be written: \(unsafe String(cString: strerror(errno)))")
        }
        return descriptor
    }

    private func tellOfCutLog(_ code: Int32) {
        let reason = unsafe String(cString: strerror(code))
        emit("exo-emulator: \(options.logFile ?? "the log") lacks requests: \(reason)\n", to: STDERR_FILENO)
    }

    /// Whether nobody holds the other end of the line any more.
    private var hasParentEnded: Bool {
        var state = pollfd(fd: place.line, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&state, 1, 0) == 1
    }
}
#endif
