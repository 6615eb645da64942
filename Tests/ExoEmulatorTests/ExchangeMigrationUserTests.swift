import ExoCrypto
import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Single people of batches: those who have arrived, those who leave and come again, and how they are named.
@Suite struct ExchangeMigrationUserTests {
    private static let user: JSONObject = ["Identity": "lee@contoso.com"]

    /// A harness with the batch `Off`, by which lee and alex leave; lee before the others, as soon as all is copied.
    private func leaving() throws -> ExchangeHarness {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-MigrationEndpoint",
            ["Name": "Hybrid", "ExchangeRemoteMove": true, "RemoteServer": "mail.fabrikam.com"]
        )
        try harness.done(
            "New-MigrationBatch",
            [
                "Name": "Off", "TargetEndpoint": "Hybrid", "TargetDeliveryDomain": "corp.fabrikam.com",
                "CSVData": csv("EmailAddress\nlee@contoso.com\nalex@contoso.com"), "AutoStart": true,
            ]
        )
        let moment = ServiceDate(ExchangeHarness.moment)
        try harness.done(
            "Set-MigrationUser",
            ["Identity": "lee@contoso.com", "CompleteAfter": moment.json]
        )
        harness.context.clock.advance(by: 3 * 3600)
        return harness
    }

    private func csv(_ text: String) -> JSONValue { .string(Base64.encode(Array(text.utf8))) }

    private func statuses(_ harness: ExchangeHarness) throws -> [String] {
        try harness.done("Get-MigrationUser", ["BatchId": "Off"]).texts("Status")
    }

    @Test func whoHasArrivedStaysWhereTheyAre() throws {
        let harness = try leaving()
        #expect(try statuses(harness) == ["Completed", "Synced"])
        #expect(try harness.done("Get-MailUser", Self.user).rows.count == 1)
        for cmdlet in ["Start-MigrationUser", "Stop-MigrationUser", "Start-MigrationUser"] {
            try harness.done(cmdlet, Self.user)
            #expect(try statuses(harness) == ["Completed", "Synced"], "\(cmdlet)")
        }
        let later = ServiceDate(ExchangeHarness.moment).adding(ticks: 864_000_000_000)
        try harness.done("Set-MigrationUser", ["Identity": "lee@contoso.com", "CompleteAfter": later.json])
        #expect(try statuses(harness) == ["Completed", "Synced"])
        try harness.done("Stop-MigrationBatch", ["Identity": "Off"])
        #expect(try statuses(harness) == ["Completed", "Stopped"])
        try harness.done("Start-MigrationBatch", ["Identity": "Off"])
        #expect(try statuses(harness) == ["Completed", "Queued"])
        let batch = try harness.done("Get-MigrationBatch", ["Identity": "Off"]).rows.first
        #expect(batch?["FinalizedCount"] == 1 && batch?["ActiveCount"] == 1 && batch?["Status"] == "Starting")
        let percent = try harness.done("Get-MigrationUserStatistics", Self.user).rows.first?["PercentageComplete"]
        #expect(percent == 100)
    }

    @Test(arguments: ["Stop", "Stop and start"])
    func whoHasArrivedDidSoWhenTheyDid(_ change: String) throws {
        let harness = try leaving()
        func row(_ cmdlet: String) throws -> JSONValue? {
            try harness.done(cmdlet, ["Identity": "lee@contoso.com"]).rows.first
        }
        let before = try row("Get-MoveRequestStatistics")
        #expect(before?["CompletionTimestamp"]?.stringValue != nil)
        try harness.done("Stop-MigrationBatch", ["Identity": "Off"])
        if change != "Stop" { try harness.done("Start-MigrationBatch", ["Identity": "Off"]) }
        for minutes in [1.0, 6] {
            harness.context.clock.advance(by: minutes * 60)
            let after = try row("Get-MoveRequestStatistics")
            #expect(after?["Status"] == "Completed" && after?["PercentComplete"] == 100)
            for property in ["QueuedTimestamp", "InitialSeedingCompletedTimestamp", "CompletionTimestamp"] {
                #expect(after?[property] == before?[property], "\(property)")
            }
            #expect(after?["DataConsistencyScore"] == "Perfect")
            let user = try row("Get-MigrationUserStatistics")
            #expect(user?["LastSuccessfulSyncTime"]?.stringValue != nil && user?["DataConsistencyScore"] == "Perfect")
        }
    }

    @Test func aListThatKeptNamesAloneIsReadStill() throws {
        let harness = try leaving()
        #expect(try statuses(harness) == ["Completed", "Synced"])
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let store = ContentStore(
            store: harness.context.store,
            tenantID: tenant.id,
            now: ServiceDate(ExchangeHarness.moment)
        )
        let entry = try #require(try store.entry(.migrationBatch, key: "off"))
        var value = entry.value
        value["ArrivedUsers"] = ["lee@contoso.com"]
        try store.put(.migrationBatch, key: "off", value, at: entry.changed)
        #expect(try statuses(harness) == ["Completed", "Synced"])
        let statistics = try harness.done("Get-MoveRequestStatistics", Self.user).rows.first
        #expect(statistics?["CompletionTimestamp"]?.stringValue != nil)
    }

    @Test func aPatternIsNobody() throws {
        let harness = try leaving()
        try harness.done(
            "New-MigrationBatch",
            [
                "Name": "On", "SourceEndpoint": "Hybrid", "CSVData": csv("EmailAddress\nvendor*"), "AutoStart": true,
                "AutoComplete": true,
            ]
        )
        let vendors = try harness.done("Get-MailUser", ["Identity": "vendor*"]).rows.count
        harness.context.clock.advance(by: 4 * 3600)
        #expect(try harness.done("Get-MigrationUser", ["BatchId": "On"]).texts("Status") == ["Failed"])
        #expect(try harness.done("Get-MailUser", ["Identity": "vendor*"]).rows.count == vendors && vendors > 0)
    }

    @Test(arguments: [true, false])
    func whoComesAgainMovesAgain(byList: Bool) throws {
        let harness = try leaving()
        let others = csv("EmailAddress\nalex@contoso.com")
        if byList {
            try harness.done("Set-MigrationBatch", ["Identity": "Off", "CSVData": others])
        } else {
            try harness.done("Remove-MigrationUser", Self.user)
        }
        #expect(try statuses(harness) == ["Synced"])
        let lee = csv("EmailAddress\nlee@contoso.com")
        try harness.done("Set-MigrationBatch", ["Identity": "Off", "CSVData": lee, "AddUsers": true])
        // There is no mailbox yet that could leave.
        #expect(Set(try statuses(harness)) == ["Synced", "Failed"])
        try harness.done(
            "New-MoveRequest",
            [
                "Identity": "lee", "Remote": true, "RemoteHostName": "mail.fabrikam.com",
                "TargetDeliveryDomain": "contoso.mail.onmicrosoft.com",
            ]
        )
        harness.context.clock.advance(by: 3 * 3600)
        #expect(try harness.done("Get-Mailbox", Self.user).rows.count == 1)
        try harness.done("Start-MigrationUser", Self.user)
        #expect(try statuses(harness) == ["Synced", "Synced"])
        try harness.done("Complete-MigrationBatch", ["Identity": "Off"])
        harness.context.clock.advance(by: 3600)
        #expect(try harness.done("Get-MailUser", Self.user).rows.count == 1)
        #expect(try statuses(harness) == ["Completed", "Completed"])
    }

    @Test func theGuidOfAMoveNamesIt() throws {
        let harness = try leaving()
        let row = try harness.done("Get-MigrationUser", ["Identity": "alex@contoso.com"]).rows.first
        let guid = try #require(row?["Guid"])
        try harness.done("Stop-MigrationUser", ["Identity": guid])
        #expect(try statuses(harness) == ["Completed", "Stopped"])
        try harness.done("Start-MigrationUser", ["Identity": guid])
        #expect(try statuses(harness) == ["Completed", "Synced"])
        try harness.done("Remove-MigrationUser", ["Identity": guid])
        #expect(try statuses(harness) == ["Completed"])
        #expect(try harness.run("Remove-MigrationUser", ["Identity": guid]).status == 404)
    }

    @Test func theBoundsOfACallerHoldForTheGuidOfAMove() throws {
        let harness = try leaving()
        try harness.done("New-ManagementScope", ["Name": "Lee", "RecipientRestrictionFilter": "Alias -eq 'lee'"])
        try harness.done(
            "New-ManagementRoleAssignment",
            ["User": "adele", "Role": "Migration", "CustomRecipientWriteScope": "Lee"]
        )
        func stop(_ address: String) throws -> ExchangeHarness.Reply {
            let row = try harness.done("Get-MigrationUser", ["Identity": .string(address)]).rows.first
            return try harness.run("Stop-MigrationUser", ["Identity": try #require(row?["Guid"])], as: "adele")
        }
        let foreign = try stop("alex@contoso.com")
        #expect(foreign.status == 400 && foreign.errorText.contains("write scopes"), "\(foreign.errorText)")
        #expect(try statuses(harness) == ["Completed", "Synced"])
        let own = try stop("lee@contoso.com")
        #expect(own.status == 200, "\(own.errorText)")
    }

    @Test func whoHasNoMailboxDoesNotLeaveByThemselves() throws {
        let harness = try leaving()
        let move: JSONObject = [
            "Identity": "lee", "Outbound": true, "RemoteHostName": "mail.fabrikam.com",
            "TargetDeliveryDomain": "corp.fabrikam.com",
        ]
        try harness.done("Remove-MigrationUser", Self.user)
        let refused = try harness.run("New-MoveRequest", move)
        #expect(refused.status == 400 && refused.errorText.contains("primary mailbox"), "\(refused.errorText)")
    }

    @Test func publicFoldersGoIntoGroups() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-UnifiedGroup", ["DisplayName": "Bids", "Alias": "bids"])
        func batch(_ name: String, _ list: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "New-MigrationBatch",
                ["Name": .string(name), "CSVData": csv(list), "PublicFolderToUnifiedGroup": true]
            )
        }
        let refused = try batch("No", "EmailAddress\nbids@contoso.com")
        #expect(refused.errorText.contains("required column FolderPath is missing"), "\(refused.errorText)")
        let made = try batch("PFG", "\"FolderPath\",\"TargetGroupMailbox\"\n\"\\Bids\",\"bids@contoso.com\"")
        #expect(made.texts("MigrationType") == ["PublicFolderToUnifiedGroup"], "\(made.errorText)")
        let users = try harness.done("Get-MigrationUser", ["BatchId": "PFG"])
        #expect(users.texts("Identity") == ["bids@contoso.com"] && !users.texts("Status").contains("Failed"))
        // What a file has to have follows from the batch that it is for.
        let people = csv("EmailAddress\nbids@contoso.com")
        let other = try harness.run("Set-MigrationBatch", ["Identity": "PFG", "CSVData": people])
        #expect(other.errorText.contains("required column FolderPath is missing"), "\(other.errorText)")
        try harness.done("New-MigrationBatch", ["Name": "M", "CSVData": csv("EmailAddress\nadele@contoso.com")])
        let both = csv("FolderPath,TargetGroupMailbox,EmailAddress\n\\Bids,bids@contoso.com,lee@contoso.com")
        try harness.done("Set-MigrationBatch", ["Identity": "M", "CSVData": both])
        #expect(try harness.done("Get-MigrationUser", ["BatchId": "M"]).texts("Identity") == ["lee@contoso.com"])
        let folders = csv("FolderPath,TargetGroupMailbox\n\\Bids,bids@contoso.com")
        let refusal = try harness.run("Set-MigrationBatch", ["Identity": "M", "CSVData": folders])
        #expect(refusal.errorText.contains("required column EmailAddress is missing"), "\(refusal.errorText)")
    }

    @Test func pagesAreFullThoughSomebodyIsGone() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-MigrationEndpoint",
            ["Name": "Hybrid", "ExchangeRemoteMove": true, "RemoteServer": "mail.fabrikam.com"]
        )
        let names = ["adele", "alex", "debra", "lee", "patti"]
        let list = (["EmailAddress"] + names.map { "\($0)@contoso.com" }).joined(separator: "\n")
        try harness.done(
            "New-MigrationBatch",
            ["Name": "Off", "TargetEndpoint": "Hybrid", "CSVData": csv(list), "AutoStart": true]
        )
        harness.context.clock.advance(by: 3600)
        try harness.done("Remove-Mailbox", ["Identity": "alex", "Confirm": false])
        let headers = ["Prefer": "odata.maxpagesize=2"]
        let first = try harness.run("Get-MoveRequest", headers: headers)
        #expect(first.texts("Alias") == ["adele", "debra"] && first.nextLink != nil)
        let rows = try harness.walk("Get-MoveRequest", [:], pageSize: 2)
        #expect(rows.compactMap { $0["Alias"]?.stringValue } == ["adele", "debra", "lee", "patti"])
        let few = try harness.done("Get-MoveRequest", ["ResultSize": 2])
        #expect(few.texts("Alias") == ["adele", "debra"])
        #expect(try harness.done("Get-MoveRequest", ["Status": "Completed"]).rows.isEmpty)
        let users = try harness.walk("Get-MigrationUser", ["Status": "Syncing"], pageSize: 2)
        #expect(users.compactMap { $0["Identity"]?.stringValue } == names.map { "\($0)@contoso.com" })
        #expect(try harness.done("Get-MigrationUser", ["Status": "Synced"]).rows.isEmpty)
    }

    @Test func listsAreReadAsTheirProgramsWriteThem() throws {
        let harness = try ExchangeHarness()
        func make(_ name: String, _ data: JSONValue) throws -> ExchangeHarness.Reply {
            try harness.run(
                "New-MigrationBatch",
                ["Name": .string(name), "CSVData": data, "AllowUnknownColumnsInCsv": true]
            )
        }
        func users(_ name: String) throws -> [String] {
            try harness.done("Get-MigrationUser", ["BatchId": .string(name)]).texts("Identity")
        }
        let quoted =
            "\u{FEFF}\"DisplayName\",\"EmailAddress\"\r\n\"Vance, \"\"Adele\"\"\r\n\",\"adele@contoso.com\"\r\n"
        #expect(try make("Q", csv(quoted)).status == 200)
        #expect(try users("Q") == ["adele@contoso.com"])
        let two = "SourceEmailAddress,EmailAddress\nx@fabrikam.com, alex@contoso.com \n\n"
        #expect(try make("S", csv(two)).status == 200)
        #expect(try users("S") == ["alex@contoso.com"])
        let bytes = Array("EmailAddress\nlee@contoso.com".utf8).map { JSONValue.integer(Int64($0)) }
        #expect(try make("N", .array(bytes)).status == 200)
        #expect(try users("N") == ["lee@contoso.com"])
        for wrong: JSONValue in [300, "x", -1] {
            #expect(try make("W", .array(bytes + [wrong])).status == 400, "\(wrong)")
        }
        let wide = FileText.bytes(ofText: "EmailAddress\r\nlee@contoso.com\r\n")
        #expect(try make("U", .string(Base64.encode(wide))).status == 200)
        #expect(try users("U") == ["lee@contoso.com"])
        let open = try make("O", csv("EmailAddress\n\"adele@contoso.com\nalex@contoso.com"))
        #expect(open.status == 400 && open.errorText.contains("quotation mark"), "\(open.errorText)")
    }
}
