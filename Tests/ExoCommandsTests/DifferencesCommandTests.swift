import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// Faults of the official module that docs/differences.md lists, held at the command line: what is kept, written and reported.
struct DifferencesCommandTests {
    private let run: TestRun

    // Its clock moves itself where a command waits before it asks again.
    init() throws { run = try TestRun(clock: TestClock(advancesItself: true)) }

    /// A tenant to which a connection is stored.
    private func connectedTenant() async throws -> EmulatedTenant {
        let tenant = try EmulatedTenant(run)
        run.input[0] = Array(EmulatedTenant.secret.utf8)
        let connected = await run.run(EmulatedTenant.connecting + ["--client-secret-stdin"])
        try #require(connected.code == .done, "said: \(connected.errors)")
        run.input = [:]
        return tenant
    }

    private func rows(_ words: String...) async throws -> [JSONValue] {
        let outcome = await run.run(words + ["-o", "json"])
        try #require(outcome.code == .done, "said: \(outcome.errors)")
        return try #require(try JSONValue(parsing: outcome.output).arrayValue)
    }

    @Test(arguments: ["Get-Mailbox", "Get-EXOMailbox"])
    func aCmdletAfterDisconnectSendsNothing(cmdlet: String) async throws {
        _ = await run.connect()
        #expect(await run("disconnect").code == .done)
        let transport = run.script()
        #expect(await run.run([cmdlet]).code == .notConnected)
        #expect(transport.requests.isEmpty)
    }

    @Test func disconnectingOneLeavesTheOther() async throws {
        for name in ["one", "two"] {
            run.input[0] = Array(TestToken.user().utf8)
            run.script(TestRun.banner)
            let words = ["--user-principal-name", "admin@contoso.com", "--access-token-stdin", "--name", name]
            #expect(await run.run(["connect"] + words).code == .done)
        }
        #expect(await run("disconnect", "one").code == .done)
        run.script(TestRun.page(#"{"Name":"a"}"#))
        let outcome = await run("Get-Mailbox", "--connection", "two")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(await run("Get-Mailbox", "--connection", "one").code == .notConnected)
    }

    @Test func whatIfChangesNothing() async throws {
        let tenant = try await connectedTenant()
        let outcome = await run("Set-Mailbox", "adele@contoso.com", "-CustomAttribute1", "changed", "-WhatIf")
        #expect(outcome.code == .done && outcome.errors.contains("What if: "), "said: \(outcome.errors)")
        let found = try await rows("Get-Mailbox", "adele@contoso.com")
        #expect(found.count == 1 && found[0]["CustomAttribute1"] != "changed")
        withExtendedLifetime(tenant) {}
    }

    @Test func anIdentityIsNotLost() async throws {
        let tenant = try await connectedTenant()
        let found = try await rows(
            "Get-EXOMailbox",
            "-UserPrincipalName",
            "adele@contoso.com",
            "-IncludeInactiveMailbox"
        )
        #expect(found.map { $0["UserPrincipalName"]?.stringValue?.lowercased() } == ["adele@contoso.com"])
        withExtendedLifetime(tenant) {}
    }

    @Test func aFilterArrivesAsItWasTyped() async throws {
        let tenant = try await connectedTenant()
        let odd = "a&b+c #1 100%"
        #expect(await run("Set-Mailbox", "adele@contoso.com", "-CustomAttribute1", odd).code == .done)
        let found = try await rows("Get-EXOMailbox", "-Filter", "CustomAttribute1 -eq '\(odd)'")
        #expect(found.map { $0["UserPrincipalName"]?.stringValue?.lowercased() } == ["adele@contoso.com"])
        withExtendedLifetime(tenant) {}
    }

    @Test func moreRowsAreTold() async throws {
        let tenant = try await connectedTenant()
        let outcome = await run("Get-EXOMailbox", "-ResultSize", "1")
        #expect(
            outcome.code == .done && outcome.errors.contains("There are more results available"),
            "said: \(outcome.errors)"
        )
        withExtendedLifetime(tenant) {}
    }

    @Test func anErrorEndsInAnExitCode() async throws {
        let tenant = try await connectedTenant()
        #expect(await run("Get-EXOMailbox", "nobody@contoso.com").code == .failed)
        try tenant.control("POST", "faults", ["kind": "cut", "bytes": 4000, "service": "exchange", "times": 20])
        let part = await run("Get-Mailbox", "-ResultSize", "20")
        #expect([.incomplete, .failed].contains(part.code) && !part.errors.isEmpty)
    }
}
