internal import ExoTransport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension ExoProgram {
    /// Runs the process's own command line and ends the process.
    package static func main() async -> Never {
        StandardDescriptors.open()
        let arguments = Array(rawArguments().dropFirst())
        let words = arguments.map { String(decoding: $0, as: UTF8.self) }
        if words == ["--version"] {
            // The most frequent question of scripts touches nothing else.
            exitNow(await run(words, in: bareContext()))
        }
        // The library takes milliseconds to load, and the command line is read meanwhile.
        if likelySends(words) { CurlTransport.prepare() }
        Interrupt.prepare()
        let environment = EnvironmentText(rawEnvironment())
        let context = liveContext(environment.variables)
        let code = await withTaskGroup(of: Event.self) { group in
            group.addTask { .finished(await run(arguments: arguments, environment: environment, in: context)) }
            group.addTask {
                await Interrupt.wait()
                return .interrupted
            }
            while let event = await group.next() {
                switch event {
                // An interrupted command says so itself, or that nobody knows whether its change was made.
                case .finished(let code): exitNow(code)
                // The command ends by itself and keeps its output well formed; some do so without being cancelled.
                case .interrupted: if !context.interruption.request() { group.cancelAll() }
                }
            }
            return ExitCode.interrupted
        }
        exitNow(code)
    }

    /// The arguments as the system passes them; the standard library would put other characters for what is not UTF-8.
    private static func rawArguments() -> [[UInt8]] {
        (0..<Int(CommandLine.argc)).compactMap { place in
            CommandLine.unsafeArgv[place].map { argument in
                Array(UnsafeRawBufferPointer(start: argument, count: strlen(argument)))
            }
        }
    }

    /// What the program waits for.
    private enum Event: Sendable {
        case finished(ExitCode)
        case interrupted
    }

    /// Whether the words look like a command that sends something: a cmdlet, or connecting.
    private static func likelySends(_ words: [String]) -> Bool {
        guard let first = words.first else { return false }
        return ["app", "bulk", "connect", "doctor", "fleet", "run", "shell", "token"].contains(first)
            || (first.contains("-") && !first.hasPrefix("-"))
    }

    /// Ends without running destructors: everything was written, and nothing else outlives the process.
    private static func exitNow(_ code: ExitCode) -> Never { _exit(code.rawValue) }

    private static func bareContext() -> CommandContext {
        CommandContext(
            environment: [:],
            input: DescriptorInput(),
            output: OutputWriter(DescriptorSink(1)),
            errors: MessageWriter(DescriptorSink(2)),
            terminal: Terminal(inputIsTerminal: false, outputIsTerminal: false, errorIsTerminal: false, width: 80),
            now: { Date() },
            clock: ContinuousClock(),
            jitter: { Double.random(in: 0..<1) },
            makeTransport: { CurlTransport() }
        )
    }

    private static func liveContext(_ environment: [String: String]) -> CommandContext {
        var context = bareContext()
        context.terminal = terminal(environment)
        context.workingFolder = WorkingFolder.path
        context.editsLines = context.terminal.inputIsTerminal && environment["TERM"] != "dumb"
        if context.terminal.outputIsTerminal, let command = PagerProcess.command(environment) {
            context.openPager = { try PagerProcess(command, environment) }
        }
        if context.terminal.isColorForced { context.errors.hasColor = context.terminal.hasColor }
        guard context.terminal.errorIsTerminal else { return context }
        let status =
            environment["TERM"] == "dumb"
            ? nil : StatusLine(DescriptorSink(2), context.terminal, clock: context.clock)
        context.status = status
        context.errors = MessageWriter(DescriptorSink(2), status: status)
        context.errors.hasColor = context.terminal.hasColor
        if context.terminal.outputIsTerminal { context.output = OutputWriter(DescriptorSink(1), status: status) }
        return context
    }

    /// The environment as the system passes it.
    private static func rawEnvironment() -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var place = environ
        while let entry = place.pointee {
            entries.append(Array(UnsafeRawBufferPointer(start: entry, count: strlen(entry))))
            place += 1
        }
        return entries
    }

    private static func terminal(_ environment: [String: String]) -> Terminal {
        var size = winsize()
        var width = environment["COLUMNS"].flatMap { Int($0) } ?? 80
        var height: Int?
        // Standard error where the rows go into a pipe.
        for descriptor: Int32 in [1, 2] where ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 {
            width = Int(size.ws_col)
            if descriptor == 1, size.ws_row > 0 { height = Int(size.ws_row) }
            break
        }
        let choice = ColorChoice(environment)
        var terminal = Terminal(
            inputIsTerminal: isatty(0) == 1,
            outputIsTerminal: isatty(1) == 1,
            errorIsTerminal: isatty(2) == 1,
            width: width,
            hasColor: choice != .never
        )
        terminal.height = height
        terminal.isColorForced = choice == .always
        return terminal
    }
}
