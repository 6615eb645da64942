@testable import ExoCommands
import ExoJSON
import TestSupport
import Testing

/// Pipes and transforms over the rows of an emulated tenant.
struct ShellPipeTests {
    private let shell: ShellRun

    init() throws { shell = try ShellRun() }

    @Test func choosesAndOrdersRowsAsPowerShellDoes() async throws {
        let all = try await shell.rows("Get-Mailbox -ResultSize Unlimited")
        let aliases = all.compactMap { $0["Alias"]?.stringValue }
        try #require(aliases.count > 3)
        let sorted = try await shell.rows("Get-Mailbox | sort Alias | select Alias")
        #expect(sorted.map(\.objectValue?.names) == sorted.map { _ in ["Alias"] })
        #expect(
            sorted.compactMap { $0["Alias"]?.stringValue.map { $0.lowercased() } }
                == aliases.map { $0.lowercased() }.sorted()
        )
        let last = try await shell.text(
            "Get-Mailbox | Sort-Object Alias -Descending | Select-Object -First 1 -ExpandProperty Alias"
        )
        let highest = try #require(aliases.max { $0.lowercased() < $1.lowercased() })
        #expect(last == "[\n\"\(highest)\"\n]\n")
        let like = try await shell.rows("Get-Mailbox | Where-Object Alias -like A* | Select-Object Alias, Name")
        #expect(like.count == aliases.count { $0.lowercased().hasPrefix("a") })
        #expect(like.first?.objectValue?.names == ["Alias", "Name"])
        let joined = try await shell.rows(
            "Get-Mailbox | where { $_.Alias -like 'a*' -and -not ($_.Alias -eq 'ADELE') -or $_.Alias -in 'adele','nobody' }"
        )
        #expect(joined.count == like.count)
        let skipped = try await shell.rows("Get-Mailbox | Select-Object Alias -Skip 1 -First 2")
        #expect(skipped.map { $0["Alias"] } == all[1...2].map { $0["Alias"] })
        for count in [1, 3] {
            let ends = try await shell.rows("Get-Mailbox | select Alias -Last \(count)")
            #expect(ends.map { $0["Alias"] } == all.suffix(count).map { $0["Alias"] })
        }
    }

    @Test(
        arguments: [
            ("-clike 'SMTP:*'", [0]), ("-cnotlike 'SMTP:*'", [1]), ("-like 'SMTP:*'", [0, 1]),
            ("-ilike 'SMTP:*'", [0, 1]),
            ("-clike 'SMTP:[a-c]*'", [0]), ("-cmatch '^SMTP:'", [0]), ("-cnotmatch '^SMTP:'", [1]),
            ("-cin 'SMTP:a','SMTP:b'", [0]), ("-cnotin 'SMTP:a','SMTP:b'", [1]), ("-ccontains 'SMTP:a'", [0]),
            ("-ceq 'smtp:a'", []), ("-cne 'smtp:b'", [0]),
        ] as [(String, [Int])]
    )
    func letterCaseCountsWhereTheOperatorSaysSo(_ condition: String, _ places: [Int]) async throws {
        let values: [JSONValue] = ["SMTP:a", "smtp:b"]
        let found = try await shell.rows("'SMTP:a','smtp:b' | ? { $_ \(condition) }")
        #expect(found == places.map { values[$0] })
    }

    @Test func countsAndSumsUp() async throws {
        let all = try await shell.rows("Get-Mailbox")
        let kinds = Dictionary(grouping: all) { $0["RecipientTypeDetails"]?.stringValue ?? "" }.mapValues(\.count)
        let groups = try await shell.rows(
            "Get-Mailbox | group RecipientTypeDetails -NoElement | sort Count -Descending"
        )
        #expect(groups.first?["Count"] == .integer(Int64(kinds.values.max() ?? 0)))
        #expect(Set(groups.compactMap { $0["Name"]?.stringValue }) == Set(kinds.keys))
        #expect(groups.first?.objectValue?.names == ["Count", "Name"])
        let whole = try await shell.rows("Get-Mailbox | group RecipientTypeDetails")
        #expect(whole.allSatisfy { $0["Count"] == .integer(Int64($0["Group"]?.arrayValue?.count ?? 0)) })
        #expect(try await shell.rows("Get-Mailbox | Measure-Object") == [["Count": .integer(Int64(all.count))]])
        let measured = try await shell.rows(
            "@(@{A=1;B='x'},@{A=4},@{A=$null}) | Measure-Object A -Sum -Average -Maximum"
        )
        #expect(measured.first?["Count"] == 2 && measured.first?["Sum"] == 5 && measured.first?["Average"] == 2.5)
        #expect(measured.first?["Maximum"] == 4 && measured.first?["Minimum"] == .null)
    }

    @Test func tellsOfPropertiesThatRowsDoNotHave() async throws {
        let outcome = await shell("Get-Mailbox adele | where Allias -eq adele | select Nmae")
        #expect(
            outcome.errors.contains("Where-Object: rows have no property Allias; did you mean"),
            "said: \(outcome.errors)"
        )
        #expect(
            outcome.errors.contains("Select-Object: rows have no property Nmae; did you mean"),
            "said: \(outcome.errors)"
        )
    }

    @Test func rowsBindToTheNextCmdlet() async throws {
        let statistics = try await shell.rows("Get-Mailbox | Where-Object Alias -eq adele | Get-MailboxStatistics")
        #expect(statistics.count == 1)
        #expect(shell.sent == ["Get-Mailbox", "Get-MailboxStatistics"])
        let changed = await shell("'adele','alex' | Set-Mailbox -CustomAttribute1 piped")
        #expect(changed.code == .done && changed.output == "", "said: \(changed.errors)")
        let marked = try await shell.rows("Get-Mailbox | where CustomAttribute1 -eq piped | select Alias")
        #expect(marked == [["Alias": "adele"], ["Alias": "alex"]])
        let refused = await shell("Get-Mailbox | Select-Object Alias | Set-Mailbox -CustomAttribute1 x")
        #expect(refused.code != .done)
        #expect(refused.errors.contains("would mean every object"), "said: \(refused.errors)")
        let taken = await shell("Get-Mailbox | Get-MailboxStatistics adele")
        #expect(taken.code == .usage && taken.errors.contains("takes nothing from the rows"), "said: \(taken.errors)")
    }

    @Test func datesAndSizesHaveTheMembersThatPeopleAskFor() async throws {
        let lines =
            "@(@{When='2026-07-02T21:04:05.0000000Z'; Size='1.5 GB (1,610,612,736 bytes)'; Text='Abc'}) | select "
        let row = try await shell.rows(
            lines + "@{n='y';e={$_.When.Year}},@{n='d';e={$_.When.Date}},@{n='w';e={$_.When.DayOfWeek}},"
                + "@{n='b';e={$_.Size.Value.ToBytes()}},@{n='m';e={$_.Size.ToMB()}},@{n='t';e={$_.Text.ToUpper()}}"
        )
        #expect(
            row == [
                [
                    "y": 2026, "d": "2026-07-02T00:00:00Z", "w": "Thursday", "b": 1_610_612_736, "m": 1536, "t": "ABC",
                ]
            ]
        )
        let known = try await shell.rows("Get-Mailbox | group { $_.WhenCreated.Year } -NoElement")
        #expect(
            known.allSatisfy { ($0["Name"]?.stringValue).flatMap { Int($0) }.map { $0 > 2000 } == true },
            "\(known)"
        )
        let looked = await shell("Get-Mailbox adele | select @{n='y';e={$_.WhenCreated.Yaer}}")
        #expect(looked.errors.contains("WhenCreated has no Yaer"), "said: \(looked.errors)")
    }

    /// As in PowerShell, where such a cell is an empty text.
    @Test func nothingInACellIsAnEmptyTextToAConditionAndNoParameter() async throws {
        let file = try shell.run.file("cells.csv", "Identity,CustomAttribute1,Extra\nadele,one,\nalex,,two\n")
        #expect(
            try await shell.rows("Import-Csv '\(file)' | ? CustomAttribute1 -eq '' | select Identity") == [
                ["Identity": "alex"]
            ]
        )
        #expect(
            try await shell.rows("Import-Csv '\(file)' | ? Extra -ne '' | select Identity") == [["Identity": "alex"]]
        )
        let none = await shell("Import-Csv '\(file)' | Set-Mailbox -Identity adele -WhatIf")
        #expect(none.errors.contains("Row 2: Set-Mailbox: a row has nothing for -CustomAttribute1"), "\(none.errors)")
        #expect(none.errors.contains("-ne ''"), "\(none.errors)")
        let given = await shell(
            "Import-Csv '\(file)' | ? CustomAttribute1 -ne '' | Set-Mailbox -Identity adele -WhatIf"
        )
        #expect(given.code == .done, "\(given.errors)")
        #expect(
            given.errors.contains("no parameters of Set-Mailbox, so left out of every row: Extra\n"),
            "\(given.errors)"
        )
        #expect(given.errors.contains("left out of every row: Identity\n"), "\(given.errors)")
    }

    @Test func aCellOfAListIsReadAsThisProgramWritesOne() async throws {
        _ = try await shell.text("Set-Mailbox adele -GrantSendOnBehalfTo megan,alex")
        let file = shell.run.folder + "/behalf.csv"
        _ = try await shell.text("Get-Mailbox adele | select Identity,GrantSendOnBehalfTo | Export-Csv '\(file)'")
        let written = await shell.run.run([
            "Get-Mailbox", "adele", "--columns", "Identity,GrantSendOnBehalfTo", "--output-file", file,
        ])
        #expect(written.code == .done, "\(written.errors)")
        #expect(try shell.run.content("behalf.csv").contains(";"))
        _ = try await shell.text("Set-Mailbox adele -GrantSendOnBehalfTo $null")
        let outcome = await shell.run.run(["bulk", "Set-Mailbox", "--from", file, "--yes"])
        #expect(outcome.code == .done, "\(outcome.errors)")
        let row = try await shell.rows("Get-Mailbox adele | select GrantSendOnBehalfTo")
        #expect(row.first?["GrantSendOnBehalfTo"]?.arrayValue?.count == 2)
        _ = try await shell.text("Set-Mailbox adele -GrantSendOnBehalfTo $null; Import-Csv '\(file)' | Set-Mailbox")
        let piped = try await shell.rows("Get-Mailbox adele | select GrantSendOnBehalfTo")
        #expect(piped == row)
    }

    /// Quotes and blanks keep a semicolon in a text.
    @Test(arguments: [
        ("DE: Hallo; bitte warten", ["DE:Hallo; bitte warten"]), ("\"'EN: a;b','DE: c'\"", ["EN:a;b", "DE:c"]),
        ("EN: a;DE: c", ["EN:a", "DE:c"]),
    ])
    func aSemicolonStandsBetweenEntriesOrInOne(cell: String, stored: [String]) async throws {
        let file = try shell.run.file("tips.csv", "Identity,MailTipTranslations\nadele,\(cell)\n")
        let outcome = await shell.run.run(["bulk", "Set-Mailbox", "--from", file, "--yes"])
        #expect(outcome.code == .done, "\(outcome.errors)")
        let row = try await shell.rows("Get-Mailbox adele | select MailTipTranslations")
        let found = row.first?["MailTipTranslations"]?.arrayValue?.compactMap(\.stringValue).map {
            $0.replacing("<html>\r\n<body>\r\n", with: "").replacing("\r\n</body>\r\n</html>\r\n", with: "")
        }
        #expect(found == stored)
    }

    @Test func aSizeBeyondAllCountsEndsNothing() async throws {
        let row = try await shell.rows(
            "@(@{S='8388608 TB (9,223,372,036,854,775,807 bytes)'}) | select @{n='m';e={$_.S.ToMB()}}"
        )
        #expect(row.count == 1)
    }

    @Test func aDryRunShowsTheRequestOfALine() async throws {
        let shown = try await shell.text("Remove-Mailbox adele --dry-run")
        #expect(shown.contains(#""CmdletName":"Remove-Mailbox""#) && shown.contains("Bearer <token>"))
        let piped = await shell("Get-Mailbox | Get-MailboxStatistics --dry-run")
        #expect(piped.code == .usage && piped.errors.contains("as many as there are rows"), "\(piped.errors)")
        #expect(shell.sent.isEmpty)
    }

    @Test func aValueThatIsHardlyMeantIsToldAndSent() async throws {
        let outcome = await shell("Set-Mailbox adele -Type Sharde")
        #expect(outcome.errors.contains("-Type has no value 'Sharde'; did you mean Shared?"), "\(outcome.errors)")
        #expect(outcome.code == .failed && shell.sent == ["Set-Mailbox"])
        let size = await shell("Set-Mailbox adele -ProhibitSendQuota '4 apples' -WhatIf")
        #expect(size.errors.contains("-ProhibitSendQuota takes a number, not '4 apples'"), "\(size.errors)")
        let table = await shell("Set-Mailbox adele -EmailAddresses @{Remov='x'} -WhatIf")
        #expect(table.errors.contains("has no key 'Remov'; did you mean Remove?"), "\(table.errors)")
    }

    @Test(arguments: [
        ("Get-Mailbox | Where-Object {Name -like 'A*'}", "Write a property as $_.Name"),
        ("Get-Mailbox | Where-Object { $_.Name = 'Adele Vance' }", "Write -eq to compare"),
        ("Get-Mailbox | Where-Object $_.Name -like 'A*'", "Write the property's name alone"),
        ("Set-Mailbox adele -EmailAddresses @{Add=x@contoso.com}", "Put a text in quotes: 'x@contoso.com'"),
        ("Get-Mailbox | Selct Name", "did you mean select?"),
        ("Get-Mailbox | ForEach-Object { Get-InboxRule -Mailbox $_.Alias }", "Import-Csv FILE | Get-InboxRule"),
    ])
    func aRefusalNamesTheNextThingToType(line: String, says: String) async throws {
        let shell = try ShellRun()
        let outcome = await shell(line)
        #expect(outcome.code != .done && outcome.errors.contains(says), "\(outcome.errors)")
        #expect(shell.sent.isEmpty)
    }

    @Test func aTableHasTheColumnsInTheOrderThatIsAskedFor() async throws {
        let text = try await shell.text("Get-Mailbox | group RecipientTypeDetails -NoElement | ft Name,Count")
        #expect(text.hasPrefix("Name ") && text.contains(" Count\n"))
        let file = shell.run.folder + "/shown.txt"
        _ = try await shell.text("Get-Mailbox adele | select Alias | Out-File '\(file)'")
        #expect(try shell.run.content("shown.txt") == "Alias\n-----\nadele\n")
    }

    @Test func guardRailsAreToldOfOnceAndBeforeALineRuns() async throws {
        shell.run.environment["EXO_USER_PRINCIPAL_NAME"] = nil
        let token = shell.run.environment["EXO_ACCESS_TOKEN"] ?? ""
        shell.run.environment["EXO_ACCESS_TOKEN"] = nil
        let file = try shell.run.file("token", token)
        let connected = await shell.run.run([
            "connect", "--name", "looking", "--user-principal-name", EmulatedTenant.person, "--access-token-file", file,
            "--read-only",
        ])
        try #require(connected.code == .done, "\(connected.errors)")
        let before = shell.sent.count
        let outcome = await shell(
            "Get-Mailbox | Set-Mailbox -CustomAttribute1 q",
            "--connection",
            "looking",
            "--access-token-file",
            file
        )
        #expect(outcome.code == .notConnected, "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count < 4, "\(outcome.errors)")
        #expect(shell.sent.count == before)
    }

    @Test func aRowThatFailsDoesNotStopTheOthers() async throws {
        let outcome = await shell("'nobody-here','adele' | Get-Mailbox | select Alias")
        #expect(outcome.code == .incomplete)
        #expect(outcome.output.contains("adele"))
        #expect(outcome.errors.contains("nobody-here"), "said: \(outcome.errors)")
        let named = await shell(
            "Get-Mailbox -ResultSize 2 | Set-Mailbox -IssueWarningQuota 99GB -ProhibitSendQuota 1GB"
        )
        #expect(
            named.errors.split(separator: "\n").count { $0.contains("@contoso.com: ") || $0.hasPrefix("exo: ") } >= 2
        )
        #expect(!named.errors.contains("exo: The value of property"), "\(named.errors)")
        let stopped = await shell("'nobody-here','adele' | Get-Mailbox -ErrorAction Stop | select Alias")
        #expect(stopped.code == .failed && !stopped.output.contains("adele"), "said: \(stopped.errors)")
    }

    @Test(arguments: [
        "Get-Mailbox | ? { $_.Alais -ne 'admin' } | Set-Mailbox -Office x",
        "Get-Mailbox | Sort-Object Alais | Select-Object -First 1 | Set-Mailbox -Office x",
        "Import-Csv 'FILE' | Where-Object Offce -ne HQ | Set-Mailbox -CustomAttribute1 x",
    ])
    func aSlipBeforeAChangeChangesNothing(line: String) async throws {
        let file = try shell.run.file("slip.csv", "Identity,Office\nadele,HQ\n")
        let outcome = await shell(line.replacing("FILE", with: file))
        #expect(outcome.code == .usage, "\(outcome.errors)")
        #expect(outcome.errors.contains("would change other objects than are meant"), "\(outcome.errors)")
        #expect(shell.sent.isEmpty)
        let looked = await shell(line.replacing("FILE", with: file).split(separator: "| Set-")[0] + "")
        #expect(looked.code == .done && looked.errors.contains("have no property"), "\(looked.errors)")
    }

    @Test func propertiesThatNoTableKnowsAreLookedForInTheRows() async throws {
        let known = await shell(
            "Get-UnifiedGroup | Where-Object { $_.HiddenFromExchangeClientsEnabled -eq $false } | Select-Object -First 1 "
                + "| Set-UnifiedGroup -HiddenFromExchangeClientsEnabled:$true"
        )
        #expect(known.code == .done && shell.sent.last == "Set-UnifiedGroup", "\(known.errors)")
        let there = await shell(
            "Get-Mailbox | Where-Object { $_.DelayReleaseHoldApplied -eq $true } | Set-Mailbox -RemoveDelayReleaseHoldApplied"
        )
        #expect(there.code == .done, "\(there.errors)")
        let parameter = await shell("Get-Mailbox | Where-Object FirstName -ne Ada | Set-Mailbox -Office x")
        #expect(parameter.code == .usage && !shell.sent.contains("Set-Mailbox"), "\(parameter.errors)")
        let before = shell.sent.count
        let lacking = await shell("Get-Mailbox | Where-Object Zebra -ne x | Set-Mailbox -Office x")
        #expect(lacking.code == .usage && lacking.errors.contains("would change other objects"), "\(lacking.errors)")
        #expect(shell.sent.dropFirst(before) == ["Get-Mailbox"])
    }

    /// As the articles on policies begin.
    @Test func headingsStandBetweenTheListsOfALine() async throws {
        let line =
            "Write-Output -InputObject \"Policies\",(\"-\"*8);Get-HostedContentFilterPolicy | Format-List Name; "
            + "Write-Host Rules -ForegroundColor Green; echo ('=' * 3)"
        let written = try await shell.text(line)
        #expect(written.hasPrefix("Policies\n--------\n") && written.hasSuffix("Rules\n===\n"), "\(written)")
        #expect(shell.sent == ["Get-HostedContentFilterPolicy"])
        let spaced = await shell("Write-Host 'a'; Write-Host; Write-Host -ForegroundColor Green; echo 'b'")
        #expect(spaced.output == "a\n\n\nb\n" && spaced.errors == "", "\(spaced)")
        shell.run.useTerminal()
        shell.run.hasStatusLine = false
        let nothing = await shell("Write-Output @()")
        #expect(nothing.code == .done && nothing.output == "" && nothing.errors == "", "\(nothing)")
        shell.run.terminal = Terminal(
            inputIsTerminal: false,
            outputIsTerminal: false,
            errorIsTerminal: false,
            width: 80
        )
        let found = try await shell.rows("Write-Output 'adele','alex' | Get-Mailbox | select Alias")
        #expect(found == [["Alias": "adele"], ["Alias": "alex"]])
    }

    /// What the service gives counts, not what is known of it.
    @Test func whatRowsHaveIsNotSaidToBeMissing() async throws {
        for line in [
            "Get-Mailbox adele | Format-List DelayHoldApplied,DelayReleaseHoldApplied",
            "'adele' | Get-Mailbox | select DelayReleaseHoldApplied", "Get-CASMailboxPlan | Format-List DisplayName",
            "Get-CASMailboxPlan | ? DisplayName -ne x | sort DisplayName | select DisplayName",
        ] {
            let outcome = await shell(line)
            #expect(outcome.code == .done && outcome.errors == "" && outcome.output != "", "\(line): \(outcome.errors)")
        }
        let plans = await shell.run("Get-CASMailboxPlan", "--columns", "DisplayName")
        #expect(plans.code == .done && plans.errors == "", "\(plans.errors)")
        let held = await shell.run("Get-Mailbox", "adele", "--columns", "DelayReleaseHoldApplied")
        #expect(held.code == .done && held.errors == "", "\(held.errors)")
        let none = await shell("Get-Mailbox adele | ? Alias -eq alex | select Nmae")
        #expect(none.errors.contains("rows have no property Nmae"), "\(none.errors)")
    }

    @Test(arguments: ["Format-List", "Format-Table", "Select-Object"])
    func aPatternThatFitsNothingShowsNothing(stage: String) async throws {
        let outcome = await shell("Get-Mailbox adele | \(stage) *Zzz*")
        #expect(
            outcome.code == .done && outcome.errors.contains("\(stage): no property fits *Zzz*"),
            "\(outcome.errors)"
        )
        #expect(outcome.output.filter { !"[]\n".contains($0) } == "" && !outcome.errors.contains("no rows"))
        let some = await shell("Get-Mailbox adele | \(stage) Alias,*Smtp*")
        #expect(some.code == .done && some.errors == "" && some.output.contains("adele"), "\(some.errors)")
        let alone = await shell.run.run(["Get-Mailbox", "adele", "--columns", "*Zzz*"])
        #expect(alone.code == .usage && alone.errors.contains("--columns: no property fits *Zzz*"), "\(alone.errors)")
        let counted = await shell("Get-Mailbox adele --count | \(stage) *Zzz*")
        #expect(counted.output == "1\n", "\(counted.errors)")
    }

    @Test func preferencesAreKept() async throws {
        for line in [
            "Get-Mailbox nobody -ErrorAction SilentlyContinue", "Get-Mailbox nobody -ea Ignore | select Alias",
        ] {
            let quiet = await shell(line)
            #expect(quiet.code == .failed && quiet.errors == "", "\(quiet.errors)")
        }
        let warned = await shell("Get-Mailbox -ResultSize 1")
        #expect(warned.errors.contains("warning"), "\(warned.errors)")
        #expect(await shell("Get-Mailbox -ResultSize 1 -WarningAction SilentlyContinue").errors == "")
        let run = await shell.run.run(["Get-Mailbox", "nobody", "-ErrorAction", "SilentlyContinue"])
        #expect(run.code == .failed && run.errors == "", "\(run.errors)")
        #expect(
            await shell.run.run(["Get-Mailbox", "adele", "-OutVariable", "x"]).errors.contains(
                "-OutVariable has no effect"
            )
        )
    }

    @Test(
        arguments: [
            ("SilentlyContinue", true), ("Ignore", true), ("Continue", true), ("0", true), ("Stop", false),
            (nil, false),
        ] as [(String?, Bool)]
    )
    func aLineGoesOnAfterAnErrorWhereItSaysSo(_ action: String?, _ goesOn: Bool) async throws {
        let first = "Get-Mailbox nobody" + (action.map { " -ErrorAction \($0)" } ?? "")
        for line in [first, "\(first) | select Alias", "'nobody' | \(first.replacing(" nobody", with: ""))"] {
            let outcome = await shell("\(line); Get-Mailbox adele | select Alias", "-o", "csv")
            #expect(outcome.code == (goesOn ? .incomplete : .failed), "\(line): \(outcome.errors)")
            #expect(outcome.output == (goesOn ? "Alias\nadele\n" : ""), "\(line)")
            #expect(outcome.errors.isEmpty == (goesOn && action != "Continue"), "\(line): \(outcome.errors)")
            shell.run.lines = [line, "Get-Mailbox adele | select Alias"]
            let piped = await shell.run.run(["shell", "-o", "csv"])
            #expect(piped.code == (goesOn ? .incomplete : .failed), "\(line): \(piped.errors)")
            #expect(piped.output == (goesOn ? "Alias\nadele\n" : ""), "\(line)")
        }
    }

    @Test func aLineEndsAfterAnErrorThatEveryCallWouldHave() async throws {
        shell.run.environment["EXO_ACCESS_TOKEN"] = TestToken.user(EmulatedTenant.person)
        let outcome = await shell("Get-Mailbox -ErrorAction SilentlyContinue; Get-Mailbox adele | select Alias")
        #expect(outcome.code == .notAuthorised && outcome.output == "", "\(outcome.errors)")
        #expect(shell.sent == ["Get-Mailbox"])
    }

    /// What another cmdlet of the pipeline says is of no account.
    @Test(
        arguments: [
            ("Get-Mailbox adele -ErrorAction Continue | BAD -ErrorAction Stop", .failed, false),
            ("Get-Mailbox adele -ErrorAction SilentlyContinue | BAD -ErrorAction Stop", .failed, false),
            ("'adele' | Get-Mailbox -ErrorAction Continue | BAD -ErrorAction Stop", .failed, false),
            ("Get-Mailbox adele -ErrorAction Continue | BAD", .incomplete, false),
            ("Get-Mailbox nobody | Set-Mailbox -Office x -ErrorAction SilentlyContinue", .failed, false),
            ("'nobody','adele' | Get-Mailbox | BAD -ErrorAction Continue", .incomplete, false),
            ("Get-Mailbox adele | BAD -ErrorAction Continue", .incomplete, true),
            ("Get-Mailbox adele -ErrorAction Stop | BAD -ErrorAction SilentlyContinue", .incomplete, true),
            ("'nobody','adele' | Get-Mailbox -ErrorAction Continue | BAD -ErrorAction Continue", .incomplete, true),
        ] as [(String, ExitCode, Bool)]
    )
    func whatTheCmdletThatFailedSaysCounts(_ line: String, _ code: ExitCode, _ goesOn: Bool) async throws {
        let first = line.replacing("BAD", with: "Set-Mailbox -IssueWarningQuota 99GB -ProhibitSendQuota 1GB")
        let outcome = await shell("\(first); Get-Mailbox alex | select Alias", "-o", "csv")
        #expect(outcome.code == code, "\(outcome.errors)")
        #expect(outcome.output == (goesOn ? "Alias\nalex\n" : ""), "\(outcome.errors)")
        #expect(goesOn || outcome.errors.contains("exo: "))
    }

    @Test func backslashesStandBetweenFolders() async throws {
        let file = try shell.run.file("names.csv", "Identity\nadele\n")
        let paths = [file, shell.run.folder + "/out.csv"].map { $0.replacing("/", with: "\\") }
        _ = try await shell.text("Import-Csv '\(paths[0])' | Get-Mailbox | select Alias | Export-Csv '\(paths[1])'")
        #expect(try shell.run.content("out.csv").contains("adele"))
        // What a line writes is what it reads, by whichever name.
        let both = try await shell.text(
            "Get-Mailbox alex | select Identity | Export-Csv '\(paths[1])'; "
                + "Import-Csv '\(shell.run.folder)/out.csv' | Get-Mailbox | select Alias",
            "-o",
            "csv"
        )
        #expect(both == "Alias\nalex\n")
    }

    @Test func whatIsNoCmdletSaysWhatItMayBe() async throws {
        #expect(await shell("Get-Mailbox | Where-Objct Alias -eq a").errors.contains("did you mean Where-Object"))
        #expect(await shell("connection list").errors.contains("Write exo connection"))
    }

    @Test func aLineIsOneWordOfTheCommandLineToo() async throws {
        let outcome = await shell.run.run([
            "Get-Mailbox -ResultSize 5 | Select-Object Alias | Sort-Object Alias", "-o", "csv",
        ])
        #expect(outcome.code == .done && outcome.output.hasPrefix("Alias\n"), "said: \(outcome.errors)")
        let run = await shell.run.run(["run", "--", "Get-Mailbox adele | select Alias"])
        #expect(run.output == "[\n{\"Alias\":\"adele\"}\n]\n", "said: \(run.errors)")
        let both = await shell(
            "Get-Mailbox adele --output csv --columns Alias; Get-Mailbox alex -o csv --columns Alias"
        )
        #expect(both.output == "Alias\nadele\nAlias\nalex\n", "said: \(both.errors)")
    }

    @Test(arguments: [
        "| Remove-MailboxPermission", "| Where-Object User -ne nobody | Remove-MailboxPermission",
        "| Where-Object User -ne nobody | Add-MailboxPermission -Confirm",
    ])
    func linesFromAPipeAreNoAnswers(rest: String) async throws {
        let file = try shell.run.file("rights.csv", "Identity,User,AccessRights\nadele,alex,FullAccess\n")
        shell.run.lines = ["Import-Csv '\(file)' \(rest)", "", "y"]
        let outcome = await shell.run("shell")
        #expect(outcome.code == .usage && outcome.errors.contains("asks before it acts"), "said: \(outcome.errors)")
        #expect(shell.sent.isEmpty, "sent: \(shell.sent)")
    }

    @Test func linesFromAPipeStopAtTheFirstThatFails() async throws {
        shell.run.lines = [
            "Get-Mailbox adele |", "  select Alias", "Get-Mailbox nobody-here", "Get-Mailbox alex | select Alias",
        ]
        let stopped = await shell.run("shell", "-o", "csv")
        #expect(stopped.code == .failed)
        #expect(stopped.output == "Alias\nadele\n")
        #expect(stopped.errors.hasSuffix("at line 3\n"), "said: \(stopped.errors)")
        let going = await shell.run("shell", "--keep-going", "-o", "csv")
        #expect(going.code == .incomplete && going.output == "Alias\nadele\nAlias\nalex\n", "said: \(going.errors)")
        shell.run.lines = ["exit", "Get-Mailbox"]
        #expect(await shell.run("shell").output == "")
    }
}
