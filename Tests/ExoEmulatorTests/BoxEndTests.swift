#if os(Linux)
import Glibc
import TestSupport
import Testing

/// How boxes begin and end.
@Suite(.enabled(if: BoxBench.isPermitted, "\(BoxBench.reason)"), .timeLimit(.minutes(10)))
struct BoxEndTests {
    private let bench: BoxBench

    init() throws { bench = try BoxBench() }

    struct End: Sendable {
        let words: [String]
        let code: Int32
        var says = ""

        init(_ words: String..., code: Int32, says: String = "") {
            self.words = words
            self.code = code
            self.says = says
        }
    }

    @Test(arguments: [
        End("true", code: 0),
        End("sh", "-c", "exit 3", code: 3),
        End("no-such-program", code: 127, says: "exo-emulator: no-such-program: No such file or directory\n"),
        End("/no/such/program", code: 127, says: "exo-emulator: /no/such/program: No such file or directory\n"),
        End("/etc", code: 126, says: "exo-emulator: /etc: Permission denied\n"),
        End("/etc/passwd", code: 126, says: "exo-emulator: /etc/passwd: Permission denied\n"),
        End("sh", "-c", "kill -KILL $$", code: 137),
        End("sh", "-c", "kill -TERM $$", code: 143),
        End("sh", "-c", "exec <&- >&- 2>&-; exit 6", code: 6),
    ])
    func theExitCodeIsTheCommands(_ end: End) throws {
        let result = Self.result(of: try bench.start(["--"] + end.words))
        #expect(result.code == end.code)
        #expect(result.errors == end.says)
        #expect(bench.folder.names == [])
    }

    @Test func aFileWithoutAFirstLineThatNamesItsProgramIsAScript() throws {
        bench.folder.write(Array("echo script $1".utf8), to: "script", mode: 0o700)
        #expect(try bench.run("--", bench.folder.path + "/script", "argument").output == "script argument\n")
    }

    @Test func whoForksAwayEndsWithTheCommand() throws {
        // The end of the output shows that nobody holds it any more.
        let result = try bench.script("sleep 1000 & setsid sleep 1000 & exit 5")
        #expect(result.code == 5)
        #expect(bench.folder.names == [])
    }

    @Test func standardInputIsTheCommands() throws {
        let program = try bench.start(["cat"])
        program.write(Array("from outside".utf8))
        program.endInput()
        #expect(program.rest(of: 1) == "from outside")
        #expect(program.wait() == 0)
    }

    @Test(arguments: [[0], [1, 2], [0, 1, 2]] as [Set<Int32>])
    func descriptorsMayBeClosed(_ closed: Set<Int32>) throws {
        #expect(try bench.start(["--", "sh", "-c", "exit 4"], closed: closed).wait() == 4)
    }

    @Test func aBrokenPipeEndsTheCommandAsItDoesOutside() throws {
        let words = ["sh", "-c", "(yes; echo $? >&2) | head -n 1"]
        let box = ["--default-signal=PIPE", bench.program, "run", "--"] + words
        let result = try bench.run(installed: "/usr/bin/env", box)
        #expect(result.output == "y\n" && result.errors == "141\n")
    }

    @Test(arguments: [(SIGTERM, "TERM"), (SIGINT, "INT"), (SIGHUP, "HUP"), (SIGUSR1, "USR1")])
    func signalsAreHandedOn(number: Int32, name: String) throws {
        let script = "trap 'exit 9' \(name); echo up; while :; do read -r line || :; done"
        let program = try bench.start(["--", "sh", "-c", script])
        #expect(program.line(from: 1) == "up")
        program.signal(number)
        program.endInput()
        #expect(program.wait() == 9)
        #expect(bench.folder.names == [])
    }

    @Test func aSignalThatTheCommandDoesNotKnowEndsIt() throws {
        let program = try bench.start(["--", "sh", "-c", "echo up; exec sleep 1000"])
        #expect(program.line(from: 1) == "up")
        program.signal(SIGTERM)
        #expect(program.wait() == 143)
    }

    @Test func nobodyAndNothingIsLeftWhenItIsKilled() throws {
        let program = try bench.start(["--", "sh", "-c", "setsid sleep 1000 & echo up; sleep 1000"])
        #expect(program.line(from: 1) == "up")
        program.signal(SIGKILL)
        #expect(program.rest(of: 1) == "")
        #expect(program.wait() == 137)
        #expect(bench.folder.names == [])
    }

    @Test func aTerminalIsTheCommandsAndComesBack() throws {
        // A shell with job control takes the terminal; stty would wait for ever if it were not given back.
        let box = "\(bench.program) run -- bash -ic 'test -t 0 && sleep 0.01 & fg; exit 7'"
        let result = try bench.run(
            installed: "/usr/bin/script",
            ["-qec", "\(box); echo $?; stty sane && echo back", "/dev/null"]
        )
        let lines = result.output.split(whereSeparator: \.isNewline)
        #expect(lines.suffix(2) == ["7", "back"], "said: \(result)")
    }

    @Test func aPortIsReachedFromOutside() throws {
        let program = try bench.start(["--expose", "0:443", "--", "sh", "-c", "echo up; read -r line"])
        let said = program.line(from: 2)
        #expect(said.hasPrefix("exo-emulator: port 443 of the box is 127.0.0.1:"))
        #expect(program.line(from: 1) == "up")
        let port = try #require(said.split(separator: ":").last)
        let curl = ["--insecure", "-sS", "https://127.0.0.1:\(port)/_emulator/clock"]
        #expect(try bench.run(installed: "/usr/bin/curl", curl).output.contains(#""now""#))
        let second = try bench.run("--expose", String(port), "--", "true")
        #expect(second.code == 125)
        #expect(second.errors.contains("port \(port) of this machine cannot be had: Address already in use"))
        program.endInput()
        #expect(program.wait() == 1)
    }

    @Test func aPortOnWhichNobodyListensHangsUp() throws {
        let program = try bench.start(["--expose", "0:3000", "--", "sh", "-c", "echo up; read -r line"])
        let port = try #require(program.line(from: 2).split(separator: ":").last)
        #expect(program.line(from: 1) == "up")
        #expect(try bench.run(installed: "/usr/bin/curl", ["-sS", "http://127.0.0.1:\(port)/"]).code != 0)
        program.endInput()
        #expect(program.wait() == 1)
    }

    @Test(arguments: ["pid", "net", "mnt"])
    func namesTheLimitThatLeavesNoRoom(_ kind: String) throws {
        let script = "echo 0 > /proc/sys/user/max_\(kind)_namespaces && exec $EXO run -- true"
        let result = try bench.run(installed: "/usr/bin/unshare", ["--user", "--map-root-user", "sh", "-c", script])
        #expect(result.code == 125)
        #expect(result.errors.contains("user.max_\(kind)_namespaces is 0"), "said: \(result.errors)")
        #expect(result.errors.contains("exo-emulator start --port 443"))
        #expect(bench.folder.names == [])
    }

    @Test func saysThatTheDiskIsFull() throws {
        let script = "mount -t tmpfs -o nr_inodes=1 tmpfs $TMPDIR && exec $EXO run -- true"
        let words = ["--user", "--map-root-user", "--mount", "sh", "-c", script]
        let result = try bench.run(installed: "/usr/bin/unshare", words)
        #expect(result.code == 125)
        #expect(result.errors.contains("no folder can be made in \(bench.folder.path): No space left on device"))
    }

    @Test func namesTheFolderThatHoldsNoStore() throws {
        let script = "mount -t tmpfs -o size=64k tmpfs $TMPDIR && $EXO run -- true; code=$?; umount $TMPDIR; exit $code"
        let words = ["--user", "--map-root-user", "--mount", "sh", "-c", script]
        let result = try bench.run(installed: "/usr/bin/unshare", words)
        #expect(result.code == 125)
        #expect(
            result.errors.contains("The store in \(bench.folder.path) cannot be opened: database or disk is full"),
            "said: \(result.errors)"
        )
    }

    @Test func saysThatTheLogIsCut() throws {
        let result = try bench.script(
            "curl -sS -o /dev/null https://graph.microsoft.com/v1.0/me; exit 3",
            options: ["--log", "/dev/full"]
        )
        #expect(result.code == 3)
        #expect(result.errors == "exo-emulator: /dev/full lacks requests: No space left on device\n")
    }

    @Test(arguments: ["KILL", "STOP", "PWR", "CHLD"])
    func noProgramInABoxEndsItByItsFirstProcess(_ signal: String) throws {
        let result = try bench.script("kill -\(signal) 1; $EXO control GET clock")
        #expect(result.code == 0 && result.output.contains(#""now""#), "said: \(result)")
    }

    @Test func saysThatADocumentIsMissing() throws {
        let result = try bench.run("--import", "/no/such.json", "--", "true")
        #expect(result.code == 125 && result.errors == "exo-emulator: /no/such.json cannot be read.\n")
        #expect(bench.folder.names == [])
    }

    private static func result(of program: RunningProgram) -> (code: Int32, errors: String) {
        program.endInput()
        let errors = program.rest(of: 2)
        return (program.wait(), errors)
    }
}
#endif
