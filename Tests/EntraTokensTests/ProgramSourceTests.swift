#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import EntraTokens
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Sources that run programs: real ones, without a shell between.
struct ProgramSourceTests {
    private let folder: ProgramFolder
    private let clock = TestClock()
    private let request = TokenRequest(
        authority: Authority(.commercial, tenant: "contoso.com"),
        scopes: ["https://outlook.office365.com/.default"]
    )

    init() throws { folder = try ProgramFolder() }

    private func source(_ command: [String]) -> CommandTokenSource {
        let clock = clock
        return CommandTokenSource(command, environment: folder.environment, clock: clock, now: { clock.date })
    }

    @Test(arguments: [
        "TOKEN", "{\"accessToken\": \"TOKEN\", \"expires_on\": 1}", "{\"token\": \"TOKEN\", \"expiresOn\": \"x\"}",
        "{\"kind\": \"ExecCredential\", \"status\": {\"token\": \"TOKEN\"}}", "{\"Token\": \"TOKEN\"}",
        "{\"access_token\": \"TOKEN\"}", "Bearer TOKEN",
    ])
    func readsWhatToolsPrint(shape: String) async throws {
        let token = TestToken.user()
        try folder.write("printed", shape.replacing("TOKEN", with: token))
        try folder.program("tool", "exec cat \"$1\"")
        let got = try await source(["tool", "\(folder.path)/printed"]).token(for: request)
        #expect(try got == AccessToken(token))
    }

    @Test func passesArgumentsWithoutAShell() async throws {
        try folder.write("printed", TestToken.user())
        try folder.program("tool", "printf '%s\\n' \"$#\" \"$1\" > \(folder.path)/seen; cat \(folder.path)/printed")
        _ = try await source(["tool", "a b; $(touch x) *"]).token(for: request)
        #expect(try folder.text("seen") == "1\na b; $(touch x) *\n")
    }

    @Test func keepsTheTokenUntilItIsNearItsEnd() async throws {
        try folder.write("printed", TestToken.user())
        try folder.program("tool", "echo run >> \(folder.path)/runs; cat \(folder.path)/printed")
        let source = source(["tool"])
        let first = try await source.token(for: request)
        #expect(try await source.token(for: request) == first)
        #expect(try folder.text("runs") == "run\n")
        clock.advance(by: .seconds(3400))
        try folder.write("printed", TestToken.user(now: clock.date))
        #expect(try await source.token(for: request) != first)
        var refused = request
        refused.refused = try TokenDigest(of: await source.token(for: request))
        let error = await #expect(throws: TokenError.self) { try await source.token(for: refused) }
        #expect(error?.code == .cannotRenew)
    }

    struct Failure: CustomTestStringConvertible {
        var script: String
        var code: TokenError.Code
        var says: String
        var testDescription: String { script }
    }

    @Test(arguments: [
        Failure(script: "echo very-secret >&2; exit 3", code: .unavailable, says: "tool failed with exit code 3"),
        Failure(script: "kill -9 $$", code: .unavailable, says: "was ended by signal 9"),
        Failure(script: "echo very-secret >&2", code: .unexpectedResponse, says: "printed nothing"),
        Failure(script: "echo very-secret", code: .notAToken, says: "what tool printed is no access token"),
        Failure(script: "exec yes very-secret", code: .unexpectedResponse, says: "printed more than 2 MiB"),
    ])
    func saysWhatAProgramDidAndNothingOfWhatItWrote(failure: Failure) async throws {
        try folder.program("tool", failure.script)
        let error = await #expect(throws: TokenError.self) {
            _ = try await source(["tool", "--key", "secret-argument"]).token(for: request)
        }
        #expect(error?.code == failure.code)
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains(failure.says), "said: \(text)")
        #expect(!text.contains("very-secret") && !text.contains("secret-argument"))
    }

    @Test func saysThatThereIsNoSuchProgram() async throws {
        try folder.write("notes.txt", "no program")
        for command in [["exo-no-such-tool"], [folder.path], ["\(folder.path)/notes.txt"]] {
            let error = await #expect(throws: TokenError.self) { _ = try await source(command).token(for: request) }
            #expect(error?.code == .sourceUnavailable)
        }
    }

    @Test func endsAProgramThatNeverEndsAndWhatItBegan() async throws {
        #expect(mkfifo("\(folder.path)/child", 0o600) == 0)
        try folder.program("tool", "sleep 1000 & echo $! > \(folder.path)/child; exec sleep 1000")
        let source = source(["tool"])
        let request = request
        let clock = clock
        let (child, error) = try await withThrowingTaskGroup(of: TokenError?.self) { group in
            group.addTask {
                do { _ = try await source.token(for: request) } catch let error as TokenError { return error }
                return nil
            }
            await clock.waitForSleepers(1)
            let child = try #require(pid_t(firstLine(of: "\(folder.path)/child")))
            clock.advance(by: .seconds(61))
            return (child, try await group.next() ?? nil)
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("did not end within 1 minute") == true, "said: \(error?.message ?? "")")
        // Killed, and perhaps not yet buried by whoever inherits it.
        let state = FileManager.default.contents(atPath: "/proc/\(child)/stat").map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(state == nil || state?.contains(") Z ") == true || state?.contains(") X ") == true, "\(state ?? "")")
    }

    /// Waits until a program writes into a pipe that has a name, and reads its line.
    private func firstLine(of pipe: String) -> String {
        let descriptor = open(pipe, O_RDONLY)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = max(0, read(descriptor, &bytes, bytes.count))
        return String(decoding: bytes[..<count], as: UTF8.self).filter(\.isNumber)
    }

    @Test func endsWithItsCaller() async throws {
        try folder.program("tool", "exec sleep 1000")
        let source = source(["tool"])
        let request = request
        let clock = clock
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do { _ = try await source.token(for: request) } catch { return error is CancellationError }
                return false
            }
            await clock.waitForSleepers(1)
            group.cancelAll()
            #expect(await group.next() == true)
        }
    }

    @Test func asksAzureCLIForTheTenantAndResource() async throws {
        try folder.write("printed", "{\"accessToken\": \"\(TestToken.user())\"}")
        try folder.program("az", "echo \"$@\" > \(folder.path)/asked; cat \(folder.path)/printed")
        let clock = clock
        let source = AzureToolSource(.azureCLI, environment: folder.environment, clock: clock, now: { clock.date })
        _ = try await source.token(for: request)
        #expect(
            try folder.text("asked")
                == "account get-access-token --output json --resource https://outlook.office365.com --tenant contoso.com\n"
        )
        try folder.program("az", "echo \"Please run 'az login' to setup account.\" >&2; exit 1")
        var other = request
        other.authority.tenant = "fabrikam.com"
        let error = await #expect(throws: TokenError.self) { try await source.token(for: other) }
        #expect(error?.code == .sourceUnavailable)
        #expect(error?.repair == "az login --tenant fabrikam.com")
    }

    @Test func asksTheAzureDeveloperCLIForTheTenantAndScope() async throws {
        try folder.write("printed", "{\"token\": \"\(TestToken.user())\"}")
        try folder.program("azd", "echo \"$@\" > \(folder.path)/asked; cat \(folder.path)/printed")
        let clock = clock
        let source = AzureToolSource(
            .azureDeveloperCLI,
            environment: folder.environment,
            clock: clock,
            now: { clock.date }
        )
        _ = try await source.token(for: request)
        #expect(
            try folder.text("asked")
                == "auth token --output json --scope https://outlook.office365.com/.default --tenant-id contoso.com\n"
        )
    }

    @Test func aChainTakesTheFirstThatIsThereAndTellsAllReasons() async throws {
        let clock = clock
        let none = ["PATH": folder.path]
        let az = AzureToolSource(.azureCLI, environment: none, clock: clock, now: { clock.date })
        let file = FileTokenSource("\(folder.path)/token", now: { clock.date })
        let chain = ChainedTokenSource([az, file])
        let error = await #expect(throws: TokenError.self) { try await chain.token(for: request) }
        #expect(error?.code == .sourceUnavailable)
        #expect(error?.message.contains("'az'") == true && error?.message.contains("/token cannot be read") == true)
        let token = TestToken.user()
        try folder.write("token", token)
        #expect(try await chain.token(for: request) == AccessToken(token))
        #expect(chain.renewal == .silent)
        try folder.program("az", "exit 7")
        let first = ChainedTokenSource([az, file])
        let failure = await #expect(throws: TokenError.self) { try await first.token(for: request) }
        #expect(failure?.code == .unavailable)
    }

    @Test func aFileIsReadAgainWhenItChanges() async throws {
        let clock = clock
        let path = try folder.write("token", TestToken.user())
        let source = FileTokenSource(path, now: { clock.date })
        let first = try await source.token(for: request)
        clock.advance(by: .seconds(60))
        try folder.write("token", "{\"accessToken\": \"\(TestToken.user(now: clock.date))\"}")
        let second = try await source.token(for: request)
        #expect(second != first)
        var refused = request
        refused.refused = try TokenDigest(of: second)
        let again = await #expect(throws: TokenError.self) { try await source.token(for: refused) }
        #expect(again?.code == .cannotRenew)
        clock.advance(by: .seconds(7200))
        let late = await #expect(throws: TokenError.self) { try await source.token(for: request) }
        #expect(late?.code == .expired)
        try folder.write("token", "")
        let empty = await #expect(throws: TokenError.self) { try await source.token(for: request) }
        #expect(empty?.code == .notAToken && empty?.message.contains(path) == true)
        let inside = FileTokenSource(folder.path)
        let isFolder = await #expect(throws: TokenError.self) { try await inside.token(for: request) }
        #expect(isFolder?.code == .sourceUnavailable)
    }

    @Test func aFunctionIsAskedOnceForAThousandTasks() async throws {
        let clock = clock
        let token = TestToken.user()
        let source = CallbackTokenSource(now: { clock.date }) { _ in
            try await clock.sleep(for: .seconds(1))
            return try AccessToken(token)
        }
        let request = request
        try await withThrowingTaskGroup(of: AccessToken.self) { group in
            for _ in 0..<1000 { group.addTask { try await source.token(for: request) } }
            await clock.waitForSleepers(1)
            clock.advance(by: .seconds(1))
            for try await got in group { #expect(try got == AccessToken(token)) }
        }
        #expect(clock.sleeps.count == 1)
    }
}
