import ExoCommands
import ExoCrypto
import ExoJSON
import HTTPServer
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Connections of applications and machines, by what proves them.
struct ApplicationSignInTests {
    private static let subject = "repo:contoso/scripts:ref:refs/heads/main"

    private let run: TestRun
    private let tenant: EmulatedTenant

    init() throws {
        run = try TestRun()
        tenant = try EmulatedTenant(run)
    }

    @Test func connectsByACertificate() async throws {
        let (certificate, key) = try tenant.makeCertificate(at: run.clock.date)
        let file = try run.file("app.pem", certificate.pem + (try key.pem))
        let connected = await run.run(EmulatedTenant.connecting + ["--certificate", file])
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(try run.connection().contains(file))
        #expect(!(try run.connection().contains("PRIVATE KEY")))
        #expect(
            tenant.tokenRequests.allSatisfy { String(decoding: $0.body, as: UTF8.self).contains("client_assertion=") }
        )
    }

    @Test(arguments: ["file", "variable", "terminal", "wrong", "unset", "both", "none"])
    func opensALockedCertificate(way: String) async throws {
        let (certificate, key) = try tenant.makeCertificate(at: run.clock.date)
        let password = "certificate-password"
        let file = try run.file(
            "app.pem",
            certificate.pem + (try key.pem(encryptedWith: SecretBytes(copying: password.utf8)))
        )
        var words = EmulatedTenant.connecting + ["--certificate", file]
        switch way {
        case "file": words += ["--certificate-password-file", try run.file("password", password + "\n")]
        case "wrong": words += ["--certificate-password-file", try run.file("password", "another")]
        case "variable":
            run.environment["REPORT_PASSWORD"] = password
            words += ["--certificate-password-env", "REPORT_PASSWORD"]
        case "unset": words += ["--certificate-password-env", "REPORT_PASSWORD"]
        case "both":
            run.environment["REPORT_PASSWORD"] = password
            words += ["--certificate-password-env", "REPORT_PASSWORD", "--certificate-password-file", file]
        case "terminal":
            run.useTerminal()
            run.lines = [password]
        default: break
        }
        let connected = await run.run(words)
        guard ["file", "variable", "terminal"].contains(way) else {
            #expect(connected.code == (way == "both" ? .usage : .notConnected))
            #expect(connected.errors.contains("password"), "said: \(connected.errors)")
            #expect(!connected.errors.contains("OpenSSL: interrupted"), "said: \(connected.errors)")
            if way == "none" { #expect(connected.errors.contains("next: add --certificate-password-file")) }
            return
        }
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(!connected.errors.contains(password))
        run.lines = []
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(!(try run.connection().contains(password)))
    }

    @Test(arguments: ["--client-secret-file", "--certificate"]) func saysWhatToDoWithoutTheFile(
        _ option: String
    ) async throws {
        let outcome = await run.run(EmulatedTenant.connecting + [option, run.folder + "/none"])
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains("there is no "), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: "), "said: \(outcome.errors)")
    }

    @Test func aConnectionThatFailsIsCalledByItsName() async throws {
        let file = try run.file("secret.txt", EmulatedTenant.secret)
        let words = EmulatedTenant.connecting + ["--client-secret-file", file, "--name", "prod"]
        #expect(await run.run(words).code == .done)
        #expect(await run("token", "forget").code == .done)
        try run.file("secret.txt", "another")
        let listed = await run("Get-ConnectionInformation")
        #expect(listed.errors.contains("warning: prod: "), "said: \(listed.errors)")
    }

    @Test func takesTheNamesOfConnectExchangeOnline() async throws {
        let (certificate, key) = try tenant.makeCertificate(at: run.clock.date)
        let file = try run.file("app.pem", certificate.pem + (try key.pem))
        let connected = await run(
            "Connect-ExchangeOnline",
            "-AppId",
            EmulatedTenant.automation,
            "-CertificateFilePath",
            file,
            "-Organization",
            "contoso.com",
            "-ShowBanner:$false"
        )
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(try JSONValue(parsing: Array(run.connection().utf8))["source"]?["kind"] == "certificate")
        run.useTerminal()
        run.lines = ["Emulator-Passw0rd"]
        let person = await run(
            "Connect-ExchangeOnline",
            "-UserPrincipalName",
            "adele@contoso.com",
            "-InlineCredential",
            "--name",
            "adele"
        )
        #expect(person.errors.contains("a password"), "said: \(person.errors)")
        #expect(!person.errors.contains("Emulator-Passw0rd"))
    }

    @Test func connectsByAnotherIssuersTokenInAFile() async throws {
        let file = try run.file("federated", try tenant.makeAssertion(of: Self.subject))
        let connected = await run.run(EmulatedTenant.connecting + ["--federated-token-file", file])
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(await run("Get-AcceptedDomain").code == .done)
        try run.file("federated", "")
        #expect(await run("token", "forget").code == .done)
        let empty = await run("Get-AcceptedDomain")
        #expect(empty.code == .notConnected)
        #expect(empty.errors.contains("is empty"), "said: \(empty.errors)")
    }

    @Test func aPipelinesIssuerNeedsThePipeline() async throws {
        for (issuer, variable) in [
            ("github", "ACTIONS_ID_TOKEN_REQUEST_URL"), ("azure-pipelines", "SYSTEM_OIDCREQUESTURI"),
        ] {
            let outcome = await run.run(EmulatedTenant.connecting + ["--federated-token-from", issuer])
            #expect(outcome.code == .notConnected)
            #expect(outcome.errors.contains(variable), "said: \(outcome.errors)")
        }
    }

    @Test func connectsAsTheMachineItRunsOn() async throws {
        let machine = ["connect", "--organization", "contoso.com", "--managed-identity"]
        let connected = await run.run(machine)
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(await run("Connect-ExchangeOnline", "-ManagedIdentity", "-Organization", "contoso.com").code == .done)
        let other = await run(
            "Connect-ExchangeOnline",
            "-ManagedIdentity",
            "-ManagedIdentityAccountId",
            "cccccccc-0000-4000-8000-000000000009",
            "-Organization",
            "contoso.com"
        )
        #expect(other.code != .done)
        #expect(tenant.transport.requests.contains { $0.target.contains("client_id=cccccccc-") })
    }

    @Test func anApplicationWhoseTokensAreRefusedMayBeDisabled() async throws {
        let file = try run.file("secret.txt", EmulatedTenant.secret)
        #expect(await run.run(EmulatedTenant.connecting + ["--client-secret-file", file]).code == .done)
        try tenant.control("POST", "faults", ["kind": "tokenRevoked", "times": 20])
        let refused = await run("Get-AcceptedDomain")
        #expect(refused.code == .notAuthorised, "said: \(refused.errors)")
        #expect(refused.errors.contains("\(EmulatedTenant.automation) is disabled"), "said: \(refused.errors)")
        #expect(!refused.errors.contains("sign in again"), "said: \(refused.errors)")
    }

    /// It has no secret with which anybody could get another token.
    @Test func aMachineServesItsOwnTenantAlone() async throws {
        let refused = await run.run(["connect", "--organization", "fabrikam.com", "--managed-identity"])
        #expect(refused.code == .notConnected)
        #expect(
            refused.errors.contains("tokens of its own tenant alone (\(TestToken.contoso))"),
            "said: \(refused.errors)"
        )
        #expect(refused.errors.contains("--federated-token-from managed-identity"), "said: \(refused.errors)")
        #expect(!refused.errors.contains("client_secret"), "said: \(refused.errors)")
    }

    @Test func aCommandThatPrintsAnotherTenantsTokenIsToBeCorrected() async throws {
        let token = try run.file("token", TestToken.application(tenant: TestToken.fabrikam))
        let refused = await run.run([
            "connect", "--organization", "contoso.com", "--token-command", "/bin/cat \(token)",
        ])
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("next: correct the command"), "said: \(refused.errors)")
        #expect(refused.errors.contains("next: correct the command so that it prints an application's token"))
        #expect(!refused.errors.contains("client_secret"), "said: \(refused.errors)")
    }

    /// Naming the partner's user takes nothing of the advice away.
    @Test func aCommandOfAPartnersUserIsToBeCorrectedAsWell() async throws {
        let token = try run.file("token", TestToken.user(EmulatedTenant.person))
        let refused = await run.run([
            "connect", "--delegated-organization", "fabrikam.com", "--user-principal-name", EmulatedTenant.person,
            "--token-command", "/bin/cat \(token)",
        ])
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("next: correct the command so that it prints"), "said: \(refused.errors)")
    }

    @Test func connectsByAPasswordAndWarns() async throws {
        run.input[0] = Array("Emulator-Passw0rd\n".utf8)
        let connected = await run("connect", "--username", EmulatedTenant.person, "--password-stdin")
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(connected.errors.contains("warning: "))
        #expect(!connected.errors.contains("Emulator-Passw0rd"))
        run.input = [:]
        #expect(await run("Get-AcceptedDomain").code == .done)
        #expect(!(try run.connection().contains("Emulator-Passw0rd")))
    }
}
