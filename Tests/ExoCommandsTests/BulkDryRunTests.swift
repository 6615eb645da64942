import ExoCommands
import TestSupport
import Testing

/// `exo bulk --dry-run` against what the run itself would be held against.
struct BulkDryRunTests {
    private let run: TestRun
    private let service = BulkService()

    init() throws {
        run = try TestRun()
        run.transport = service.transport
    }

    /// Connects as a person, with guard rails.
    private func connect(_ words: String..., audience: String = "https://outlook.office365.com") async throws {
        run.input[0] = Array(TestToken.user(audience: audience).utf8)
        let person = ["--user-principal-name", "admin@contoso.com", "--access-token-stdin"]
        let outcome = await run.run(["connect"] + person + words)
        try #require(outcome.code == .done, "\(outcome.errors)")
        run.input = [:]
        service.forget()
    }

    private func dryRun(_ cmdlet: String, _ table: String, _ words: [String] = []) async throws -> TestRun.Outcome {
        let path = try run.file("table.csv", table)
        let outcome = await run.run(["bulk", cmdlet, "--from", path, "--dry-run"] + words)
        #expect(service.calls.isEmpty)
        return outcome
    }

    /// A token and an identity in variables come before what is stored, and so do they in a dry run.
    @Test func variablesWithATokenComeBeforeAConnection() async throws {
        try await connect("--read-only")
        let table = "Identity,CustomAttribute1\nada,x\n"
        let current = try await dryRun("Set-Mailbox", table)
        #expect(current.code == .notConnected && current.errors.contains("is read-only"), "\(current.errors)")
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.text(TestToken.applicationClaims())
        run.environment["EXO_ORGANIZATION"] = TestToken.contoso
        let given = try await dryRun("Set-Mailbox", table)
        #expect(given.code == .done && given.errors.contains("1 can be sent"), "\(given.errors)")
    }

    @Test func aConnectionThatAVariableNamesAndThatIsNotThereIsToldAsInARun() async throws {
        try await connect()
        run.environment["EXO_CONNECTION"] = "nosuch"
        let outcome = try await dryRun("Set-Mailbox", "Identity,CustomAttribute1\nada,x\n")
        #expect(outcome.code == .notConnected, "\(outcome.errors)")
        #expect(outcome.errors.contains("'nosuch', which EXO_CONNECTION names"), "\(outcome.errors)")
        #expect(outcome.errors.contains("unset EXO_CONNECTION"), "\(outcome.errors)")
    }

    @Test func theOtherServicesConnectionForbidsWhatItForbidsInARun() async throws {
        try await connect(
            "--service",
            "compliance",
            "--read-only",
            audience: "https://ps.compliance.protection.outlook.com"
        )
        try await connect("--service", "exchange")
        let table = "Name,ExchangeLocation\na,All\n"
        let outcome = try await dryRun("New-ComplianceSearch", table)
        #expect(outcome.code == .notConnected, "\(outcome.errors)")
        #expect(outcome.errors.contains("is read-only"), "\(outcome.errors)")
    }

    @Test func aNameThatIsNotTheTenantsIsRefused() async throws {
        try await connect("--confirm-tenant")
        let table = "Identity\nada\n"
        let wrong = try await dryRun("Remove-Mailbox", table, ["--repeat-tenant", "fabrikam"])
        #expect(wrong.code == .notConnected && wrong.errors.contains("'fabrikam' is not it"), "\(wrong.errors)")
        let id = ["--repeat-tenant", TestToken.contoso.uppercased()]
        let right = try await dryRun("Remove-Mailbox", table, id)
        #expect(right.code == .done && !right.errors.contains("not checked"), "\(right.errors)")
    }

    /// Before the tenant's id is known the run refuses a name without a dot too, and asks nobody.
    @Test func whatTheRunRefusesIsRefusedBeforeTheTenantIsKnown() async throws {
        try await connect("--confirm-tenant", "--lazy")
        let table = "Identity\nada\n"
        for name in ["fabrikam", TestToken.contoso] {
            let words = ["--repeat-tenant", name]
            let dry = try await dryRun("Remove-Mailbox", table, words)
            #expect(dry.code == .notConnected && dry.errors.contains("'\(name)' is not it"), "\(dry.errors)")
            let real = await run.run(["bulk", "Remove-Mailbox", "--from", run.folder + "/table.csv", "--yes"] + words)
            #expect(real.code == .notConnected && real.errors.contains("'\(name)' is not it"), "\(real.errors)")
            #expect(service.calls.isEmpty)
        }
        let domain = try await dryRun("Remove-Mailbox", table, ["--repeat-tenant", "contoso.com"])
        #expect(domain.code == .done && !domain.errors.contains("not checked"), "\(domain.errors)")
    }

    /// The domain of a person's name may be that of another tenant, in which the person is a guest; so the run asks.
    @Test func theDomainOfAPersonIsLeftToTheRun() async throws {
        try await connect("--confirm-tenant")
        let outcome = try await dryRun("Remove-Mailbox", "Identity\nada\n", ["--repeat-tenant", "contoso.com"])
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(outcome.errors.contains("whether contoso.com is a name of the tenant is not checked"))
    }

    /// The sign-in service alone knows all domains of a tenant.
    @Test func aDomainThatIsNotKnownIsLeftToTheRun() async throws {
        try await connect("--confirm-tenant")
        let outcome = try await dryRun("Remove-Mailbox", "Identity\nada\n", ["--repeat-tenant", "contoso.net"])
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(outcome.errors.contains("whether contoso.net is a name of the tenant is not checked"))
    }

    /// A pipe that a signal cuts off before anybody else has seen it.
    private final class CutInput: InputSource {
        private let isTaken = Flag()

        func readAll(descriptor: Int32, limit: Int) throws -> [UInt8] { [] }
        func readPart(descriptor: Int32) throws -> [UInt8] {
            guard isTaken.take() else { throw CancellationError() }
            // More than is looked at to tell what kind of table it is.
            let rows = (1...20_000).map { "user\($0),x\n" }.joined()
            return Array("Identity,CustomAttribute1\n\(rows)cl".utf8)
        }
        func readLine() throws -> String? { nil }
        func readHiddenLine() throws -> String? { nil }
    }

    @Test func aTableThatASignalCutOffIsNoWholeOne() async throws {
        let errors = Capture()
        var context = run.context(errors: errors)
        context.input = CutInput()
        let code = await ExoProgram.run(["bulk", "Set-Mailbox", "--from", "-", "--dry-run"], in: context)
        #expect(code == .interrupted && errors.text.contains("20000 rows: 20000 can be sent"), "\(errors.text)")
    }
}
