import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Statistics, folders and devices by OData: the same as by their cmdlets, in the types of the model.
struct ExchangeEntityStatisticsTests {
    private func get(_ path: String, in harness: ExchangeHarness? = nil) throws -> ExchangeHarness.Reply {
        try (harness ?? ExchangeHarness.reading()).entities(path)
    }

    private let adele = "Mailbox('\(ExchangeHarness.key("adele@contoso.com"))')"

    @Test func countsAMailboxInBytes() throws {
        let reply = try get("\(adele)/Exchange.GetMailboxStatistics()?isEncoded=true")
        #expect(reply.status == 200, "\(reply.errorText)")
        #expect(
            reply.body["@odata.context"] == .string("\(ExchangeHarness.place)/$metadata#Exchange.MailboxStatistics")
        )
        #expect(
            Set(try #require(reply.body.objectValue).names) == [
                "@odata.context", "DeletedItemCount", "DisplayName", "ItemCount", "MailboxGuid", "TotalDeletedItemSize",
                "TotalItemSize",
            ]
        )
        let row = try #require(
            try ExchangeHarness.reading().run("Get-MailboxStatistics", ["Identity": "adele"]).rows.first
        )
        let bytes = try #require(reply.body["TotalItemSize"]?.integerValue)
        #expect(row["TotalItemSize"]?.stringValue == ByteQuantity(bytes: UInt64(bytes)).description)
        #expect(reply.body["ItemCount"]?.integerValue == row["ItemCount"]?.integerValue)
        let all = try get("\(adele)/Exchange.GetMailboxStatistics()?isEncoded=true&PropertySet=All")
        #expect(try #require(all.body.objectValue).count > 40)
        let logon = try get("\(adele)/Exchange.GetMailboxStatistics()?isEncoded=true&$select=LastLogonTime")
        #expect(logon.body.objectValue?.names.contains("LastLogonTime") == true)
        #expect(logon.body.objectValue?.names.contains("ItemCount") == true)
        let harness = try ExchangeHarness()
        harness.context.settings.change { $0.selectAddsMinimum = false }
        let alone = try get(
            "\(adele)/Exchange.GetMailboxStatistics()?isEncoded=true&$select=LastLogonTime",
            in: harness
        )
        #expect(alone.body.objectValue?.names == ["@odata.context", "LastLogonTime"], "\(alone.errorText)")
    }

    @Test func findsStatisticsByTheGuidOfTheMailbox() throws {
        let guid = try #require(
            try ExchangeHarness.reading().run("Get-Mailbox", ["Identity": "adele"]).texts("ExchangeGuid").first
        )
        let database = "00000000-0000-0000-0000-000000000000"
        let reply = try get(
            "Mailbox/Exchange.GetMailboxStatisticsV2(mailboxGuid=\(guid),databaseGuid=\(database))?UseCopyOnLocalServer=True"
        )
        #expect(reply.body["MailboxGuid"] == .string(guid), "\(reply.errorText)")
        #expect(
            try get("Mailbox('\(ExchangeHarness.key("nobody"))')/Exchange.GetMailboxStatistics()?isEncoded=true").status
                == 404
        )
    }

    @Test func listsFolders() throws {
        func folders(_ scope: String, _ options: String = "") throws -> ExchangeHarness.Reply {
            let function = "GetMailboxFolderStatistics(folderscope=Exchange.ElcFolderType'\(scope)')"
            return try get("\(adele)/MailboxFolder/Exchange.\(function)?isEncoded=true\(options)")
        }
        let all = try folders("All")
        #expect(all.status == 200, "\(all.errorText)")
        #expect(
            all.body["@odata.context"]
                == .string("\(ExchangeHarness.place)/$metadata#Collection(Exchange.MailboxFolderStatistics)")
        )
        #expect(all.texts("FolderType").contains("Inbox") && all.texts("FolderType").contains("Calendar"))
        #expect(
            all.rows.allSatisfy { $0["FolderSize"]?.integerValue != nil && $0["ItemsInFolder"]?.integerValue != nil }
        )
        #expect(all.texts("FolderPath").contains("/Inbox") && all.texts("FolderId").count == all.rows.count)
        #expect(try folders("Inbox").texts("FolderType").allSatisfy { $0 == "Inbox" })
        let dated = try folders("Inbox", "&IncludeOldestAndNewestItems=True")
        #expect(dated.rows.first?["NewestItemReceivedDate"] != nil)
        #expect(try folders("Nonsense").status == 400)
    }

    @Test func tellsWhoMaySeeAFolder() throws {
        let harness = try ExchangeHarness()
        let added = try harness.run(
            "Add-MailboxFolderPermission",
            ["Identity": "adele:\\Calendar", "User": "alex", "AccessRights": ["Reviewer"]]
        )
        #expect(added.status == 200, "\(added.errorText)")
        let folder = "MailboxFolder('\(ExchangeHarness.key("\\Calendar"))')"
        let options = "IsUsingMailboxFolderId=True&isEncoded=true"
        let reply = try get("\(adele)/\(folder)/MailboxFolderPermission?\(options)", in: harness)
        #expect(reply.status == 200, "\(reply.errorText)")
        #expect(reply.texts("User").contains("Default") && reply.texts("User").contains("Anonymous"))
        let alex = try #require(
            reply.rows.first { $0["MailboxFolderUser"]?["UserPrincipalName"] == "alex@contoso.com" }
        )
        #expect(alex["AccessRights"] == ["Reviewer"] && alex["FolderName"] == "Calendar")
        #expect(alex["MailboxFolderUser"]?["UserType"] == "Internal")
        #expect(alex["MailboxFolderIdentity"]?.stringValue?.hasSuffix(":\\Calendar") == true)
        let one = try get(
            "\(adele)/\(folder)/MailboxFolderPermission('\(ExchangeHarness.key("Default"))')?\(options)",
            in: harness
        )
        #expect(one.texts("User") == ["Default"], "\(one.errorText)")
        let root = "MailboxFolder('\(ExchangeHarness.key("\\"))')"
        #expect(try get("\(adele)/\(root)/MailboxFolderPermission?\(options)", in: harness).status == 200)
        let none = "MailboxFolder('\(ExchangeHarness.key("\\Nothing"))')"
        #expect(try get("\(adele)/\(none)/MailboxFolderPermission?\(options)", in: harness).status == 404)
    }

    @Test func listsTheDevicesOfAMailbox() throws {
        let harness = try ExchangeHarness.reading()
        let devices = try harness.run("Get-MobileDevice", ["ResultSize": "Unlimited"])
        let identity = try #require(devices.texts("Identity").first)
        let mailbox = String(identity.prefix { $0 != "\\" })
        let function = "MobileDevice/Exchange.GetMobileDeviceStatistics()?isEncoded=true"
        let listed = try get("Mailbox('\(ExchangeHarness.key(mailbox))')/\(function)")
        #expect(listed.status == 200 && !listed.rows.isEmpty, "\(listed.errorText)")
        #expect(listed.rows.allSatisfy { $0["LastSuccessSync"] != "" && $0["DeviceAccessState"]?.stringValue != nil })
        let one = try harness.entities(
            "GetMobileDeviceStatisticsByIdentity(Identity='XParameter-Identity')?ReadIdsAndParamsFromHeaders=True",
            headers: ["XParameter-Identity": ExchangeHarness.key(identity)]
        )
        #expect(one.status == 200, "\(one.errorText)")
        #expect(
            one.body["@odata.context"]
                == .string("\(ExchangeHarness.place)/$metadata#Exchange.MobileDeviceStatistics")
        )
    }
}
