import ExoCommands
import ExoTransport
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a command's surroundings are in a test: a folder of its own, a clock that stands, a transport that answers by script.
final class TestRun {
    /// The home of this test; removed with the value.
    let folder: String
    let clock: TestClock
    var environment: [String: String]
    var input: [Int32: [UInt8]] = [:]
    var lines: [String] = []
    /// The folder that commands run in; most have nothing to do with one.
    var workingFolder: String?
    var terminal = Terminal(inputIsTerminal: false, outputIsTerminal: false, errorIsTerminal: false, width: 80)
    var transport: any HTTPTransport = ScriptedTransport()
    var outputRoom = Int.max
    /// What is called with everything that goes to standard error, before the command goes on.
    var seeErrors: (@Sendable (String) -> Void)?
    /// The wish that a command ends.
    var interruption = Interruption()
    /// Whether a terminal has a status line, which draws itself by the clock.
    var hasStatusLine = true

    init(clock: TestClock = TestClock()) throws {
        self.clock = clock
        folder = FileManager.default.temporaryDirectory.path + "/exo-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        environment = ["HOME": folder]
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }

    /// What a command gave.
    struct Outcome {
        var code: ExitCode
        var output: String
        var errors: String
    }

    /// Runs the program on these words.
    func callAsFunction(_ words: String...) async -> Outcome { await run(words) }

    func run(_ words: [String]) async -> Outcome {
        let output = Capture(room: outputRoom)
        let errors = Capture(see: seeErrors)
        let context = context(output: output, errors: errors)
        let code = await ExoProgram.run(words, in: context)
        return Outcome(code: code, output: output.text, errors: errors.text)
    }

    func context(output: Capture = Capture(), errors: Capture = Capture()) -> CommandContext {
        let clock = clock
        let transport = transport
        let status = terminal.errorIsTerminal && hasStatusLine ? StatusLine(errors, terminal, clock: clock) : nil
        var context = CommandContext(
            environment: environment,
            input: TestInput(descriptors: input, lines: lines),
            output: OutputWriter(output, status: status),
            errors: MessageWriter(errors, status: status),
            terminal: terminal,
            status: status,
            now: { clock.date },
            clock: clock,
            jitter: { 0 },
            makeTransport: { transport }
        )
        context.workingFolder = workingFolder
        context.interruption = interruption
        return context
    }

    /// The environment as the system would pass it, with an entry more.
    func environmentText(adding entry: [UInt8] = []) -> EnvironmentText {
        EnvironmentText(environment.map { Array("\($0.key)=\($0.value)".utf8) } + [entry])
    }

    /// Writes a file below the folder.
    ///
    /// - Returns: Its path.
    @discardableResult
    func file(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
        let path = folder + "/" + name
        let parent = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// Writes a file of bytes below the folder.
    ///
    /// - Returns: Its path.
    func file(_ name: String, bytes: [UInt8]) throws -> String {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    /// What a file below the folder holds.
    func content(_ name: String) throws -> String { try String(contentsOfFile: folder + "/" + name, encoding: .utf8) }

    /// What is stored of a connection.
    func connection(_ name: String = "contoso.com") throws -> String {
        try content(".config/exo/connections/\(name).json")
    }

    /// The mode of a file below the folder.
    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder + "/" + name)[.posixPermissions] as? Int
    }

    /// The names in the folder.
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

    /// Makes a link of that name.
    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/" + name,
            withDestinationPath: folder + "/" + target
        )
    }

    /// Whether that name is a link.
    func isLink(_ name: String) throws -> Bool {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
        return attributes[.type] as? FileAttributeType == .typeSymbolicLink
    }

    /// Whether there is a file of that name below the folder.
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + name) }

    /// Pretends that everything is a terminal of that width.
    func useTerminal(width: Int = 80) {
        terminal = Terminal(inputIsTerminal: true, outputIsTerminal: true, errorIsTerminal: true, width: width)
    }
}
