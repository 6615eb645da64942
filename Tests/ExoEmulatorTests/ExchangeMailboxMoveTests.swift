import ExoCrypto
import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Mailboxes that come from elsewhere and go there, by batches and by themselves.
@Suite struct ExchangeMailboxMoveTests {
    private static let guid = "9b6c2d1e-4f50-4a3b-8c7d-0e1f2a3b4c5d"
    private static let archive = "1c2d3e4f-5a6b-4c7d-8e9f-a0b1c2d3e4f5"

    private func harness(onPremises names: [String] = ["op1"]) throws -> ExchangeHarness {
        let harness = try ExchangeHarness()
        for name in names {
            try harness.done(
                "New-MailUser",
                [
                    "Name": .string(name), "MicrosoftOnlineServicesID": .string("\(name)@contoso.com"),
                    "ExternalEmailAddress": .string("\(name)@corp.fabrikam.com"),
                    "PrimarySmtpAddress": .string("\(name)@contoso.com"),
                    "Password": .string(try harness.sealed("Xy7!longenough")),
                ]
            )
        }
        try harness.done(
            "New-MigrationEndpoint",
            ["Name": "Hybrid", "ExchangeRemoteMove": true, "RemoteServer": "mail.fabrikam.com"]
        )
        return harness
    }

    private func csv(_ users: [String], columns: String = "EmailAddress") -> JSONValue {
        .string(Base64.encode(Array(([columns] + users).joined(separator: "\r\n").utf8)))
    }

    private func advance(_ harness: ExchangeHarness, hours: Double) { harness.context.clock.advance(by: hours * 3600) }

    @Test func aMailUserOfACompletedBatchIsAMailbox() throws {
        let harness = try harness()
        try harness.done(
            "Set-MailUser",
            ["Identity": "op1", "ExchangeGuid": .string(Self.guid), "ArchiveGuid": .string(Self.archive)]
        )
        let made = try harness.done(
            "New-MigrationBatch",
            [
                "Name": "B1", "SourceEndpoint": "Hybrid", "CSVData": csv(["op1@contoso.com"]),
                "TargetDeliveryDomain": "contoso.mail.onmicrosoft.com", "AutoStart": true,
            ]
        )
        #expect(made.texts("BatchDirection") == ["Onboarding"])
        advance(harness, hours: 1)
        let moving = try harness.done("Get-MoveRequest").rows
        #expect(moving.first?["BatchName"] == "MigrationService:B1" && moving.first?["Status"] == "InProgress")
        #expect(moving.first?["RemoteHostName"] == "mail.fabrikam.com" && moving.count == 1)
        #expect(try harness.run("Remove-MoveRequest", ["Identity": "op1"]).status == 400)
        advance(harness, hours: 2)
        let before = try harness.done("Get-MoveRequestStatistics", ["Identity": "op1"]).rows.first
        #expect(before?["TotalMailboxItemCount"]?.integerValue ?? 0 > 0)
        #expect(before?["BytesTransferred"]?.stringValue?.hasPrefix("0 B") == false)
        try harness.done("Complete-MigrationBatch", ["Identity": "B1"])
        #expect(try harness.run("Get-Mailbox", ["Identity": "op1"]).status == 404)
        advance(harness, hours: 1)
        let mailbox = try harness.done("Get-Mailbox", ["Identity": "op1"]).rows.first
        #expect(mailbox?["ExchangeGuid"] == .string(Self.guid) && mailbox?["ArchiveGuid"] == .string(Self.archive))
        #expect(mailbox?["ArchiveStatus"] == "Active" && mailbox?["PrimarySmtpAddress"] == "op1@contoso.com")
        #expect(mailbox?["EmailAddresses"]?.text().contains("corp.fabrikam.com") == false)
        #expect(try harness.run("Get-MailUser", ["Identity": "op1"]).status == 404)
        let done = try harness.done("Get-MoveRequestStatistics", ["Identity": "op1"]).rows.first
        #expect(done?["Status"] == "Completed" && done?["TotalMailboxItemCount"] == before?["TotalMailboxItemCount"])
        let user = try harness.done("Get-MigrationUser", ["MailboxGuid": .string(Self.guid)]).rows
        #expect(user.count == 1 && user.first?["MailboxGuid"] == .string(Self.guid))
        let other = ["MailboxGuid": .string(Self.archive)] as JSONObject
        #expect(try harness.done("Get-MigrationUser", other).rows.isEmpty)
        #expect(try harness.done("Get-MailboxStatistics", ["Identity": "op1"]).rows.first?["ItemCount"] != 0)
    }

    @Test func aMailboxThatWentIsAMailUser() throws {
        let harness = try harness()
        try harness.done(
            "New-MigrationBatch",
            [
                "Name": "Off", "TargetEndpoint": "Hybrid", "TargetDatabases": ["DB1"],
                "CSVData": csv(["lee@contoso.com"]),
                "TargetDeliveryDomain": "corp.fabrikam.com", "AutoStart": true, "AutoComplete": true,
            ]
        )
        let used = try harness.run("Remove-MigrationEndpoint", ["Identity": "Hybrid"])
        #expect(used.status == 400 && used.errorText.contains("\"Off\""), "\(used.errorText)")
        let guid = try harness.done("Get-Mailbox", ["Identity": "lee"]).texts("ExchangeGuid")
        advance(harness, hours: 4)
        let batch = try harness.done("Get-MigrationBatch", ["Identity": "Off", "IncludeReport": true]).rows.first
        #expect(batch?["BatchDirection"] == "Offboarding" && batch?["TargetEndpoint"] == "Hybrid")
        #expect(batch?["TargetDatabases"] == ["DB1"] && batch?["InitialSyncDuration"] == "02:05:00")
        #expect(batch?["Report"]?.stringValue?.contains("complete") == true)
        #expect(try harness.run("Get-Mailbox", ["Identity": "lee"]).status == 404)
        let user = try harness.done("Get-MailUser", ["Identity": "lee"]).rows.first
        #expect(user?["ExternalEmailAddress"] == "SMTP:lee@corp.fabrikam.com")
        #expect(user?["PrimarySmtpAddress"] == "lee@contoso.com")
        #expect(try harness.done("Get-MailUser", ["Identity": "lee"]).texts("ExchangeGuid") == guid)
    }

    @Test func aMoveByItselfEndsAsABatchDoes() throws {
        let harness = try harness(onPremises: ["op1", "op2"])
        func move(_ identity: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "New-MoveRequest",
                [
                    "Identity": .string(identity), "Remote": true, "RemoteHostName": "mail.fabrikam.com",
                    "TargetDeliveryDomain": "contoso.mail.onmicrosoft.com", "SuspendWhenReadyToComplete": true,
                ]
            )
        }
        let here = try move("lee")
        #expect(here.status == 400 && here.errorText.contains("already has a primary mailbox"), "\(here.errorText)")
        let made = try move("op2")
        #expect(made.status == 200, "\(made.errorText)")
        advance(harness, hours: 3)
        let statistics = try harness.done("Get-MoveRequestStatistics", ["Identity": "op2", "IncludeReport": true]).rows
        #expect(statistics.first?["PercentComplete"] == 95 && statistics.first?["Status"] == "AutoSuspended")
        #expect(statistics.first?["TotalMailboxItemCount"]?.integerValue ?? 0 > 0)
        #expect(statistics.first?["Report"]?.stringValue?.contains("Initial seeding completed") == true)
        #expect(try harness.run("Get-Mailbox", ["Identity": "op2"]).status == 404)
        try harness.done("Resume-MoveRequest", ["Identity": "op2"])
        #expect(try harness.done("Get-Mailbox", ["Identity": "op2"]).texts("RecipientTypeDetails") == ["UserMailbox"])
        #expect(try harness.done("Get-MoveRequest", ["Identity": "op2"]).texts("Status") == ["Completed"])
    }

    @Test func aMailboxThatMovesInHasTheDefaultPolicies() throws {
        let harness = try harness()
        try harness.done("New-RetentionPolicy", ["Name": "P", "IsDefault": true])
        try harness.done("New-OwaMailboxPolicy", ["Name": "O", "IsDefault": true])
        try harness.done(
            "New-MoveRequest",
            [
                "Identity": "op1", "Remote": true, "RemoteHostName": "mail.fabrikam.com",
                "TargetDeliveryDomain": "contoso.mail.onmicrosoft.com",
            ]
        )
        advance(harness, hours: 24)
        #expect(try harness.done("Get-Mailbox", ["Identity": "op1"]).texts("RetentionPolicy") == ["P"])
        #expect(try harness.done("Get-CASMailbox", ["Identity": "op1"]).texts("OwaMailboxPolicy") == ["O"])
    }

    @Test func somebodyIsOneBatchs() throws {
        let harness = try harness()
        for name in ["B1", "B2"] {
            try harness.done(
                "New-MigrationBatch",
                [
                    "Name": .string(name), "SourceEndpoint": "Hybrid", "AutoStart": true,
                    "CSVData": csv(["op1@contoso.com"]),
                ]
            )
        }
        advance(harness, hours: 1)
        let statistics = try harness.done("Get-MigrationUserStatistics", ["Identity": "op1@contoso.com"])
        #expect(statistics.texts("BatchId") == ["B1"])
        let failed = try harness.done("Get-MigrationUser", ["BatchId": "B2", "Status": "Failed"]).texts("ErrorSummary")
        #expect(failed.first?.contains("is already included in migration batch \"B1.\"") == true)
        #expect(try harness.done("Get-MoveRequest").rows.count == 1)
        try harness.done("Remove-MigrationUser", ["Identity": "op1@contoso.com", "Confirm": false])
        try harness.done("Start-MigrationBatch", ["Identity": "B2"])
        #expect(try harness.done("Get-MigrationUser", ["Identity": "op1@contoso.com"]).texts("BatchId") == ["B2"])
        #expect(try harness.done("Get-MigrationUser", ["BatchId": "B2"]).texts("Status") == ["Syncing"])
    }

    @Test func aListIsReadBeforeAnybodyMoves() throws {
        let harness = try harness()
        func make(_ name: String, _ data: JSONValue, _ more: JSONObject = [:]) throws -> ExchangeHarness.Reply {
            var parameters: JSONObject = ["Name": .string(name), "SourceEndpoint": "Hybrid", "CSVData": data]
            for member in more.members { parameters[member.name] = member.value }
            return try harness.run("New-MigrationBatch", parameters)
        }
        let unknown = csv(["op1@contoso.com,x"], columns: "EmailAddress,Foo")
        let refused = try make("U", unknown)
        #expect(refused.status == 400 && refused.errorText.contains("Foo"), "\(refused.errorText)")
        #expect(try make("E", csv([])).status == 400)
        #expect(try make("U", unknown, ["AllowUnknownColumnsInCsv": true]).status == 200)
        try harness.done("Remove-MigrationBatch", ["Identity": "U"])
        let twice = try make("T", csv(["op1@contoso.com", "OP1@contoso.com", "lee@contoso.com"]), ["AutoStart": true])
        #expect(twice.rows.first?["TotalCount"] == 2 && twice.rows.first?["ValidationWarnings"]?.arrayValue?.count == 1)
        advance(harness, hours: 3)
        let failed = try harness.done(
            "Get-MigrationUserStatistics",
            ["Identity": "lee@contoso.com", "IncludeReport": true]
        ).rows.first
        #expect(failed?["Error"]?.stringValue?.contains("MigrationCSVRowValidationException: The migration") == true)
        #expect(failed?["ErrorSummary"]?.stringValue?.contains("RecipientTypeDetails:MailUser") == true)
        #expect(failed?["LastSuccessfulSyncTime"] == .null && failed?["Report"]?.stringValue?.isEmpty == false)
        let fine = try harness.done("Get-MigrationUserStatistics", ["Identity": "op1@contoso.com"]).rows.first
        #expect(fine?["DataConsistencyScore"] == "Perfect" && fine?["Error"] == .null && fine?["Report"] == .null)
    }
}
