import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What is in mailboxes: statistics, folders, what was deleted.
@Suite struct ExchangeContentTests {
    /// The bytes in a size's text.
    private func bytes(_ value: JSONValue?) -> UInt64? {
        value?.stringValue.flatMap { ByteQuantity(parsing: $0) }?.bytes
    }

    @Test func statisticsAddUpFromTheFolders() throws {
        let harness = try ExchangeHarness.reading()
        for identity in ["adele", "adele@contoso.com", "Adele Vance", "info"] {
            let reply = try harness.run("Get-MailboxStatistics", ["Identity": .string(identity)])
            let row = try #require(reply.rows.first, "\(reply.errorText)")
            let folders = try harness.run("Get-MailboxFolderStatistics", ["Identity": .string(identity)]).rows
            let (visible, deleted) = (
                folders.filter { $0["RecoverableItemsFolder"] == false },
                folders.filter { $0["RecoverableItemsFolder"] == true }
            )
            func items(_ rows: [JSONValue]) -> Int64 {
                rows.reduce(0) { $0 + ($1["ItemsInFolder"]?.integerValue ?? 0) }
            }
            func size(_ rows: [JSONValue]) -> UInt64 { rows.reduce(0) { $0 + (bytes($1["FolderSize"]) ?? 0) } }
            #expect(row["ItemCount"]?.integerValue == items(visible) && items(visible) > 0)
            #expect(row["DeletedItemCount"]?.integerValue == items(deleted) && items(deleted) > 0)
            #expect(bytes(row["TotalItemSize"]) == size(visible))
            #expect(bytes(row["TotalDeletedItemSize"]) == size(deleted))
            let root = try #require(folders.first { $0["FolderType"] == "Root" })
            #expect(root["ItemsInFolderAndSubfolders"]?.integerValue == items(visible))
            #expect(bytes(root["FolderAndSubfolderSize"]) == size(visible))
        }
        #expect(try harness.run("Get-MailboxStatistics", ["Identity": "nobody"]).status == 404)
        #expect(try harness.run("Get-MailboxStatistics").status == 400)
    }

    @Test func aSizeIsATextInJSONAndAnObjectWithAValueInCLIXML() throws {
        let harness = try ExchangeHarness.reading()
        let plain = try harness.run("Get-MailboxStatistics", ["Identity": "adele"])
        let text = try #require(plain.rows.first?["TotalItemSize"]?.stringValue)
        #expect(text.hasSuffix(" bytes)"))
        let typed = try harness.run(
            "Get-MailboxStatistics",
            ["Identity": "adele"],
            headers: ["X-ResponseFormat": "clixml"]
        )
        let xml = try #require(typed.rows.first?["_clixml"]?.stringValue)
        let size = try #require(xml.firstRange(of: "<Obj N=\"TotalItemSize\""))
        let rest = xml[size.upperBound...].prefix(700)
        #expect(rest.contains("<ToString>\(text)</ToString>") && rest.contains("<Obj N=\"Value\""), "\(rest)")
        #expect(rest.contains("<B N=\"IsUnlimited\">false</B>"))
    }

    @Test func anArchiveHasItsOwnContent() throws {
        let harness = try ExchangeHarness.reading()
        let archive = try harness.run("Get-MailboxStatistics", ["Identity": "lee", "Archive": true])
        let row = try #require(archive.rows.first, "\(archive.errorText)")
        #expect(row["IsArchiveMailbox"] == true && row["DisplayName"] == "In-Place Archive - Lee Gu")
        let primary = try harness.run("Get-MailboxStatistics", ["Identity": "lee"]).rows.first
        #expect(row["MailboxGuid"] != primary?["MailboxGuid"] && row["TotalItemSize"] != primary?["TotalItemSize"])
        let folders = try harness.run("Get-MailboxFolderStatistics", ["Identity": "lee", "Archive": true])
        #expect(folders.texts("FolderPath").contains("/Sent Items"))
        #expect(!folders.texts("FolderType").contains("Calendar"))
        let none = try harness.run("Get-MailboxStatistics", ["Identity": "adele", "Archive": true])
        #expect(none.status == 400 && none.errorText.contains("archive"), "\(none.errorText)")
    }

    @Test func mailboxesOfWhoIsGoneAreFoundWhereThatIsAskedFor() throws {
        let harness = try ExchangeHarness.reading()
        for cmdlet in ["Get-MailboxStatistics", "Get-MailboxFolderStatistics"] {
            #expect(try harness.run(cmdlet, ["Identity": "Marcus Reyes"]).status == 404)
            let found = try harness.run(
                cmdlet,
                ["Identity": "Marcus Reyes", "IncludeSoftDeletedRecipients": true]
            )
            #expect(!found.rows.isEmpty, "\(found.errorText)")
        }
    }

    @Test func foldersOfAScopeShowTheirOldestAndNewestItems() throws {
        let harness = try ExchangeHarness.reading()
        func folders(_ scope: String, dates: Bool = false) throws -> ExchangeHarness.Reply {
            try harness.run(
                "Get-MailboxFolderStatistics",
                ["Identity": "adele", "FolderScope": .string(scope), "IncludeOldestAndNewestItems": .bool(dates)]
            )
        }
        let inbox = try folders("Inbox", dates: true)
        #expect(inbox.texts("FolderPath") == ["/Inbox"], "\(inbox.errorText)")
        let oldest = try #require(inbox.texts("OldestItemReceivedDate").first)
        let newest = try #require(inbox.texts("NewestItemReceivedDate").first)
        #expect(oldest < newest && newest < ServiceDate(ExchangeHarness.moment).text(.offset))
        #expect(try folders("Inbox").rows.first?["OldestItemReceivedDate"]?.isNull == true)
        #expect(try folders("Calendar").texts("FolderPath") == ["/Calendar", "/Calendar/Birthdays"])
        let recoverable = try folders("RecoverableItems")
        #expect(recoverable.texts("FolderPath").contains("/Purges"), "\(recoverable.errorText)")
        let projects = try harness.run("Get-MailboxFolderStatistics", ["Identity": "adele"]).rows.first {
            $0["FolderPath"] == "/Projects/Reports"
        }
        #expect(projects?["Identity"] == "adele@contoso.com\\Projects\\Reports")
        #expect(projects?["FolderType"] == "User Created" && projects?["FolderId"]?.stringValue?.isEmpty == false)
        let analysed = try harness.run(
            "Get-MailboxFolderStatistics",
            ["Identity": "adele", "FolderScope": "Inbox", "IncludeAnalysis": true]
        )
        #expect(analysed.rows.first?["TopSubject"]?.stringValue?.isEmpty == false)
        let some = try harness.run(
            "Get-MailboxFolderStatistics",
            ["Identity": "adele", "ResultSize": 3, "SkipCount": 1]
        )
        let less = try harness.run("Get-MailboxFolderStatistics", ["Identity": "adele", "SkipCount": -1])
        #expect(less.status == 400)
        #expect(some.rows.count == 3 && some.texts("FolderPath").first == "/Archive")
    }

    @Test func aNewMailboxIsEmptyUntilAFolderIsMade() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run("New-Mailbox", ["Name": "Fresh One", "Alias": "freshone", "Shared": true])
        #expect(made.status == 200, "\(made.errorText)")
        let statistics = try harness.run("Get-MailboxStatistics", ["Identity": "freshone"])
        #expect(statistics.rows.first?["ItemCount"] == 0, "\(statistics.errorText)")
        #expect(statistics.rows.first?["LastLogonTime"]?.isNull == true)
        let folder = try harness.run("New-MailboxFolder", ["Parent": "freshone:\\Inbox", "Name": "Bills"])
        #expect(folder.texts("FolderPath") == ["\\Inbox\\Bills"], "\(folder.errorText)")
        let again = try harness.run("New-MailboxFolder", ["Parent": "freshone:\\Inbox", "Name": "bills"])
        #expect(again.status == 400 && again.errorText.contains("already exists"))
        let nowhere = try harness.run("New-MailboxFolder", ["Parent": "freshone:\\Nowhere", "Name": "Bills"])
        #expect(nowhere.status == 404, "\(nowhere.errorText)")
        let children = try harness.run("Get-MailboxFolder", ["Identity": "freshone:\\Inbox", "GetChildren": true])
        #expect(children.texts("Name") == ["Bills"], "\(children.errorText)")
        let all = try harness.run(
            "Get-MailboxFolder",
            ["Identity": "freshone:\\", "Recurse": true, "MailFolderOnly": true]
        )
        #expect(all.texts("Name").contains("Bills") && !all.texts("Name").contains("Calendar"))
        let counted = try harness.run("Get-MailboxFolderStatistics", ["Identity": "freshone", "FolderScope": "Inbox"])
        #expect(counted.texts("FolderPath") == ["/Inbox", "/Inbox/Bills"])
    }

    @Test func whatWasDeletedComesBack() throws {
        let harness = try ExchangeHarness()
        // No role group has the role from the beginning.
        #expect(try harness.run("Get-RecoverableItems", ["Identity": "adele"]).status == 403)
        let granted = try harness.run(
            "New-ManagementRoleAssignment",
            ["Role": "Mailbox Import Export", "SecurityGroup": "Organization Management"]
        )
        #expect(granted.status == 200, "\(granted.errorText)")
        func inbox() throws -> Int64? {
            try harness.run("Get-MailboxFolderStatistics", ["Identity": "adele", "FolderScope": "Inbox"])
                .rows.first?["ItemsInFolder"]?.integerValue
        }
        let before = try #require(try inbox())
        let found = try harness.run(
            "Get-RecoverableItems",
            ["Identity": "adele", "SourceFolder": "RecoverableItems", "ResultSize": "Unlimited"]
        )
        let first = try #require(found.rows.first, "\(found.errorText)")
        let entry = try #require(first["EntryID"])
        #expect(first["LastParentPath"] == "Inbox" && first["SourceFolder"] == "Recoverable Items\\Deletions")
        let restored = try harness.run("Restore-RecoverableItems", ["Identity": "adele", "EntryID": entry])
        #expect(restored.rows.first?["WasRestoredSuccessfully"] == true, "\(restored.errorText)")
        #expect(try inbox() == before + 1)
        let left = try harness.run(
            "Get-RecoverableItems",
            ["Identity": "adele", "SourceFolder": "RecoverableItems", "ResultSize": "Unlimited"]
        )
        #expect(left.rows.count == found.rows.count - 1)
        let words = try #require(first["Subject"]?.stringValue?.split(separator: " ").last)
        let some = try harness.run(
            "Get-RecoverableItems",
            ["Identity": "adele", "SubjectContains": .string(String(words))]
        )
        #expect(some.texts("Subject").allSatisfy { $0.lowercased().contains(words.lowercased()) })
        func items(_ verb: String, _ identity: JSONValue) throws -> [JSONValue] {
            let reply = try harness.run(
                "\(verb)-RecoverableItems",
                ["Identity": identity, "SourceFolder": "RecoverableItems", "ResultSize": "Unlimited"]
            )
            #expect(reply.status == 200, "\(reply.errorText)")
            return reply.rows
        }
        let each = try items("Get", "adele") + items("Get", ["alex"])
        #expect(try items("Get", ["adele", "alex"]) == each)
        let back = try items("Restore", ["adele", "alex"])
        #expect(back.count == each.count && back.allSatisfy { $0["WasRestoredSuccessfully"] == true })
        #expect(try items("Get", ["adele", "alex"]) == [])
        #expect(try harness.run("Get-RecoverableItems", ["Identity": ["adele", "nobody"]]).status == 404)
        // A mailbox that is named twice is one.
        #expect(try items("Get", ["lee", "lee@contoso.com"]) == items("Get", "lee"))
        // The log has several by the names that they were given, and one that is gone too.
        #expect(try items("Restore", ["lee", "debra"]).isEmpty == false)
        _ = try items("Restore", ["marcus"])
        let objects = try harness.done(
            "Search-UnifiedAuditLog",
            ["StartDate": "2026-09-20", "EndDate": "2026-09-23", "Operations": "Restore-RecoverableItems"]
        ).texts("AuditData")
        for name in ["lee,debra", "marcus"] {
            #expect(objects.contains { $0.contains("\"ObjectId\":\"\(name)\"") }, "\(name): \(objects)")
        }
    }

    @Test func aFolderThatAMailboxLacksStopsTheRestoringOfAll() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-ManagementRoleAssignment",
            ["Role": "Mailbox Import Export", "SecurityGroup": "Organization Management"]
        )
        try harness.done("New-MailboxFolder", ["Name": "Back", "Parent": "adele:\\Inbox"])
        func left() throws -> [JSONValue] {
            try harness.done("Get-RecoverableItems", ["Identity": "adele", "ResultSize": "Unlimited"]).rows
        }
        let before = try left()
        #expect(!before.isEmpty)
        let both = try harness.run(
            "Restore-RecoverableItems",
            ["Identity": ["adele", "alex"], "RestoreTargetFolder": "Inbox\\Back"]
        )
        #expect(both.status == 404, "\(both.errorText)")
        #expect(try left() == before)
        try harness.done("Restore-RecoverableItems", ["Identity": ["adele"], "RestoreTargetFolder": "Inbox\\Back"])
        #expect(try left().isEmpty)
    }
}
