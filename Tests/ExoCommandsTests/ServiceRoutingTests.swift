@testable import ExoCommands
import ExoJSON
import ExoTransport
import HTTPServer
import TestSupport
import Testing

struct ServiceRoutingTests {
    private static let compliance = "https://ps.compliance.protection.outlook.com"

    /// Connects as a user to a service.
    private func connect(
        _ run: TestRun,
        _ service: String,
        user: String = "admin@contoso.com",
        _ words: String...
    ) async throws {
        let audience = service == "compliance" ? Self.compliance : "https://outlook.office365.com"
        run.input[0] = Array(TestToken.user(user, audience: audience).utf8)
        run.script(TestRun.banner)
        let outcome = await run.run(
            ["connect", "--user-principal-name", user, "--access-token-stdin", "--service", service] + words
        )
        try #require(outcome.code == .done, "\(outcome.errors)")
    }

    @Test func aCmdletOfTheOtherServiceTakesTheTenantsOtherConnection() async throws {
        let run = try TestRun()
        try await connect(run, "compliance")
        try await connect(run, "exchange")
        #expect(run.has(".config/exo/connections/contoso.com-exchange.json"), "one name is for one service")
        let transport = run.script(TestRun.page("{\"Name\":\"Public\"}"), TestRun.page("{\"Name\":\"a\"}"))
        let labels = await run("Get-Label")
        #expect(labels.code == .done, "\(labels.errors)")
        #expect(labels.output.contains("Public"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(transport.requests.map { $0.url.hasPrefix(Self.compliance) } == [true, false])
    }

    @Test func aNameOnBothNeedsAChoice() async throws {
        let run = try TestRun()
        try await connect(run, "exchange")
        run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-RoleGroup").code == .done, "there is one connection only")
        try await connect(run, "compliance")
        let transport = run.script(TestRun.page("{\"Name\":\"a\"}"), TestRun.page("{\"Name\":\"a\"}"))
        let refused = await run("Get-RoleGroup")
        #expect(refused.code == .usage)
        #expect(refused.errors.contains("a cmdlet of both services"), "\(refused.errors)")
        #expect(refused.errors.contains("--service exchange"))
        #expect(await run("Get-RoleGroup", "--service", "exchange").code == .done)
        #expect(await run("Get-RoleGroup", "--connection", "contoso.com-compliance").code == .done)
        #expect(transport.requests.map { $0.url.hasPrefix(Self.compliance) } == [false, true])
        let none = await run("Get-Label", "--service", "exchange")
        #expect(none.code == .usage)
        #expect(none.errors.contains("Get-Label is no cmdlet of Exchange Online"))
    }

    @Test func aShellIsToldToBeginWithAService() async throws {
        let run = try TestRun()
        try await connect(run, "exchange")
        try await connect(run, "compliance")
        let refused = await run("shell", "-c", "Get-RoleGroup")
        #expect(refused.errors.contains("exo shell --service exchange"), "\(refused.errors)")
        run.script(TestRun.page("{\"Name\":\"a\"}"))
        let chosen = await run("shell", "--service", "exchange", "-c", "Get-RoleGroup")
        #expect(chosen.code == .done, "\(chosen.errors)")
    }

    /// The service's functions for these two were seen without what they are about.
    @Test(arguments: ["Remove-AuditConfigurationPolicy", "Remove-AuditConfigurationRule"])
    func theIdentityNeedsNoNameWhereNothingElseHasAPlace(cmdlet: String) async throws {
        let run = try TestRun()
        try await connect(run, "compliance")
        let shown = await run(cmdlet, "abc", "--dry-run")
        #expect(shown.output.contains("\"Identity\":\"abc\""), "\(shown.output)\(shown.errors)")
    }

    @Test(arguments: ["HtmlOnly", "bestbodyformat", "5"])
    func formatsOfMailHaveNamesAndNumbers(format: String) async throws {
        let run = try TestRun()
        try await connect(run, "exchange")
        let shown = await run("Set-CASMailbox", "alex", "-PopMessagesRetrievalMimeFormat", format, "--dry-run")
        #expect(shown.code == .done && !shown.errors.contains("has no value"), "\(shown.errors)")
    }

    @Test func whatWouldHappenIsOnlyAskedWhereTheServiceHeedsIt() async throws {
        for (service, code) in [("exchange", ExitCode.done), ("compliance", .usage)] {
            let run = try TestRun()
            try await connect(run, service)
            run.script(TestRun.page("", more: #""@adminapi.confirmationmessage":"Removing it.","#))
            let outcome = await run("Remove-RoleGroup", "a", "-WhatIf")
            #expect(outcome.code == code, "\(service): \(outcome.errors)")
            #expect(outcome.errors.contains("acts all the same") == (service == "compliance"), "\(outcome.errors)")
        }
    }

    @Test(arguments: [
        ["Remove-ComplianceTag", "a"], ["New-ComplianceSearchAction", "-SearchName", "a", "-Purge"],
        ["Set-RetentionCompliancePolicy", "a", "-RestrictiveRetention", "true"],
    ])
    func whatNothingUndoesAsksOnSecurityAndCompliance(words: [String]) async throws {
        let run = try TestRun()
        try await connect(run, "compliance")
        let unheard = run.script()
        let refused = await run.run(words)
        #expect(refused.code == .usage && refused.errors.contains("asks before it acts"), "\(refused.errors)")
        #expect(unheard.requests.isEmpty)

        run.useTerminal()
        run.lines = ["Get-Label", "n"]
        let transport = run.script(TestRun.page("", more: #""@adminapi.confirmationmessage":"It is for good.","#))
        let declined = await run.run(words)
        #expect(declined.code == .interrupted && declined.errors.contains("It is for good."), "\(declined.errors)")
        #expect(declined.errors.contains("neither yes nor no"), "\(declined.errors)")
        let sent = try JSONValue(parsing: try #require(transport.requests.first?.body))
        #expect(transport.requests.count == 1 && sent["CmdletInput"]?["Parameters"]?["Confirm"] == true)
    }

    @Test(arguments: [
        ["Set-RetentionCompliancePolicy", "a", "-RestrictiveRetention", "false"],
        ["Get-ComplianceSearchAction", "-Purge"], ["Remove-ComplianceTag", "a", "--yes"],
    ])
    func whatCanBeUndoneOrHasAYesAsksNothingOnSecurityAndCompliance(words: [String]) async throws {
        let run = try TestRun()
        try await connect(run, "compliance")
        run.script(TestRun.page(""))
        let outcome = await run.run(words)
        #expect(outcome.code == .done, "\(outcome.errors)")
    }

    @Test func withoutTheOtherConnectionTheNextCommandIsNamed() async throws {
        let run = try TestRun()
        try await connect(run, "exchange")
        let transport = run.script()
        let outcome = await run("Get-Label")
        #expect(outcome.code == .usage)
        let command =
            "exo connect --name contoso.com-compliance --service compliance --user-principal-name admin@contoso.com "
            + "--access-token-stdin"
        #expect(outcome.errors.contains(command), "\(outcome.errors)")
        #expect(transport.requests.isEmpty)
    }

    @Test func aConnectionOfAnotherIdentityIsProposedAndNotTaken() async throws {
        let run = try TestRun()
        try await connect(run, "compliance", user: "officer@contoso.com", "--name", "officer")
        try await connect(run, "exchange")
        let transport = run.script()
        let outcome = await run("Get-Label")
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("--connection officer"), "\(outcome.errors)")
        #expect(transport.requests.isEmpty)
    }

    @Test func whatOneConnectionForbidsTheOtherDoesNotAllow() async throws {
        let run = try TestRun()
        try await connect(run, "compliance")
        try await connect(run, "exchange", user: "admin@contoso.com", "--read-only")
        let transport = run.script()
        let outcome = await run("Set-Label", "-Identity", "Public", "-DisplayName", "x")
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains("read-only"), "\(outcome.errors)")
        #expect(transport.requests.isEmpty)
    }

    @Test func aSourceThatServesBothMakesTheOtherConnection() async throws {
        let run = try TestRun()
        let tenant = try EmulatedTenant(run)
        try run.file("secret.txt", EmulatedPerson.password)
        let made = await run(
            "connect",
            "--user-principal-name",
            EmulatedTenant.person,
            "--username",
            EmulatedTenant.person,
            "--password-file",
            run.folder + "/secret.txt"
        )
        try #require(made.code == .done, "\(made.errors)")
        let before = tenant.transport.requests.count
        let labels = await run("Get-Label", "--output", "json")
        #expect(labels.code == .done, "\(labels.errors)")
        #expect(labels.output.contains("Public"))
        #expect(await run("Get-OrganizationConfig").code == .done, "the connection itself is as it was")
        let later = tenant.transport.requests[before...]
        #expect(later.contains { $0.target.contains("/token") })
        #expect(try run.connection().contains("\"service\": \"exchange\""))
    }

    @Test func theOtherServiceProvesADelegatedOrganizationItselfOnce() async throws {
        let run = try TestRun()
        let tenant = try EmulatedTenant(run)
        try run.file("secret.txt", EmulatedPerson.password)
        let made = await run(
            "connect",
            "--delegated-organization",
            "fabrikam.onmicrosoft.com",
            "--username",
            "admin@fabrikam.com",
            "--password-file",
            run.folder + "/secret.txt"
        )
        try #require(made.code == .done, "\(made.errors)")
        var questions: Int {
            tenant.transport.requests.count { String(decoding: $0.body, as: UTF8.self).contains("Get-RoleGroup") }
        }
        #expect(questions == 0)
        for _ in 0..<2 {
            let labels = await run("Get-Label")
            #expect(labels.code == .done, "\(labels.errors)")
            #expect(questions == 1)
        }
        #expect(try run.connection("fabrikam.onmicrosoft.com").contains("otherTenantProven"))
    }

    @Test func aTokenWithNothingStoredGoesWhereItsCmdletIs() async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user(audience: Self.compliance)
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        let transport = run.script(TestRun.page("{\"Name\":\"Public\"}"))
        let outcome = await run("Get-Label")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(transport.requests.first?.url.hasPrefix(Self.compliance) == true)
    }

    @Test func aTokenForGraphGoesToTheCloudOfItsTenant() async throws {
        let run = try TestRun()
        let tenant = try EmulatedTenant(run)
        try run.file("secret.txt", EmulatedPerson.password)
        let made = await run(
            "connect",
            "--user-principal-name",
            EmulatedTenant.person,
            "--username",
            EmulatedTenant.person,
            "--password-file",
            run.folder + "/secret.txt"
        )
        try #require(made.code == .done, "\(made.errors)")
        let token = try tenant.control(
            "POST",
            "tokens",
            [
                "user": .string(EmulatedTenant.person), "client": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
                "resource": "https://graph.microsoft.com",
            ]
        )
        run.environment["EXO_CLOUD"] = nil
        run.environment["EXO_GRAPH_TOKEN"] = try #require(token["access_token"]?.stringValue)
        let before = tenant.transport.requests.count
        let apps = await run("app", "list", "--output", "json")
        #expect(apps.code == .done, "\(apps.errors)")
        let hosts = Set(tenant.transport.requests[before...].compactMap { $0.header("Host") })
        #expect(hosts == ["localhost:8443"])
    }

    @Test func informationIsTrueOfBothServices() async throws {
        let run = try TestRun()
        try await connect(run, "exchange")
        try await connect(run, "compliance")
        #expect(try run.content(".config/exo/current").hasPrefix("contoso.com-compliance"))
        let state = #"{"PropertyName":"AdminApiState","PropertyValue":"Running"}"#
        run.script(.json(state), .json(state))
        let outcome = await run("Get-ConnectionInformation", "--output", "json")
        let rows = try #require(try JSONValue(parsing: outcome.output).arrayValue)
        #expect(rows.map { $0["IsEopSession"] } == [true, false])
        #expect(rows.map { $0["ConnectionUsedForInbuiltCmdlets"] } == [false, true], "Get-EXO* take it")
        #expect(rows.map { $0["State"] } == ["Connected", "Connected"])
        #expect(rows[0].objectValue?.members.count == 19)
        #expect(rows[0]["ModulePrefix"] == .null)
    }
}
