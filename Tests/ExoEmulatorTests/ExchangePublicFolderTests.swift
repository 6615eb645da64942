import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Public folders.
@Suite struct ExchangePublicFolderTests {
    private func make(
        _ name: String,
        in parent: String? = nil,
        _ harness: ExchangeHarness
    ) throws -> ExchangeHarness.Reply {
        var parameters: JSONObject = ["Name": .string(name)]
        if let parent { parameters["Path"] = .string(parent) }
        return try harness.run("New-PublicFolder", parameters)
    }

    @Test func foldersAreMadeMovedAndRemoved() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("Get-PublicFolder").texts("Name") == ["IPM_SUBTREE"])
        let sales = try make("Sales", harness)
        #expect(sales.texts("Identity") == ["\\Sales"], "\(sales.errorText)")
        #expect(try make("Offers", in: "\\Sales", harness).texts("ParentPath") == ["\\Sales"])
        #expect(try make("Old", in: "\\Sales\\Offers", harness).status == 200)
        #expect(try make("sales", harness).errorText.contains("already exists"))
        #expect(try make("X", in: "\\Nowhere", harness).status == 404)
        let tree = try harness.run("Get-PublicFolder", ["Identity": "\\", "Recurse": true, "ResultSize": "Unlimited"])
        #expect(tree.texts("Identity") == ["\\", "\\Sales", "\\Sales\\Offers", "\\Sales\\Offers\\Old"])
        let children = try harness.run("Get-PublicFolder", ["Identity": "\\Sales", "GetChildren": true])
        #expect(children.texts("Name") == ["Offers"])
        let entry = try #require(sales.texts("EntryId").first)
        #expect(try harness.run("Get-PublicFolder", ["Identity": .string(entry)]).texts("Name") == ["Sales"])
        let moved = try harness.run("Set-PublicFolder", ["Identity": "\\Sales\\Offers", "Path": "\\", "Name": "Deals"])
        #expect(moved.status == 200, "\(moved.errorText)")
        #expect(try harness.run("Get-PublicFolder", ["Identity": "\\Deals\\Old"]).rows.count == 1)
        #expect(try harness.run("Get-PublicFolder", ["Identity": "\\Sales"]).rows.first?["HasSubFolders"] == false)
        #expect(try harness.run("Remove-PublicFolder", ["Identity": "\\Deals"]).status == 400)
        #expect(try harness.run("Remove-PublicFolder", ["Identity": "\\Deals", "Recurse": true]).status == 200)
        _ = try harness.run("Set-PublicFolder", ["Identity": "\\", "ProhibitPostQuota": "1 GB"])
        let root = try harness.run("Get-PublicFolder", ["Identity": "\\", "Recurse": true])
        #expect(
            root.texts("Identity") == ["\\", "\\Sales"]
                && root.rows.first?["ProhibitPostQuota"] == "1 GB (1,073,741,824 bytes)"
        )
        let statistics = try harness.run("Get-PublicFolderStatistics")
        #expect(statistics.texts("Name") == ["Sales"] && statistics.texts("TotalItemSize") == ["0 B (0 bytes)"])
    }

    @Test func deletedFoldersComeBackFromTheDumpsterOfTheirParent() throws {
        let harness = try ExchangeHarness()
        _ = try make("Sales", harness)
        _ = try make("Offers", in: "\\Sales", harness)
        _ = try harness.done(
            "Add-PublicFolderClientPermission",
            ["Identity": "\\Sales", "User": "adele", "AccessRights": "Editor"]
        )
        try harness.done("Remove-PublicFolder", ["Identity": "\\Sales", "Recurse": true])
        #expect(try harness.run("Get-PublicFolder", ["Identity": "\\Sales"]).status == 404)
        #expect(try harness.done("Get-PublicFolder", ["GetChildren": true]).rows.isEmpty)
        func deleted() throws -> [JSONValue] {
            try harness.done(
                "Get-PublicFolder",
                ["Identity": "\\NON_IPM_SUBTREE\\DUMPSTER_ROOT", "Recurse": true, "ResultSize": "Unlimited"]
            ).rows.filter { $0["FolderClass"] != "" }
        }
        let found = try deleted()
        #expect(found.map { $0["Name"] } == ["Sales", "Offers"])
        // Another one of the name lies beside it.
        _ = try make("Sales", harness)
        try harness.done("Remove-PublicFolder", ["Identity": "\\Sales"])
        #expect(try deleted().count == 3)
        let place = try #require(found.first?["Identity"])
        try harness.done("Set-PublicFolder", ["Identity": place, "Path": "\\"])
        let back = try harness.done("Get-PublicFolder", ["Identity": "\\", "Recurse": true])
        #expect(back.texts("Identity") == ["\\", "\\Sales", "\\Sales\\Offers"])
        #expect(back.rows.dropFirst().first?["EntryId"] == found.first?["EntryId"])
        let rights = try harness.done("Get-PublicFolderClientPermission", ["Identity": "\\Sales", "User": "adele"])
        #expect(rights.rows.first?["AccessRights"] == ["Editor"])
        // What is deleted in the dumpster is gone.
        let rest = try #require(try deleted().first?["Identity"])
        try harness.done("Remove-PublicFolder", ["Identity": rest])
        #expect(try deleted().isEmpty)
    }

    @Test func aFolderBeginsWithTheRightsOnItsParent() throws {
        let harness = try ExchangeHarness()
        _ = try make("Sales", harness)
        let rights: JSONObject = ["Identity": "\\Sales", "User": "adele", "AccessRights": "Editor"]
        try harness.done("Add-PublicFolderClientPermission", rights)
        _ = try make("Offers", in: "\\Sales", harness)
        let one: JSONObject = ["Identity": "\\Sales\\Offers", "User": "adele"]
        let found = try harness.done("Get-PublicFolderClientPermission", one)
        #expect(found.rows.first?["AccessRights"] == ["Editor"])
        try harness.done(
            "Remove-PublicFolderClientPermission",
            ["Identity": "\\Sales", "User": "adele", "Confirm": false]
        )
        #expect(try harness.done("Get-PublicFolderClientPermission", one).rows.count == 1)
    }

    @Test func aFolderAndItsDumpsterNameEachOther() throws {
        let harness = try ExchangeHarness()
        func folder(_ identity: JSONValue?) throws -> JSONValue {
            let reply = try harness.done("Get-PublicFolder", ["Identity": try #require(identity)])
            return try #require(reply.rows.first)
        }
        _ = try make("Sales", harness)
        let offers = try #require(try make("Offers", in: "\\Sales", harness).rows.first)
        let dumpster = try folder(offers["DumpsterEntryId"])
        #expect(dumpster["EntryId"] == offers["DumpsterEntryId"] && dumpster["DumpsterEntryId"] == offers["EntryId"])
        #expect(dumpster["AdminFolderFlags"] == "DumpsterFolder" && offers["AdminFolderFlags"]?.isNull == true)
        let path = try #require(dumpster["Identity"]?.stringValue)
        #expect(path.hasPrefix("\\NON_IPM_SUBTREE\\DUMPSTER_ROOT\\DUMPSTER_EXTEND\\RESERVED_1\\RESERVED_1\\"))
        #expect(try folder(.string(path))["EntryId"] == dumpster["EntryId"])
        #expect(dumpster["ContentMailboxGuid"] == offers["ContentMailboxGuid"])
        // Parents are named by their ids, up to both roots.
        let sales = try folder(offers["ParentFolder"])
        #expect(sales["Identity"] == "\\Sales")
        #expect(try folder("\\")["EntryId"] == sales["ParentFolder"])
        var above = dumpster
        for _ in 0..<5 { above = try folder(above["ParentFolder"]) }
        #expect(above["Identity"] == "\\NON_IPM_SUBTREE")
        #expect(try harness.run("Remove-PublicFolder", ["Identity": .string(path)]).status == 400)
        #expect(try harness.run("Set-PublicFolder", ["Identity": .string(path), "Path": "\\"]).status == 400)
    }

    @Test func sizesReadBackAsTheServiceWritesThem() throws {
        let harness = try ExchangeHarness()
        _ = try make("Sales", harness)
        let names = ["IssueWarningQuota", "MaxItemSize", "ProhibitPostQuota"]
        for name in names { try harness.done("Set-PublicFolder", ["Identity": "\\Sales", .init(name): "5GB"]) }
        let folder = try harness.done("Get-PublicFolder", ["Identity": "\\Sales"]).rows.first
        #expect(names.allSatisfy { folder?[$0] == "5 GB (5,368,709,120 bytes)" })
        try harness.done("Set-PublicFolder", ["Identity": "\\Sales", "MaxItemSize": "unlimited"])
        #expect(try harness.done("Get-PublicFolder", ["Identity": "\\Sales"]).texts("MaxItemSize") == ["Unlimited"])
        #expect(try harness.run("Set-PublicFolder", ["Identity": "\\Sales", "MaxItemSize": "much"]).status == 400)
    }

    @Test func rightsInAPublicFolderAreThoseOfAnyFolder() throws {
        let harness = try ExchangeHarness()
        _ = try make("Sales", harness)
        let before = try harness.run("Get-PublicFolderClientPermission", ["Identity": "\\Sales"])
        #expect(before.texts("User") == ["Default", "Anonymous"], "\(before.errorText)")
        #expect(before.rows.first?["AccessRights"] == ["Author"])
        let added = try harness.run(
            "Add-PublicFolderClientPermission",
            ["Identity": "\\Sales", "User": "adele", "AccessRights": "PublishingEditor"]
        )
        #expect(added.texts("User") == ["Adele Vance"], "\(added.errorText)")
        let one = try harness.run("Get-PublicFolderClientPermission", ["Identity": "\\Sales", "User": "adele"])
        #expect(one.rows.first?["AccessRights"] == ["PublishingEditor"])
        _ = try harness.run("Remove-PublicFolderClientPermission", ["Identity": "\\Sales", "User": "adele"])
        #expect(try harness.run("Get-PublicFolderClientPermission", ["Identity": "\\Sales"]).rows.count == 2)
    }

    @Test func foldersAreInTheMailboxThatWasMadeForThem() throws {
        let harness = try ExchangeHarness()
        let made = try harness.done("New-Mailbox", ["Name": "Folders", "PublicFolder": true])
        _ = try make("Info", harness)
        #expect(try harness.done("Get-Mailbox", ["PublicFolder": true]).texts("Name") == ["Folders"])
        let rows = try harness.done("Get-PublicFolder", ["Identity": "\\", "Recurse": true]).rows
        #expect(rows.count > 1 && rows.allSatisfy { $0["ContentMailboxName"] == "Folders" })
        #expect(rows.allSatisfy { $0["ContentMailboxGuid"] == made.rows.first?["ExchangeGuid"] })
        #expect(rows.first?["HasSubFolders"] == true && rows.last?["HasSubFolders"] == false)
    }

    @Test func theFirstFolderComesWithAMailboxWhereThereIsNone() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.done("Get-Mailbox", ["PublicFolder": true]).rows.isEmpty)
        #expect(try harness.done("Get-PublicFolder").texts("ContentMailboxName") == [""])
        for name in ["Info", "More"] {
            let folder = try make(name, harness).rows.first
            let mailboxes = try harness.done("Get-Mailbox", ["PublicFolder": true]).rows
            #expect(mailboxes.map { $0["Name"] } == ["Mailbox1"])
            #expect(folder?["ContentMailboxName"] == "Mailbox1")
            #expect(folder?["ContentMailboxGuid"] == mailboxes.first?["ExchangeGuid"])
        }
        // A call that fails makes none.
        let other = try ExchangeHarness()
        #expect(try make("X", in: "\\Nowhere", other).status == 404)
        #expect(try other.done("Get-Mailbox", ["PublicFolder": true]).rows.isEmpty)
    }

    @Test func aFolderWithMailHasAnAddressOfItsOwn() throws {
        let harness = try ExchangeHarness()
        _ = try make("Info", harness)
        #expect(try harness.run("Enable-MailPublicFolder", ["Identity": "\\Info"]).status == 200)
        let mail = try harness.run("Get-MailPublicFolder")
        // Another mailbox is info@contoso.com.
        #expect(mail.texts("RecipientTypeDetails") == ["PublicFolder"])
        #expect(mail.texts("PrimarySmtpAddress") == ["Info1@contoso.com"], "\(mail.errorText)")
        let again = try harness.run("Enable-MailPublicFolder", ["Identity": "\\Info"])
        #expect(again.status == 400 && again.errorText.contains("already mail-enabled"), "\(again.errorText)")
        let root = try harness.run("Enable-MailPublicFolder", ["Identity": "\\"])
        #expect(root.status == 400 && root.errorText.contains("is the root"), "\(root.errorText)")
        #expect(try harness.run("Remove-PublicFolder", ["Identity": "\\Info"]).status == 400)
        let folder = try harness.run("Get-PublicFolder", ["Identity": "\\Info"]).rows.first
        #expect(folder?["MailEnabled"] == true && folder?["EntryId"] == mail.rows.first?["EntryId"])
        #expect(try harness.run("Disable-MailPublicFolder", ["Identity": "\\Info"]).status == 200)
        #expect(try harness.run("Get-MailPublicFolder").rows.isEmpty)
        #expect(try harness.run("Remove-PublicFolder", ["Identity": "\\Info"]).status == 200)
    }
}
