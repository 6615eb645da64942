import ExoCommands
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The built `exo` as a process of its own.
struct BinaryTests {
    /// The program beside the tests' bundle, where the build puts both.
    private static let program: String? = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix("exoPackageTests.xctest") } ?? CommandLine.arguments[0]
        guard let slash = bundle.lastIndex(of: "/") else { return nil }
        let path = bundle[..<slash] + "/exo"
        return access(String(path), X_OK) == 0 ? String(path) : nil
    }()

    /// Runs it by the shell.
    private func run(_ words: String) throws -> (code: Int32, said: String) {
        let program = try #require(Self.program)
        let home = try TestRun()
        let line = "HOME='\(home.folder)' XDG_CONFIG_HOME='\(home.folder)' '\(program)' \(words) 2>&1"
        let pipe = try #require(popen(line, "r"))
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&part, 1, part.count, pipe)
            if count == 0 { break }
            bytes += part[..<count]
        }
        return (pclose(pipe) >> 8 & 0xFF, String(decoding: bytes, as: UTF8.self))
    }

    @Test(.enabled(if: program != nil, "the program is not beside the tests"))
    func printsItsVersion() throws {
        let outcome = try run("--version")
        #expect(outcome.code == ExitCode.done.rawValue)
        #expect(outcome.said.contains(ExoProgram.version), "said: \(outcome.said)")
    }

    @Test(.enabled(if: program != nil, "the program is not beside the tests"))
    func neverEchoesATokenFromItsArguments() throws {
        let token = TestToken.user()
        for words in ["--access-token \(token)", "--access-token=\(token)", token] {
            let outcome = try run("connect --organization contoso.com \(words)")
            #expect(outcome.code == ExitCode.usage.rawValue)
            #expect(!outcome.said.contains(token.prefix(20)), "said: \(outcome.said)")
        }
    }

    @Test(.enabled(if: program != nil, "the program is not beside the tests"))
    func endsWithTheCodesItDocuments() throws {
        #expect(try run("no-such-command").code == ExitCode.usage.rawValue)
        #expect(try run("Get-Mailbox").code == ExitCode.notConnected.rawValue)
        let refused = try run(
            "connect --user-principal-name a@contoso.com --access-token-file /nowhere/token"
        )
        #expect(refused.code == ExitCode.notConnected.rawValue)
    }

    @Test(.enabled(if: program != nil, "the program is not beside the tests"))
    func refusesArgumentsThatAreNotUTF8() throws {
        let outcome = try run("Set-Mailbox megan -CustomAttribute2 \"$(printf 'M\\374ller')\"")
        #expect(outcome.code == ExitCode.usage.rawValue)
        #expect(outcome.said.contains("argument 4 is not UTF-8"), "said: \(outcome.said)")
        #expect(outcome.said.contains("'Müller'"), "said: \(outcome.said)")
    }
}
