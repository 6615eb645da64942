#if os(Linux)
import Glibc
import TestSupport

/// Boxes of the built `exo-emulator`, with a folder for temporary files in which nothing may be left.
struct BoxBench {
    /// What a program said and how it ended.
    struct Outcome {
        var code: Int32
        var output: String
        var errors: String
    }

    /// Why a test of boxes does not run.
    static let reason = "this kernel lets 'unshare' make no namespaces"

    /// Whether somebody else's program can make the namespaces that a box needs.
    static let isPermitted: Bool = {
        let users = geteuid() == 0 ? [] : ["--user", "--map-root-user"]
        let words = users + ["--mount", "--net", "--pid", "--fork", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        return (try? outcome(of: BuiltProgram(installed: "/usr/bin/unshare").start(words, environment: variables)).code)
            == 0
    }()

    private static let variables = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]

    let folder: TemporaryFolder
    let program: String

    init() throws {
        folder = try TemporaryFolder()
        program = try BuiltProgram("exo-emulator").path
    }

    /// Starts a box.
    func start(_ words: [String], closed: Set<Int32> = []) throws -> RunningProgram {
        try BuiltProgram("exo-emulator").start(["run"] + words, environment: environment, closed: closed)
    }

    /// Runs a box to its end, with nothing on standard input.
    func run(_ words: String...) throws -> Outcome { Self.outcome(of: try start(words)) }

    /// Runs a shell's script in a box; `$EXO` is the emulator.
    func script(_ text: String, options: [String] = []) throws -> Outcome {
        Self.outcome(of: try start(options + ["--", "sh", "-c", text]))
    }

    /// Runs a program of the system, for which `$EXO` is the emulator.
    func run(installed path: String, _ words: [String]) throws -> Outcome {
        Self.outcome(of: try BuiltProgram(installed: path).start(words, environment: environment))
    }

    private var environment: [String: String] {
        Self.variables.merging(["HOME": folder.path, "TMPDIR": folder.path, "EXO": program]) { $1 }
    }

    private static func outcome(of program: RunningProgram) -> Outcome {
        program.endInput()
        let output = program.rest(of: 1)
        let errors = program.rest(of: 2)
        return Outcome(code: program.wait(), output: output, errors: errors)
    }
}
#endif
