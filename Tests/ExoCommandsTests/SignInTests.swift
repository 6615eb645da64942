import ExoCommands
import ExoJSON
import ExoTransport
import HTTPServer
import Synchronization
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Connections that get their tokens by themselves, from the command line to the emulated authority.
struct SignInTests {
    private let run: TestRun
    private let tenant: EmulatedTenant

    init() throws {
        run = try TestRun()
        tenant = try EmulatedTenant(run)
    }

    private func secretFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: run.folder + "/.config/exo/secrets").sorted()
    }

    @Test func connectsByASecretInAFileAndReadsThatFileEachTime() async throws {
        let file = try run.file("secret.txt", EmulatedTenant.secret + "\n")
        let connected = await run.run(EmulatedTenant.connecting + ["--client-secret-file", file])
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(connected.errors.contains("tokens are got by a client secret and renewed"))
        let stored = try JSONValue(parsing: Array(try run.connection().utf8))
        #expect(stored["source"]?["kind"] == "client-secret")
        #expect(stored["source"]?["secretFile"] == .string(file))
        #expect(!(try run.connection().contains(EmulatedTenant.secret)))
        #expect(await run("Get-AcceptedDomain").code == .done)
        try run.file("secret.txt", "another")
        #expect(await run("token", "forget").code == .done)
        let refused = await run("Get-AcceptedDomain")
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("AADSTS7000215"), "said: \(refused.errors)")
    }

    @Test(arguments: ["stdin", "fd"])
    func keepsASecretFromAPipeForItsOwnerOnly(way: String) async throws {
        run.input[way == "fd" ? 5 : 0] = Array("\(EmulatedTenant.secret)\r\n".utf8)
        let words = way == "fd" ? ["--client-secret-fd", "5"] : ["--client-secret-stdin"]
        #expect(await run.run(EmulatedTenant.connecting + words).code == .done)
        #expect(!(try run.connection().contains(EmulatedTenant.secret)))
        let path = run.folder + "/.config/exo/secrets/contoso.com~secret"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        run.input = [:]
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(await run("disconnect").code == .done)
        #expect(try secretFiles().allSatisfy { !$0.contains("~secret") })
        let gone = await run("Get-AcceptedDomain")
        #expect(gone.code == .notConnected)
        #expect(gone.errors.contains("was disconnected"))
        #expect(gone.errors.contains("--client-secret-stdin"), "said: \(gone.errors)")
    }

    @Test func aShellGoesOnWithNothingThatWasDisconnected() async throws {
        run.input[0] = Array(EmulatedTenant.secret.utf8)
        #expect(await run.run(EmulatedTenant.connecting + ["--client-secret-stdin"]).code == .done)
        run.input = [:]
        let outcome = await run("shell", "-c", "Get-AcceptedDomain; exo --quiet disconnect; Get-AcceptedDomain")
        #expect(outcome.code == .notConnected && outcome.errors.contains("was disconnected"), "said: \(outcome.errors)")
        #expect(!outcome.output.isEmpty)
    }

    @Test func storeNoneKeepsNoSecret() async throws {
        run.input[0] = Array(EmulatedTenant.secret.utf8)
        #expect(await run.run(EmulatedTenant.connecting + ["--client-secret-stdin", "--store", "none"]).code == .done)
        #expect(!FileManager.default.fileExists(atPath: run.folder + "/.config/exo/secrets"))
        let without = await run("Get-AcceptedDomain")
        #expect(without.code == .notConnected)
        #expect(without.errors.contains("does not keep the client's secret"), "said: \(without.errors)")
    }

    @Test func renewsBetweenTwoPages() async throws {
        try tenant.control("PATCH", "settings", ["tokenLifetime": 1200])
        let file = try run.file("secret.txt", EmulatedTenant.secret)
        #expect(
            await run.run(EmulatedTenant.connecting + ["--client-secret-file", file, "--page-size", "7"]).code == .done
        )
        let clock = run.clock
        let pages = Counter()
        tenant.beforeEach { request in
            guard request.target.contains("/InvokeCommand"), pages.next() == 2 else { return }
            // The second page is asked for when the token is too old to be used for the third.
            clock.advance(by: .seconds(1000))
        }
        let before = tenant.tokenRequests.count
        let listed = await run("Get-Mailbox", "-ResultSize", "Unlimited", "--output", "ndjson")
        #expect(listed.code == .done, "said: \(listed.errors)")
        #expect(listed.output.split(separator: "\n").count >= 25)
        #expect(tenant.tokenRequests.count - before >= 1)
        let tokens = Set(
            tenant.transport.requests.filter { $0.target.contains("/InvokeCommand") }
                .compactMap { $0.header("Authorization") }
        )
        #expect(tokens.count >= 2)
    }

    @Test func usesAWayToSignInWithNothingStored() async throws {
        let file = try run.file("secret.txt", EmulatedTenant.secret)
        let words = Array(EmulatedTenant.connecting.dropFirst()) + ["--client-secret-file", file]
        let listed = await run.run(["Get-AcceptedDomain"] + words)
        #expect(listed.code == .done, "said: \(listed.errors)")
        #expect(!FileManager.default.fileExists(atPath: run.folder + "/.config"))
        let token = await run.run(["token", "get"] + words)
        #expect(token.code == .done, "said: \(token.errors)")
        #expect(token.output.split(separator: ".").count == 3)
        #expect(tenant.transport.requests.last?.target == "/contoso.com/oauth2/v2.0/token")
    }

    @Test func connectsByAProgramThatPrintsTokens() async throws {
        let file = try run.file("secret.txt", EmulatedTenant.secret)
        let token = await run.run(
            ["token", "get", "-o", "exec-credential"] + EmulatedTenant.connecting.dropFirst()
                + ["--client-secret-file", file]
        ).output
        let printed = try run.file("printed.json", token)
        let program = try run.file("give me.sh", "#!/bin/sh\nexec cat \"$1\"\n", mode: 0o700)
        let connected = await run(
            "connect",
            "--organization",
            "contoso.com",
            "--token-command",
            "'\(program)' \(printed)"
        )
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(await run("Get-AcceptedDomain").code == .done)
        try run.file("printed.json", "")
        let silent = await run("Get-AcceptedDomain")
        #expect(silent.code == .notConnected)
        #expect(silent.errors.contains("give me.sh ended well and printed nothing"), "said: \(silent.errors)")
    }

    @Test func aTokenFileThatOthersMayReadIsNotReadAgain() async throws {
        let secret = try run.file("secret.txt", EmulatedTenant.secret)
        let words = Array(EmulatedTenant.connecting.dropFirst()) + ["--client-secret-file", secret]
        let printed = try run.file("fresh-token", await run.run(["token", "get"] + words).output)
        let connected = await run("connect", "--organization", "contoso.com", "--token-file", printed)
        #expect(connected.code == .done, "said: \(connected.errors)")
        let (real, file) = (tenant.transport, printed)
        // Between the first page and the second somebody opens the file to everybody.
        let pages = Mutex(0)
        run.transport = DetourTransport { request in
            guard request.url.contains("InvokeCommand") else { return try await real.send(request) }
            let page = pages.withLock { count -> Int in
                count += 1
                return count
            }
            guard page == 1 else { return try await real.send(request) }
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
            return HTTPResponse(status: 401)
        }
        let listed = await run("Get-AcceptedDomain")
        #expect(listed.code == .notConnected, "said: \(listed.errors)")
        #expect(listed.errors.contains("can be read by others"), "said: \(listed.errors)")
        #expect(pages.withLock { $0 } == 1)
    }

    @Test func removingAConnectionRemovesWhatProcessesThatAreGoneLeft() async throws {
        let secret = try run.file("secret.txt", EmulatedTenant.secret)
        #expect(await run.run(EmulatedTenant.connecting + ["--client-secret-file", secret]).code == .done)
        let tokens = ".config/exo/secrets/contoso.com~tokens"
        // No process has the highest number there is.
        let gone = "\(Int32.max)"
        try run.file("\(tokens).lockfile", "\(gone) exo")
        try run.file("\(tokens).0123456789abcdef.lockfile", "\(gone) exo")
        try run.file("\(tokens).\(gone).7.new", "half a cache")
        let present = try run.file(
            "\(tokens).fedcba9876543210.lockfile",
            "\(ProcessInfo.processInfo.processIdentifier) exo"
        )
        try run.file(".config/exo/secrets/contoso.com.au~tokens.\(gone).7.new", "another's")
        #expect(await run("connection", "remove", "contoso.com").code == .done)
        let left = ["contoso.com.au~tokens.\(gone).7.new", String(present.split(separator: "/").last ?? "")]
        #expect(try secretFiles() == left)
    }

    @Test func printsTokensInTheShapesThatProgramsTake() async throws {
        let file = try run.file("secret.txt", EmulatedTenant.secret)
        #expect(await run.run(EmulatedTenant.connecting + ["--client-secret-file", file]).code == .done)
        let plain = await run("token", "get").output.split(separator: "\n").first.map(String.init)
        #expect(plain?.split(separator: ".").count == 3)
        let json = try JSONValue(parsing: await run("token", "get", "-o", "json").output)
        #expect(json["token_type"] == "Bearer" && json["access_token"] != nil)
        #expect((json["expires_in"]?.integerValue ?? 0) > 0)
        let credential = try JSONValue(parsing: await run("token", "get", "--output", "exec-credential").output)
        #expect(credential["kind"] == "ExecCredential" && credential["status"]?["expirationTimestamp"] != nil)
        let az = try JSONValue(parsing: await run("token", "get", "--format", "az").output)
        #expect(az["tenant"] == .string(TestToken.contoso) && az["accessToken"] != nil && az["expires_on"] != nil)
        for words in [["--format", "xml"], ["-o", "xml"], ["-o", "json", "--format", "json"]] {
            #expect(await run.run(["token", "get"] + words).code == .usage)
        }
        run.useTerminal()
        let seen = await run("token", "get")
        #expect(seen.errors.contains("warning: whoever sees the token"))
    }

    @Test func aPassedTokenGetsNoOtherScope() async throws {
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.application(audience: "https://localhost:8443")
        let words = ["token", "get", "--organization", TestToken.contoso]
        #expect(await run.run(words).code == .done)
        let other = await run.run(words + ["--scope", "https://graph.microsoft.com/.default"])
        #expect(other.code == .usage)
        #expect(other.errors.contains("exo help sign-in"))
    }

    @Test func showsAndChecksTheTokenThatAConnectionGets() async throws {
        let file = try run.file("secret.txt", EmulatedTenant.secret)
        #expect(await run.run(EmulatedTenant.connecting + ["--client-secret-file", file]).code == .done)
        let shown = try JSONValue(parsing: await run("token", "show").output)
        #expect(shown["Kind"] == "application")
        #expect(shown["ApplicationId"] == .string(EmulatedTenant.automation))
        #expect(await run("token", "check").code == .done)
        let list = try JSONValue(parsing: await run("connection", "list", "--output", "json").output)
        #expect(list[0]?["TokenStatus"] == "Active")
        run.useTerminal()
        #expect(await run("connection", "list").output.contains("renews itself"))
    }

    @Test func noSecretIsEverWritten() async throws {
        let file = try run.file("secret.txt", EmulatedTenant.secret)
        run.input[0] = Array(EmulatedTenant.secret.utf8)
        let token = await run.run(
            ["token", "get"] + EmulatedTenant.connecting.dropFirst() + ["--client-secret-file", file]
        ).output
        let lines: [[String]] = [
            EmulatedTenant.connecting + ["--client-secret-stdin", "-o", "json", "--log-level", "debug"],
            ["token", "list"],
            ["token", "list", "-o", "json"], ["connection", "show"], ["connection", "list", "-o", "csv"],
            ["Get-AcceptedDomain", "--log-level", "debug"], ["Get-ConnectionInformation"], ["token", "show"],
            ["token", "check"], ["token", "forget"], ["connect", "--client-secret", EmulatedTenant.secret],
            ["connect", "--client-secret=\(EmulatedTenant.secret)"], ["connect", "--password", EmulatedTenant.secret],
            ["Connect-ExchangeOnline", "-CertificatePassword", EmulatedTenant.secret, "-AppId", "a"], ["disconnect"],
        ]
        let secrets = [EmulatedTenant.secret, String(token.split(separator: ".")[0]).prefix(20) + "."]
        for words in lines {
            let outcome = await run.run(words)
            for secret in secrets {
                #expect(!outcome.output.contains(secret), "written by \(words)")
                #expect(!outcome.errors.contains(secret), "written by \(words)")
            }
            #expect(!(try run.connection().contains(EmulatedTenant.secret)))
        }
    }
}

/// Counts.
private final class Counter: Sendable {
    private let state = Mutex(0)

    func next() -> Int {
        state.withLock { count in
            count += 1
            return count
        }
    }
}
