internal import ExchangeOnline
package import ExoTransport

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Everything a command may touch: the program builds the live one, a test its own.
package struct CommandContext: Sendable {
    /// The environment.
    package var environment: [String: String]
    /// The files of settings that stand in the place of variables, by the names of these.
    package var filesOfVariables: [String: String] = [:]
    /// Standard input and other descriptors.
    package var input: any InputSource
    /// Where data goes.
    package var output: OutputWriter
    /// The file that the data is for, where it is one; a journal knows nothing as done that is not in its place.
    var outputFile: OutputFile?
    /// Where everything else goes.
    package var errors: MessageWriter
    /// What is known of the terminal.
    package var terminal: Terminal
    /// The line that shows what takes time, where standard error is a terminal.
    package var status: StatusLine?
    /// The time.
    package var now: @Sendable () -> Date
    /// What waiting is measured with.
    package var clock: any Clock<Duration>
    /// A number from 0 up to 1, for spreading retries.
    package var jitter: @Sendable () -> Double
    /// How much is logged.
    package var logLevel = LogLevel.warning
    /// The folder it runs in, from which a project's settings are looked for; `nil` where nobody knows.
    package var workingFolder: String?
    /// Opens the pager of rows, where a terminal has one.
    package var openPager: (@Sendable () throws -> any Pager)?
    /// The wish that the command ends.
    package var interruption = Interruption()
    /// Makes the transport, when a command needs one.
    package var makeTransport: @Sendable () -> any HTTPTransport
    /// Whether lines are typed into this process's own terminal, so that they may be edited there.
    package var editsLines = false

    package init(
        environment: [String: String],
        input: any InputSource,
        output: OutputWriter,
        errors: MessageWriter,
        terminal: Terminal,
        status: StatusLine? = nil,
        now: @escaping @Sendable () -> Date,
        clock: any Clock<Duration>,
        jitter: @escaping @Sendable () -> Double,
        makeTransport: @escaping @Sendable () -> any HTTPTransport
    ) {
        self.environment = environment
        self.input = input
        self.output = output
        self.errors = errors
        self.terminal = terminal
        self.status = status
        self.now = now
        self.clock = clock
        self.jitter = jitter
        self.makeTransport = makeTransport
    }

    /// A variable of the environment; an empty one counts as absent.
    package func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What chose the connection where no option did, and the command that undoes it; `nil` where nothing did.
    var choiceOfConnection: (source: String, undo: String)? {
        guard variable("EXO_CONNECTION") != nil else { return nil }
        guard let file = filesOfVariables["EXO_CONNECTION"] else { return ("EXO_CONNECTION", "unset EXO_CONNECTION") }
        return ("the setting 'connection' in \(file)", "exo config unset connection")
    }

    /// Who is told of what connections do: the status line and the log.
    var observer: any ConnectionObserver {
        let log = EventLog.observer(to: errors, level: logLevel)
        guard let status else { return log }
        return ObserverGroup([EventHandler { status.note($0) }, log])
    }

    /// The folder of connections and secrets: `$XDG_CONFIG_HOME/exo`, else `~/.config/exo`.
    ///
    /// - Throws: ``CommandError`` when neither variable names a folder by its whole path.
    package func configurationFolder() throws -> String {
        if let folder = variable("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder + "/exo" }
        if let home = variable("HOME"), home.hasPrefix("/") { return home + "/.config/exo" }
        let relative = ["XDG_CONFIG_HOME", "HOME"].compactMap { name in variable(name).map { "\(name) is '\($0)'" } }
        throw CommandError(
            .notConnected,
            relative.isEmpty
                ? "there is no folder for connections: neither XDG_CONFIG_HOME nor HOME names one"
                : "there is no folder for connections: \(relative.joined(separator: ", ")), and a path there begins with /",
            repair: "export HOME=/path/to/your/home"
        )
    }
}

/// What is known of the terminal.
package struct Terminal: Sendable {
    /// Whether standard input is a terminal.
    package var inputIsTerminal: Bool
    /// Whether standard output is a terminal.
    package var outputIsTerminal: Bool
    /// Whether standard error is a terminal.
    package var errorIsTerminal: Bool
    /// Its width in cells.
    package var width: Int
    /// Its height in lines, where it is known and rows go to it directly.
    package var height: Int?
    /// Whether texts of our own are coloured where they go to a terminal.
    package var hasColor: Bool
    /// Whether they are coloured elsewhere too.
    package var isColorForced = false

    package init(
        inputIsTerminal: Bool,
        outputIsTerminal: Bool,
        errorIsTerminal: Bool,
        width: Int,
        hasColor: Bool = false
    ) {
        self.inputIsTerminal = inputIsTerminal
        self.outputIsTerminal = outputIsTerminal
        self.errorIsTerminal = errorIsTerminal
        self.width = width
        self.hasColor = hasColor
    }
}
