import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Public folders as recipients, and the mailboxes that hold them.
@Suite struct ExchangeMailPublicFolderTests {
    /// A harness with the folder `\Bids`, which mail reaches.
    private func bids() throws -> ExchangeHarness {
        let harness = try ExchangeHarness()
        try harness.done("New-PublicFolder", ["Name": "Bids"])
        try harness.done("Enable-MailPublicFolder", ["Identity": "\\Bids"])
        return harness
    }

    @Test func aMailEnabledFolderIsNamedByItsPath() throws {
        let harness = try bids()
        let mail = try harness.done("Get-MailPublicFolder", ["Identity": "\\Bids"])
        #expect(mail.texts("PrimarySmtpAddress") == ["Bids@contoso.com"])
        try harness.done("Set-MailPublicFolder", ["Identity": "\\Bids", "DisplayName": "All bids"])
        let entry = try #require(try harness.done("Get-PublicFolder", ["Identity": "\\Bids"]).rows.first?["EntryId"])
        let after = try harness.done("Get-MailPublicFolder", ["Identity": entry])
        #expect(after.texts("DisplayName") == ["All bids"])
        try harness.done("New-PublicFolder", ["Name": "Plain"])
        #expect(try harness.run("Get-MailPublicFolder", ["Identity": "\\Plain"]).status == 404)
        #expect(try harness.run("Get-MailPublicFolder", ["Identity": "\\Nowhere"]).status == 404)
    }

    @Test func aMailEnabledFolderSaysWhereItIs() throws {
        let harness = try bids()
        let folder = try #require(try harness.done("Get-PublicFolder", ["Identity": "\\Bids"]).rows.first)
        let mail = try #require(try harness.done("Get-MailPublicFolder", ["Identity": "Bids"]).rows.first)
        let names = mail["LegacyExchangeDN"]?.stringValue?.split(separator: "=").map(String.init) ?? []
        #expect(names.last == folder["EntryId"]?.stringValue && names.count == 5, "\(names)")
        let mailbox = try harness.done("Get-Mailbox", ["PublicFolder": true]).rows.first
        #expect(names.dropLast().last == "\(mailbox?["ExchangeGuid"]?.stringValue ?? "")/CN")
        #expect(mail["ContentMailbox"] == folder["ContentMailboxName"] && mail["ContentMailbox"] == "Mailbox1")
        #expect(folder["MailRecipientGuid"] == mail["Guid"])
    }

    @Test func aMailEnabledFolderIsARecipient() throws {
        let harness = try bids()
        for parameter in ["RecipientType", "RecipientTypeDetails"] {
            let found = try harness.done("Get-Recipient", [.init(parameter): "PublicFolder"])
            #expect(found.texts("PrimarySmtpAddress") == ["Bids@contoso.com"])
            #expect(found.rows.first?[parameter] == "PublicFolder")
        }
        #expect(try harness.done("Get-Recipient", ["Identity": "bids@contoso.com"]).texts("Name") == ["Bids"])
        try harness.done(
            "Add-RecipientPermission",
            ["Identity": "Bids", "Trustee": "adele", "AccessRights": "SendAs", "Confirm": false]
        )
        try harness.done("New-DistributionGroup", ["Name": "Readers"])
        try harness.done(
            "Add-DistributionGroupMember",
            ["Identity": "Readers", "Member": "bids@contoso.com"]
        )
        let members = try harness.done("Get-DistributionGroupMember", ["Identity": "Readers"])
        #expect(members.texts("Name") == ["Bids"] && members.texts("RecipientType") == ["PublicFolder"])
        // An address is one recipient's.
        let taken = try harness.run(
            "Set-Mailbox",
            ["Identity": "adele", "EmailAddresses": ["add": ["bids@contoso.com"]]]
        )
        #expect(taken.status == 400, "\(taken.errorText)")
        try harness.done("Disable-MailPublicFolder", ["Identity": "\\Bids"])
        #expect(try harness.done("Get-DistributionGroupMember", ["Identity": "Readers"]).rows.isEmpty)
        #expect(try harness.run("Get-Recipient", ["Identity": "bids@contoso.com"]).status == 404)
    }

    @Test func aFolderOnPremisesHasARecipientHere() throws {
        let harness = try ExchangeHarness()
        let id = "5f6a3fbe-6e4b-4f0e-8a9e-3a3a54c7d001"
        let made = try harness.done(
            "New-SyncMailPublicFolder",
            [
                "Name": "Tenders", "Alias": "Tenders", "DisplayName": "Tenders",
                "EmailAddresses": ["SMTP:tenders@contoso.com", "x500:/o=Contoso/cn=Tenders"],
                "ExternalEmailAddress": "tenders@contoso.com", "OnPremisesObjectId": .string(id),
                "WindowsEmailAddress": "tenders@contoso.com", "HiddenFromAddressListsEnabled": true,
            ]
        )
        #expect(made.texts("RecipientTypeDetails") == ["PublicFolder"], "\(made.errorText)")
        let mail = try harness.done("Get-MailPublicFolder", ["Identity": "Tenders"]).rows.first
        #expect(mail?["OnPremisesObjectId"]?.stringValue == id && mail?["EntryId"]?.isNull == true)
        #expect(mail?["ExternalEmailAddress"] == "SMTP:tenders@contoso.com")
        #expect(mail?["PrimarySmtpAddress"] == "tenders@contoso.com")
        #expect(mail?["EmailAddresses"] == ["SMTP:tenders@contoso.com", "x500:/o=Contoso/cn=Tenders"])
        #expect(try harness.done("Get-PublicFolder", ["GetChildren": true]).rows.isEmpty)
        try harness.done("Remove-SyncMailPublicFolder", ["Identity": "Tenders", "Confirm": false])
        #expect(try harness.done("Get-MailPublicFolder").rows.isEmpty)
    }

    @Test func aMailboxReadsFoldersFromOneThatIsNamedOrServes() throws {
        let harness = try ExchangeHarness()
        func effective() throws -> JSONValue? {
            try harness.done("Get-Mailbox", ["Identity": "adele"]).rows.first?["EffectivePublicFolderMailbox"]
        }
        #expect(try effective() == "")
        for name in ["PFFirst", "PFSecond"] {
            try harness.done("New-Mailbox", ["Name": .string(name), "PublicFolder": true])
        }
        #expect(try ["PFFirst", "PFSecond"].contains(effective()?.stringValue))
        for name in ["PFSecond", "PFFirst"] {
            try harness.done("Set-Mailbox", ["Identity": "adele", "DefaultPublicFolderMailbox": .string(name)])
            #expect(try effective()?.stringValue == name)
        }
        let nobody = try harness.run("Set-Mailbox", ["Identity": "adele", "DefaultPublicFolderMailbox": "alex"])
        #expect(nobody.status == 404)
    }

    @Test func aFolderIsInTheMailboxThatIsNamed() throws {
        let harness = try ExchangeHarness()
        for name in ["PFFirst", "PFSecond"] {
            try harness.done("New-Mailbox", ["Name": .string(name), "PublicFolder": true])
        }
        let made = try harness.done("New-PublicFolder", ["Name": "Far", "Mailbox": "PFSecond"])
        #expect(made.texts("ContentMailboxName") == ["PFSecond"])
        let dumpster = try #require(made.rows.first?["DumpsterEntryId"])
        #expect(
            try harness.done("Get-PublicFolder", ["Identity": dumpster]).texts("ContentMailboxName") == ["PFSecond"]
        )
        #expect(try harness.done("New-PublicFolder", ["Name": "Near"]).texts("ContentMailboxName") == ["PFFirst"])
        let held = try harness.run("Remove-Mailbox", ["Identity": "PFSecond", "PublicFolder": true, "Confirm": false])
        #expect(held.status == 400 && held.errorText.contains("\\Far"), "\(held.errorText)")
    }

    @Test func theOrganizationSaysWhichMailboxHoldsTheTree() throws {
        let harness = try ExchangeHarness()
        let nowhere = "00000000-0000-0000-0000-000000000000"
        #expect(try harness.done("Get-OrganizationConfig").texts("RootPublicFolderMailbox") == [nowhere])
        let made = try harness.done("New-Mailbox", ["Name": "PFFirst", "PublicFolder": true])
        let guid = try #require(made.texts("ExchangeGuid").first)
        #expect(try harness.done("Get-OrganizationConfig").texts("RootPublicFolderMailbox") == [guid])
        let reply = try harness.run("Get-OrganizationConfig", headers: ["X-ResponseFormat": "clixml"])
        let text = try #require(reply.rows.first?["_clixml"]?.stringValue)
        #expect(text.contains("<G N=\"HierarchyMailboxGuid\">\(guid)</G>"), "\(reply.errorText)")
        #expect(text.contains("<B N=\"LockedForMigration\">false</B>") && text.contains("<ToString>\(guid)</ToString>"))
    }

    @Test func foldersOfOneNameHaveNumbersAsRecipients() throws {
        let harness = try bids()
        for parent in ["A", "B", "C"] {
            try harness.done("New-PublicFolder", ["Name": .string(parent)])
            try harness.done("New-PublicFolder", ["Name": "Bids", "Path": .string("\\\(parent)")])
            try harness.done("Enable-MailPublicFolder", ["Identity": .string("\\\(parent)\\Bids")])
        }
        let mail = try harness.done("Get-MailPublicFolder")
        #expect(Set(mail.texts("Name")) == ["Bids", "Bids 1", "Bids 2", "Bids 3"])
        #expect(
            Set(mail.texts("PrimarySmtpAddress"))
                == ["Bids@contoso.com", "Bids1@contoso.com", "Bids2@contoso.com", "Bids3@contoso.com"]
        )
        // A number that is free again is given again.
        try harness.done("Disable-MailPublicFolder", ["Identity": "\\A\\Bids"])
        try harness.done("Enable-MailPublicFolder", ["Identity": "\\A\\Bids"])
        #expect(try harness.done("Get-MailPublicFolder", ["Identity": "\\A\\Bids"]).texts("Name") == ["Bids 1"])
    }
}
