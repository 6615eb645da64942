import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorPortal

#if canImport(FoundationEssentials)
import FoundationEssentials
import Glibc
#else
import Foundation
#endif

/// The program `exo-emulator`.
public struct EmulatorCommand: Sendable {
    /// The version of both programs.
    public static let version = EmulatorVersion.current

    private let arguments: [String]
    private let environment: [String: String]

    /// Makes the program for arguments without the program's name.
    public init(arguments: [String], environment: [String: String]) {
        self.arguments = arguments
        self.environment = environment
    }

    /// Runs until the command is done or a signal ends it.
    ///
    /// - Returns: The exit code: 0 done, 1 could not start, 64 wrong usage; of `run` the command's, 125 without a box.
    public func run() async -> Int32 {
        Self.openStandardDescriptors()
        #if os(Linux)
        if arguments.first == BoxKeeper.name,
            let keeper = BoxKeeper(arguments.dropFirst(), environment: environment)
        {
            return await boxed { try await keeper.run() }
        }
        #endif
        if arguments.first == "run" { return await runInBox() }
        let asked: EmulatorArguments
        do {
            asked = try EmulatorArguments(arguments, environment: environment)
        } catch {
            emit("exo-emulator: \(error)\n", to: STDERR_FILENO)
            return 64
        }
        do {
            switch asked.command {
            case .help: emit(EmulatorArguments.help, to: STDOUT_FILENO)
            case .version: emit("exo-emulator \(Self.version)\n", to: STDOUT_FILENO)
            case .coverage: emit(EmulatedCmdlets.coverage, to: STDOUT_FILENO)
            case .cmdlets(let name?): emit(try CmdletsCommand(pattern: name).text(), to: STDOUT_FILENO)
            case .cmdlets(nil): emit(EmulatedCmdlets.names.map { $0 + "\n" }.joined(), to: STDOUT_FILENO)
            case .showAuthority: try showAuthority(home: asked.home)
            case .export, .import, .reset, .seed: try StoreCommand(asked).run()
            case .control(let call):
                let emulator = RunningEmulator(asked)
                try call.run(url: emulator.url, authorityFile: emulator.authorityFile)
            case .controlHelp: emit(ControlCommand.help, to: STDOUT_FILENO)
            case .status: emit(try StatusCommand(emulator: RunningEmulator(asked)).status(), to: STDOUT_FILENO)
            case .stop: emit(try await StatusCommand(emulator: RunningEmulator(asked)).stop(), to: STDOUT_FILENO)
            case .fault(let command): emit(try command.run(RunningEmulator(asked)), to: STDOUT_FILENO)
            case .record(let file): try await serve(asked, file)
            case .replay(let file): try await serve(asked, file)
            case .start: try await start(asked)
            }
            return 0
        } catch {
            emit("exo-emulator: \(error)\n", to: STDERR_FILENO)
            return 1
        }
    }

    /// Opens those of the descriptors 0 to 2 that are closed on `/dev/null`, so that no socket of ours comes to stand there; the wrong
    /// way round, so that reading and writing fail there as before.
    private static func openStandardDescriptors() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
            _ = unsafe open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    private func showAuthority(home: String) throws {
        let file = ServerIdentity.authorityFile(home: home)
        guard let certificate = PrivateFile.read(file) else {
            throw EmulatorError("There is no authority yet; 'exo-emulator start' makes it as \(file).")
        }
        emit(String(decoding: certificate, as: UTF8.self), to: STDOUT_FILENO)
    }

    private func runInBox() async -> Int32 {
        let options: BoxOptions
        do { options = try BoxOptions(arguments.dropFirst()) } catch {
            emit("exo-emulator: \(error)\n", to: STDERR_FILENO)
            return 64
        }
        if options.showsHelp {
            emit(BoxOptions.help, to: STDOUT_FILENO)
            return 0
        }
        #if os(Linux)
        let words = Array(arguments.dropFirst())
        return await boxed { try BoxCommand(words: words, options: options, environment: environment).run() }
        #else
        emit("exo-emulator: 'run' needs Linux, whose namespaces a box is made of\n", to: STDERR_FILENO)
        return 125
        #endif
    }

    #if os(Linux)
    private func boxed(_ body: () async throws -> Int32) async -> Int32 {
        do { return try await body() } catch {
            emit("exo-emulator: \(error)\n", to: STDERR_FILENO)
            return BoxKeeper.noBox
        }
    }
    #endif

    private func serve(_ asked: EmulatorArguments, _ file: String) async throws {
        signal(SIGPIPE, SIG_IGN)
        let ending = EndingSignals()
        let log = try asked.quiet ? nil : LogWriter(to: STDERR_FILENO)
        defer { log?.close() }
        let work: RecordingServer.Work =
            asked.upstream.map { .record(upstream: $0, authorityFile: nil, limit: asked.recordingLimit) } ?? .replay
        let server = try RecordingServer(
            work,
            file: file,
            home: asked.home,
            address: asked.address,
            port: asked.frontPort,
            hosts: asked.hosts,
            log: { log?.write($0) }
        )
        try server.start()
        let authority = ServerIdentity.authorityFile(home: asked.home)
        emit("ready \(server.url) ca \(authority)\n", to: STDOUT_FILENO)
        ending.wait()
        await server.stop()
    }

    private func start(_ asked: EmulatorArguments) async throws {
        signal(SIGPIPE, SIG_IGN)
        let ending = EndingSignals()
        let log = try asked.quiet ? nil : LogWriter(to: STDERR_FILENO)
        defer { log?.close() }
        try PrivateFile.makeFolder(asked.home)
        let emulator = try Emulator(
            EmulatorConfiguration(
                storage: asked.memory ? .memory : .file(asked.databaseFile),
                home: asked.home,
                address: asked.address,
                frontPort: asked.frontPort,
                regionalPort: asked.regionalPort,
                identityPort: asked.identityPort,
                identityAddress: asked.identityAddress,
                arcFolder: asked.arcFolder,
                hostNames: asked.hosts,
                stop: { _ = kill(getpid(), SIGTERM) },
                log: { log?.write($0) }
            )
        )
        try emulator.start()
        let authority = emulator.certificateAuthorityFile
        let identity = emulator.identityURL.map { " identity \($0)" } ?? ""
        emit("ready \(emulator.url) regional \(emulator.regionalURL) ca \(authority)\(identity)\n", to: STDOUT_FILENO)
        ending.wait()
        await emulator.stop()
    }
}
