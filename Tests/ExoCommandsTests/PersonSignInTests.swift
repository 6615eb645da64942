import ExoCommands
import ExoEmulator
import ExoJSON
import HTTPServer
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Connections that a person signs in for once.
struct PersonSignInTests {
    private let run: TestRun
    private let tenant: EmulatedTenant

    init() throws {
        run = try TestRun(clock: TestClock(advancesItself: true))
        tenant = try EmulatedTenant(run)
        tenant.approveDevices()
    }

    @Test func signsInWithADeviceCodeAndRemembersNobodysPassword() async throws {
        let words = ["connect", "--device", "--user-principal-name", EmulatedTenant.person]
        let connected = await run.run(words)
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(connected.errors.contains("devicelogin"), "said: \(connected.errors)")
        #expect(connected.errors.contains("tokens are got by a device code and renewed"))
        let file = try run.connection()
        let stored = try JSONValue(parsing: Array(file.utf8))
        #expect(stored["source"]?["kind"] == "device")
        #expect(!file.contains("eyJ") && !file.contains("secret\""))
    }

    @Test func laterCommandsUseTheKeptTokensAndRenewThemWithoutThePerson() async throws {
        #expect(await run("connect", "--device").code == .done)
        let tokens = run.folder + "/.config/exo/secrets/contoso.com~tokens"
        #expect(try FileManager.default.attributesOfItem(atPath: tokens)[.posixPermissions] as? Int == 0o600)
        let before = tenant.tokenRequests.count
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(tenant.tokenRequests.count == before)
        run.clock.advance(by: .seconds(200_000))
        let renewed = await run("Get-AcceptedDomain")
        #expect(renewed.code == .done, "said: \(renewed.errors)")
        #expect(tenant.tokenRequests.count == before + 1)
        let kept = try JSONValue(parsing: await run("token", "list", "-o", "json").output).arrayValue ?? []
        #expect(!kept.isEmpty && kept.allSatisfy { $0["RenewedBy"] == "device" })
        #expect(kept.allSatisfy { $0["User"] == .string(EmulatedTenant.person) })
        #expect(kept.allSatisfy { $0["TenantID"] == .string(TestToken.contoso) })
        #expect(await run("token", "forget").code == .done)
        let forgotten = await run("Get-AcceptedDomain")
        #expect(forgotten.code == .notConnected)
        #expect(forgotten.errors.contains("next: exo connect --name contoso.com"), "said: \(forgotten.errors)")
        #expect(forgotten.errors.contains("--device"), "said: \(forgotten.errors)")
    }

    @Test(arguments: [
        ["Get-AcceptedDomain"], ["shell", "-c", "Get-AcceptedDomain"],
        ["shell", "-c", "Get-AcceptedDomain | Select-Object Name"],
        ["bulk", "Get-Mailbox", "--from", "table.csv"],
        ["fleet", "run", "Get-AcceptedDomain", "--connections", "contoso.com"],
    ])
    func aPersonWhoseTokensAreRefusedConnectsAgain(_ words: [String]) async throws {
        #expect(await run("connect", "--device").code == .done)
        try tenant.control("POST", "faults", ["kind": "tokenRevoked", "times": 20])
        let table = try run.file("table.csv", "Identity\nadmin\n")
        let refused = await run.run(words.map { $0 == "table.csv" ? table : $0 })
        #expect(refused.code == (words[0] == "fleet" ? .incomplete : .notAuthorised), "said: \(refused.errors)")
        #expect(refused.errors.contains("next: exo connect --name contoso.com"), "said: \(refused.errors)")
        #expect(refused.errors.contains("--device"), "said: \(refused.errors)")
    }

    @Test func aFailedSignInLeavesTheOldConnectionAsItWas() async throws {
        #expect(await run("connect", "--device").code == .done)
        let words = ["connect", "--device", "--user-principal-name", "adele@contoso.com"]
        #expect(await run.run(words).code == .notConnected)
        let before = tenant.tokenRequests.count
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(tenant.tokenRequests.count == before)
        #expect(await run("disconnect").code == .done)
        #expect(await run("Get-AcceptedDomain").code == .notConnected)
    }

    @Test func takesTheNameOfWhoeverSignsIn() async throws {
        let connected = await run("connect", "--device", "-o", "json")
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(try JSONValue(parsing: connected.output)["UserPrincipalName"] == .string(EmulatedTenant.person))
        let powershell = await run("Connect-ExchangeOnline", "-Device", "-o", "json", "--name", "again")
        #expect(powershell.code == .done, "said: \(powershell.errors)")
        #expect(try JSONValue(parsing: powershell.output)["UserPrincipalName"] == .string(EmulatedTenant.person))
    }

    @Test func refusesAnotherPersonThanTheOneNamed() async throws {
        let connected = await run("connect", "--device", "--user-principal-name", "adele@contoso.com")
        #expect(connected.code == .notConnected)
        #expect(connected.errors.contains("sign in as adele@contoso.com"), "said: \(connected.errors)")
        #expect(!FileManager.default.fileExists(atPath: run.folder + "/.config/exo/connections/contoso.com.json"))
    }

    @Test func offersWaysToAPersonAndNeverInAPipe() async throws {
        let piped = await run("connect", "--user-principal-name", EmulatedTenant.person)
        #expect(piped.code == .usage)
        #expect(piped.errors.contains("there is no access token") && piped.errors.contains("exo help sign-in"))
        run.useTerminal()
        run.hasStatusLine = false
        run.lines = ["x", "d"]
        let asked = await run("connect", "--user-principal-name", EmulatedTenant.person)
        #expect(asked.code == .done, "said: \(asked.errors)")
        #expect(asked.errors.contains("How do you want to sign in?"))
        run.lines = ["c"]
        #expect(await run("connect", "--user-principal-name", EmulatedTenant.person).code == .interrupted)
        let application = await run("connect", "--organization", "contoso.com")
        #expect(application.code == .usage, "said: \(application.errors)")
    }

    @Test func signsInAgainWhereGraphAsksForItInTheMiddle() async throws {
        let isFirst = Flag()
        let (emulated, clock) = (tenant.emulator, run.clock)
        tenant.beforeEach { request in
            guard request.target.hasPrefix("/v1.0/"), isFirst.take() else { return }
            clock.advance(by: .seconds(5))
            let revoked = emulated.respond(
                to: ServerRequest(
                    method: "POST",
                    target: "/_emulator/users/\(EmulatedTenant.person)/revoke",
                    headers: [.init("Content-Type", "application/json")],
                    body: Array("{}".utf8)
                )
            )
            #expect(revoked.status == 200)
        }
        let outcome = await run(
            "app",
            "list",
            "Automation",
            "--device",
            "--client-id",
            "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
            "--user-principal-name",
            EmulatedTenant.person
        )
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(outcome.errors.split(separator: "devicelogin").count == 3, "said: \(outcome.errors)")
        let redeemed = tenant.tokenRequests.last { String(decoding: $0.body, as: UTF8.self).contains("device_code") }
        #expect(String(decoding: try #require(redeemed).body, as: UTF8.self).contains("nbf"))
    }
}
