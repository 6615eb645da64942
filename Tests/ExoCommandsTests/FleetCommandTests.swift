import ExoCommands
import ExoJSON
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `exo fleet run`: a cmdlet over many connections.
struct FleetCommandTests {
    private let run: TestRun
    private let service = BulkService { call in
        let tenant = call.url.contains(TestToken.contoso) ? "contoso" : "fabrikam"
        return .rows([["Name": .string(tenant), "DisplayName": .string(tenant)]])
    }

    init() async throws {
        run = try TestRun()
        run.transport = service.transport
        for (name, tenant) in [
            ("msp-a", TestToken.contoso), ("msp-b", TestToken.fabrikam), ("msp-c", TestToken.contoso),
            ("own", TestToken.fabrikam),
        ] {
            run.input[0] = Array(TestToken.text(TestToken.applicationClaims(tenant: tenant)).utf8)
            let outcome = await run("connect", "--organization", tenant, "--name", name, "--access-token-stdin")
            try #require(outcome.code == .done, "\(outcome.errors)")
        }
        run.input = [:]
    }

    private func rows(_ outcome: TestRun.Outcome) throws -> [JSONObject] {
        try outcome.output.split(separator: "\n").compactMap { try JSONValue(parsing: String($0)).objectValue }
    }

    @Test func labelsRowsByConnectionAndTenant() async throws {
        let outcome = await run(
            "fleet",
            "run",
            "Get-OrganizationConfig",
            "--connections",
            "msp-*",
            "--output",
            "ndjson"
        )
        #expect(outcome.code == .done, "\(outcome.errors)")
        let rows = try rows(outcome)
        #expect(Set(rows.map { $0["Connection"]?.stringValue }) == ["msp-a", "msp-b", "msp-c"])
        for row in rows {
            #expect(row.names == ["Connection", "Tenant", "Name", "DisplayName"])
            let isContoso = row["Tenant"]?.stringValue == TestToken.contoso
            #expect(row["Name"] == (isContoso ? "contoso" : "fabrikam"))
        }
        #expect(outcome.errors.contains("3 done, 0 failed"))
    }

    /// Whoever wants one row does not want all tenants asked for theirs.
    @Test func beginsNoMoreTenantsWhenThereAreRowsEnough() async throws {
        let before = service.calls.count
        let words = ["Get-OrganizationConfig", "--parallel", "1", "--limit", "1", "-o", "ndjson"]
        let outcome = await run.run(["fleet", "run", "--connections", "*"] + words)
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(try rows(outcome).count == 1)
        #expect(service.calls.count - before <= 2)
    }

    @Test func aChangeIsMadeEverywhereWhateverIsShown() async throws {
        let before = service.calls.count
        let words = ["Set-Mailbox", "ada", "-Office", "x", "--parallel", "1", "--limit", "1"]
        let outcome = await run.run(["fleet", "run", "--connections", "*"] + words)
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(service.calls.count - before == 4)
    }

    @Test func tellsWhereConnectionsAreOfOneTenant() async throws {
        let words = ["fleet", "run", "Set-Mailbox", "ada", "-Office", "x", "--connections", "msp-*", "--dry-run"]
        let changing = await run.run(words)
        #expect(changing.errors.contains("msp-a, msp-c are of one tenant"), "\(changing.errors)")
        let reading = await run("fleet", "run", "Get-Mailbox", "--connections", "msp-*", "--dry-run")
        #expect(!reading.errors.contains("are of one tenant"))
    }

    @Test func aDryRunListsTheTenantsAndSendsNothing() async throws {
        let before = service.calls.count
        let outcome = await run(
            "fleet",
            "run",
            "Remove-Mailbox",
            "ada",
            "--connections",
            "msp-*",
            "--dry-run",
            "-o",
            "ndjson"
        )
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(try rows(outcome).map { $0["Connection"] } == ["msp-a", "msp-b", "msp-c"])
        #expect(
            try rows(outcome).map { $0["Tenant"]?.stringValue } == [
                TestToken.contoso, TestToken.fabrikam, TestToken.contoso,
            ]
        )
        #expect(outcome.errors.contains("Remove-Mailbox would be run in 3 tenants; it was not sent"))
        #expect(service.calls.count == before)
    }

    @Test func showsTheConnectionFirstInATable() async throws {
        run.useTerminal(width: 120)
        run.hasStatusLine = false
        let outcome = await run("fleet", "run", "Get-OrganizationConfig", "--connections", "msp-b,own")
        #expect(outcome.output.hasPrefix("Connection"))
        #expect(outcome.output.contains("own"))
    }

    @Test func goesOnWhenOneTenantFailsAndSaysWhich() async throws {
        service.answers { call in
            call.url.contains(TestToken.fabrikam) ? .refusal("not here") : .rows([["Name": "x"]])
        }
        let outcome = await run("fleet", "run", "Get-OrganizationConfig", "--connections", "msp-*")
        #expect(outcome.code == .incomplete)
        #expect(outcome.errors.contains("msp-b: not here"))
        #expect(outcome.errors.contains("2 done, 1 failed"))
    }

    @Test func aChangeHasARowForEachTenant() async throws {
        service.answers { call in
            call.url.contains(TestToken.fabrikam) ? .refusal("not here") : .rows([])
        }
        let words = ["fleet", "run", "Set-OrganizationConfig", "-AuditDisabled", "false", "--connections", "msp-*"]
        let outcome = await run.run(words + ["--output", "ndjson"])
        #expect(outcome.code == .incomplete)
        let rows = try rows(outcome)
        #expect(rows.count == 3)
        for row in rows {
            #expect(row.names == ["Connection", "Tenant", "Status", "Error", "Code", "RequestId"])
            let isRefused = row["Connection"] == "msp-b"
            #expect(row["Status"]?.stringValue == (isRefused ? "failed" : "done"))
            #expect(row["Tenant"]?.stringValue == (isRefused ? TestToken.fabrikam : TestToken.contoso))
            #expect(row["Error"]?.stringValue?.contains("not here") == (isRefused ? true : nil))
            #expect(row["Code"]?.isNull == !isRefused)
        }
        let table = await run.run(words + ["--output", "csv", "--columns", "Connection,Status"])
        #expect(
            Set(table.output.split(separator: "\n")) == [
                "Connection,Status", "msp-a,done", "msp-b,failed", "msp-c,done",
            ]
        )
        let wrong = await run.run(words + ["--columns", "Nothing"])
        #expect(wrong.code == .usage && wrong.errors.contains("there is no property Nothing"), "\(wrong.errors)")
    }

    @Test func thoseThatFailedAreAListToRunAgain() async throws {
        service.answers { call in
            call.url.contains(TestToken.contoso) ? .refusal("not here") : .rows([])
        }
        let list = run.folder + "/failed.txt"
        let words = ["fleet", "run", "Set-OrganizationConfig", "-AuditDisabled", "false", "--failed", list]
        let first = await run.run(words + ["--connections", "msp-*", "--parallel", "1"])
        #expect(first.code == .incomplete && first.errors.contains("the tenants that failed are in \(list)"))
        #expect(try run.content("failed.txt").split(separator: "\n").dropFirst() == ["msp-a", "msp-c"])
        service.answers { _ in .rows([]) }
        service.forget()
        let over = await run.run(words + ["--connections-from", list])
        #expect(over.code == .usage && over.errors.contains("would write over"), "\(over.errors)")
        let again = await run.run(words.dropLast(2) + ["--connections-from", list])
        #expect(again.code == .done && again.errors.contains("2 done, 0 failed"), "\(again.errors)")
        #expect(service.calls.count == 2)
        let whole = await run.run(words + ["--connections", "msp-*"])
        #expect(whole.code == .done && !run.has("failed.txt"), "\(whole.errors)")
        let customers = await run.run(words + ["--customers"])
        #expect(customers.code == .usage && customers.errors.contains("--failed writes names"), "\(customers.errors)")
    }

    @Test func aListOfThoseThatFailedStaysUntilAllHadTheirTurn() async throws {
        service.answers { call in
            call.url.contains(TestToken.contoso) ? .refusal("not here") : .rows([["Name": "x"], ["Name": "y"]])
        }
        let list = run.folder + "/failed.txt"
        let words = [
            "fleet", "run", "Get-OrganizationConfig", "--connections", "*", "--parallel", "1", "--failed", list,
        ]
        try #require(await run.run(words).code == .incomplete)
        service.answers { _ in .rows([["Name": "x"]]) }
        for more in [["--limit", "1"], ["--shard", "1/2"], ["--shard", "2/2"]] {
            let part = await run.run(words + more)
            #expect(part.code == .done && run.has("failed.txt"), "\(part.errors)")
        }
        // Where all have begun, what came behind the first row was left out all the same.
        let free = words.filter { $0 != "--parallel" && $0 != "1" }
        for fleet in ["*", "msp-a"] {
            let first = await run.run(free.map { $0 == "*" ? fleet : $0 } + ["--limit", "1"])
            #expect(first.code == .done && run.has("failed.txt"), "\(first.errors)")
        }
        let whole = await run.run(words)
        #expect(whole.code == .done && !run.has("failed.txt"), "\(whole.errors)")
    }

    @Test func aDamagedConnectionFailsAlone() async throws {
        try run.file(".config/exo/connections/msp-b.json", "{\"version\": 1")
        let words = ["fleet", "run", "Get-OrganizationConfig", "--connections", "msp-*", "--output", "ndjson"]
        let outcome = await run.run(words)
        #expect(outcome.code == .incomplete, "\(outcome.errors)")
        #expect(try Set(rows(outcome).map { $0["Connection"]?.stringValue }) == ["msp-a", "msp-c"])
        #expect(outcome.errors.contains("msp-b: the file of connection 'msp-b' is damaged"), "\(outcome.errors)")
        #expect(outcome.errors.contains("2 done, 1 failed"))
        service.forget()
        let dry = await run.run(words + ["--dry-run"])
        #expect(dry.code == .incomplete && dry.errors.contains("would be run in 2 tenants and would fail in 1"))
        #expect(service.calls.isEmpty)
    }

    @Test func aDryRunKnowsWhoseGuardRailsForbidIt() async throws {
        run.input[0] = Array(TestToken.text(TestToken.applicationClaims(tenant: TestToken.fabrikam)).utf8)
        let words = ["connect", "--organization", TestToken.fabrikam, "--name", "msp-b", "--access-token-stdin"]
        try #require(await run.run(words + ["--read-only"]).code == .done)
        run.input = [:]
        let fleet = ["fleet", "run", "--connections", "msp-*", "--dry-run", "--output", "ndjson"]
        let change = await run.run(fleet + ["Set-OrganizationConfig", "-AuditDisabled", "false"])
        #expect(change.code == .incomplete)
        #expect(try rows(change).map { $0["Connection"] } == ["msp-a", "msp-c"])
        #expect(change.errors.contains("connection 'msp-b' is read-only"), "\(change.errors)")
        #expect(change.errors.contains("would be run in 2 tenants and would fail in 1"), "\(change.errors)")
        let read = await run.run(fleet + ["Get-OrganizationConfig"])
        #expect(read.code == .done, "\(read.errors)")
        #expect(try rows(read).count == 3)
    }

    @Test func takesNamesFromAFileAndItsShareOfThem() async throws {
        let list = try run.file("list.txt", "# customers\nmsp-a\n\nmsp-b\nmsp-c\nown\n")
        var seen: [String] = []
        for share in ["1/2", "2/2"] {
            let outcome = await run(
                "fleet",
                "run",
                "Get-OrganizationConfig",
                "--connections-from",
                list,
                "--shard",
                share,
                "--output",
                "ndjson"
            )
            #expect(outcome.code == .done, "\(outcome.errors)")
            seen += try rows(outcome).compactMap { $0["Connection"]?.stringValue }
        }
        #expect(seen.sorted() == ["msp-a", "msp-b", "msp-c", "own"])
    }

    @Test func aListThatIsAWorkbookIsAnsweredWithTheFleetsOwnOption() async throws {
        let list = try run.file("list.xlsx", "PK\u{3}\u{4}rest")
        for option in ["--connections-from", "--organizations-from"] {
            let outcome = await run("fleet", "run", "Get-OrganizationConfig", option, list)
            #expect(outcome.code == .usage && outcome.errors.contains("an Excel workbook"), "\(outcome.errors)")
            #expect(outcome.errors.contains("give that file: \(option) FILE.csv"), "\(outcome.errors)")
        }
    }

    /// The encoding of a list cannot be named.
    @Test func aListThatEndsWithinACharacterIsAnsweredWithTheFleetsOwnOption() async throws {
        let list = try run.file("list", bytes: [0xFF, 0xFE, 0x41])
        let outcome = await run("fleet", "run", "Get-OrganizationConfig", "--connections-from", list)
        #expect(outcome.code == .usage, "\(outcome.errors)")
        #expect(outcome.errors.contains("what --connections-from names is not UTF-16 to its end"), "\(outcome.errors)")
        #expect(outcome.errors.contains("save it as UTF-8") && !outcome.errors.contains("--encoding"))
    }

    @Test func skipsTenantsThatTheJournalHasDone() async throws {
        service.answers { call in
            call.url.contains(TestToken.fabrikam) ? .refusal("not here") : .rows([])
        }
        let words = [
            "fleet", "run", "Set-OrganizationConfig", "-AuditDisabled", "false", "--connections", "msp-*", "--journal",
            run.folder + "/fleet.journal",
        ]
        #expect(await run.run(words).code == .incomplete)
        service.answers { _ in .rows([]) }
        service.forget()
        let second = await run.run(words + ["--resume"])
        #expect(second.code == .done, "\(second.errors)")
        #expect(second.errors.contains("1 done, 0 failed, 2 done before"))
        #expect(service.calls.count == 1)
        #expect(service.calls.first?.url.contains(TestToken.fabrikam) == true)
    }

    /// A reader who leaves, or a disk that is full, is noticed only when rows are written; a table and a sorted list wait with them.
    @Test(arguments: [
        ["-o", "ndjson"], ["-o", "csv"], ["-o", "table"], ["-o", "ndjson", "--sort", "Name"], ["--count"],
    ])
    func whatWasNotWrittenIsNotDone(_ form: [String]) async throws {
        let words =
            ["fleet", "run", "Get-OrganizationConfig", "--connections", "msp-*", "--journal", run.folder + "/j"] + form
        run.outputRoom = 0
        let lost = await run.run(words)
        #expect(!lost.errors.contains("3 done"), "\(lost.errors)")
        run.outputRoom = .max
        let whole = await run.run(words + ["--resume"])
        #expect(whole.code == .done && whole.errors.contains("3 done, 0 failed"), "\(whole.errors)")
        #expect(!whole.errors.contains("done before"), "\(whole.errors)")
        let again = await run.run(words + ["--resume"])
        #expect(again.errors.contains("0 done, 0 failed, 3 done before"), "\(again.errors)")
    }

    @Test func whatWasExportedAndNotWrittenIsUnknown() async throws {
        let words = [
            "fleet", "run", "Export-QuarantineMessage", "-Identity", "x", "--connections", "msp-*", "--journal",
            run.folder + "/j", "-o", "ndjson",
        ]
        run.outputRoom = 0
        #expect(!(await run.run(words)).errors.contains("3 done"))
        run.outputRoom = .max
        let told = await run.run(words + ["--resume"])
        #expect(told.errors.contains("unknown") && !told.errors.contains("done before"), "\(told.errors)")
    }

    @Test func whatStandsInAFileIsDoneWhenTheFileIs() async throws {
        let path = run.folder + "/rows.ndjson"
        let words = [
            "fleet", "run", "Get-OrganizationConfig", "--connections", "msp-*", "--parallel", "1", "--journal",
            run.folder + "/j", "--output-file", path,
        ]
        service.answers { [folder = run.folder] call in
            // Until the end a kill would leave no such file.
            let journal = try? String(contentsOfFile: folder + "/j", encoding: .utf8)
            return journal?.contains("\"end\"") == false ? .rows([["Name": "x"]]) : .refusal("noted too early")
        }
        let first = await run.run(words)
        #expect(first.code == .done && first.errors.contains("3 done, 0 failed"), "\(first.errors)")
        #expect(try run.content("rows.ndjson").split(separator: "\n").count == 3)
        #expect(await run.run(words + ["--resume"]).code == .usage)
        #expect(try run.content("rows.ndjson").split(separator: "\n").count == 3)
        let again = await run.run(words.dropLast() + [run.folder + "/other.ndjson", "--resume"])
        #expect(again.errors.contains("3 done before"), "\(again.errors)")
    }

    @Test func whatStandsInAFileThatIsNotInItsPlaceIsNotDone() async throws {
        let path = run.folder + "/rows.ndjson"
        let words = [
            "fleet", "run", "Get-OrganizationConfig", "--connections", "msp-*", "--journal", run.folder + "/j",
            "--output-file", path,
        ]
        service.answers { _ in
            // A folder in the place of the file, which no file can take.
            try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            return .rows([["Name": "x"]])
        }
        let lost = await run.run(words)
        #expect(lost.code == .failed && lost.errors.contains("cannot write"), "\(lost.errors)")
        try FileManager.default.removeItem(atPath: path)
        service.answers { _ in .rows([["Name": "x"]]) }
        let whole = await run.run(words + ["--resume"])
        #expect(whole.code == .done && whole.errors.contains("3 done, 0 failed"), "\(whole.errors)")
        #expect(!whole.errors.contains("done before"), "\(whole.errors)")
        #expect(try run.content("rows.ndjson").split(separator: "\n").count == 3)
    }

    @Test func aJournalIsGoneOnWithByItsOwnCallAlone() async throws {
        let words = [
            "fleet", "run", "Set-OrganizationConfig", "--connections", "msp-*", "--journal",
            run.folder + "/fleet.journal",
        ]
        #expect(await run.run(words + ["-AuditDisabled", "true"]).code == .done)
        service.forget()
        let other = await run.run(words + ["-AuditDisabled", "false", "--resume"])
        #expect(other.code == .usage && other.output.isEmpty)
        #expect(other.errors.contains("is of Set-OrganizationConfig with other parameters; nothing was sent"))
        #expect(service.calls.isEmpty)
        let same = await run.run(words + ["-AuditDisabled", "true", "--resume"])
        #expect(same.errors.contains("3 done before"), "\(same.errors)")
    }

    @Test func skipsAConnectionThatLearntItsTenantSinceItWasDone() async throws {
        run.input[0] = Array(TestToken.user().utf8)
        let person = ["--user-principal-name", "admin@contoso.com", "--access-token-stdin"]
        #expect(await run.run(["connect", "--lazy", "--name", "late"] + person).code == .done)
        run.input = [:]
        service.forget()
        let words = [
            "fleet", "run", "Set-OrganizationConfig", "-AuditDisabled", "false", "--connections", "late", "--journal",
            run.folder + "/fleet.journal",
        ]
        let first = await run.run(words)
        #expect(first.errors.contains("1 done, 0 failed"), "\(first.errors)")
        #expect(await run("Get-OrganizationConfig", "--connection", "late").code == .done)
        let shown = await run("connection", "show", "late", "--output", "ndjson")
        #expect(shown.output.contains(TestToken.contoso), "the tenant is known now")
        let second = await run.run(words + ["--resume"])
        #expect(second.errors.contains("0 done, 0 failed, 1 done before"), "\(second.errors)")
        #expect(service.calls.filter { $0.cmdlet == "Set-OrganizationConfig" }.count == 1)
    }

    @Test func runsOverOrganizationsThatShareOneSignIn() async throws {
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.text(TestToken.applicationClaims())
        let list = try run.file("list.txt", "\(TestToken.contoso)\n\(TestToken.fabrikam)\n")
        let outcome = await run(
            "fleet",
            "run",
            "Get-OrganizationConfig",
            "--organizations-from",
            list,
            "--output",
            "ndjson"
        )
        // The one token is of the one tenant, and the other one is refused before anything is sent there.
        #expect(outcome.code == .incomplete)
        #expect(try rows(outcome).map { $0["Connection"]?.stringValue } == [TestToken.contoso])
        #expect(outcome.errors.contains("\(TestToken.fabrikam): the token is not for this"))
        #expect(service.calls.count == 1)
    }

    /// A fleet of two guarded connections to contoso and fabrikam, and one that is not guarded.
    private func guarded() async throws -> [String] {
        for (name, tenant) in [("safe-a", TestToken.contoso), ("safe-b", TestToken.fabrikam)] {
            run.input[0] = Array(TestToken.text(TestToken.applicationClaims(tenant: tenant)).utf8)
            let outcome = await run(
                "connect",
                "--organization",
                tenant,
                "--name",
                name,
                "--access-token-stdin",
                "--confirm-tenant"
            )
            try #require(outcome.code == .done, "\(outcome.errors)")
        }
        run.input = [:]
        service.forget()
        return ["fleet", "run", "Remove-Mailbox", "-Identity", "a", "--yes", "--connections", "safe-*,own"]
    }

    @Test func nothingIsDeletedBeforeEachGuardedTenantIsNamed() async throws {
        let words = try await guarded()
        for given in [[], ["--repeat-tenant", TestToken.contoso]] {
            let refused = await run.run(words + given)
            #expect(refused.code == .notConnected)
            #expect(refused.errors.contains("nothing was sent"), "\(refused.errors)")
            #expect(refused.errors.contains("--repeat-tenant \(TestToken.contoso),\(TestToken.fabrikam)"))
            #expect(refused.errors.contains("safe-b"))
        }
        #expect(service.calls.isEmpty)
        let done = await run.run(
            words + ["--repeat-tenant", "\(TestToken.contoso),\(TestToken.fabrikam.uppercased())"]
        )
        #expect(done.code == .done, "\(done.errors)")
        #expect(service.calls.filter { $0.cmdlet == "Remove-Mailbox" }.count == 3)
    }

    @Test func aTenantIsNamedByAnyDomainOfIt() async throws {
        let words = try await guarded()
        // The sign-in service says whose domain it is.
        let done = await run.run(words + ["--repeat-tenant", "contoso.com, \(TestToken.fabrikam)"])
        #expect(done.code == .done, "\(done.errors)")
    }

    @Test func aNameThatIsOfNoTenantOfTheFleetIsNoticed() async throws {
        let words = try await guarded()
        let third = "33333333-3333-4333-8333-333333333333"
        let names = "\(TestToken.contoso),\(TestToken.fabrikam),\(third)"
        let refused = await run.run(words + ["--repeat-tenant", names])
        #expect(refused.code == .usage)
        #expect(refused.errors.contains("names \(third), which is no tenant of this fleet"), "\(refused.errors)")
        #expect(service.calls.isEmpty)
    }

    @Test func aNameMayBeThatOfADamagedConnection() async throws {
        let words = try await guarded()
        try run.file(".config/exo/connections/safe-b.json", "{\"version\": 1")
        let names = "\(TestToken.contoso),\(TestToken.fabrikam)"
        let outcome = await run.run(words.dropLast() + ["safe-*", "--repeat-tenant", names])
        #expect(outcome.code == .incomplete && outcome.errors.contains("1 done, 1 failed"), "\(outcome.errors)")
        #expect(service.calls.map(\.cmdlet) == ["Remove-Mailbox"])
    }

    @Test func aListForTheWholeFleetServesEachShare() async throws {
        let words = try await guarded()
        let names = ["--repeat-tenant", "\(TestToken.contoso),\(TestToken.fabrikam)"]
        for share in ["1/2", "2/2"] {
            let outcome = await run.run(words + names + ["--shard", share])
            #expect(outcome.code == .done, "\(outcome.errors)")
        }
        #expect(service.calls.filter { $0.cmdlet == "Remove-Mailbox" }.count == 3)
    }

    @Test func whatDeletesNothingNeedsNoName() async throws {
        _ = try await guarded()
        let outcome = await run("fleet", "run", "Get-OrganizationConfig", "--connections", "safe-*")
        #expect(outcome.code == .done, "\(outcome.errors)")
    }

    @Test(arguments: [
        ([] as [String], "which tenants?"),
        (["--connections", "nobody-*"], "no connection is called nobody-*"),
        (["--connections", "msp-*", "--connections-from", "x"], "name two fleets"),
        (["--connections", "msp-*", "--customers"], "name two fleets"),
        (["--connections", "msp-*", "--connection", "own"], "belongs to --customers"),
        (["--customers", "--connection", "msp-a"], "a token that was passed in is of one tenant"),
        (["--connections", "msp-*", "--shard", "3/2"], "--shard is i/n"),
        (["--connections", "msp-*", "--parallel", "many"], "--parallel is a whole number"),
        (["--connections", "msp-*", "--resume"], "--resume needs the journal"),
    ])
    func refusesWhatDoesNotFit(_ words: [String], _ reason: String) async throws {
        let outcome = await run.run(["fleet", "run", "Get-OrganizationConfig"] + words)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(service.calls.isEmpty)
    }
}
