import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Mailboxes from the first day to the last.
@Suite struct ExchangeMailboxLifeTests {
    @Test func aSharedMailboxIsMadeUsedAndRemoved() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-Mailbox",
            ["Name": "Front Desk", "Shared": true, "PrimarySmtpAddress": "desk@contoso.com"]
        )
        #expect(made.status == 200, "\(made.errorText)")
        #expect(made.texts("RecipientTypeDetails") == ["SharedMailbox"])
        #expect(made.texts("Alias") == ["FrontDesk"] && made.texts("PrimarySmtpAddress") == ["desk@contoso.com"])
        let id = try #require(made.texts("ExternalDirectoryObjectId").first)
        let user = try #require(try harness.context.directory.user(id: id))
        #expect(user.mail == "desk@contoso.com" && !user.accountEnabled)

        #expect(try harness.run("Set-Mailbox", ["Identity": "desk@contoso.com", "Office": "1"]).status == 200)
        #expect(try harness.run("Remove-Mailbox", ["Identity": "desk@contoso.com", "Confirm": false]).status == 200)
        #expect(try harness.run("Get-Mailbox", ["Identity": "desk@contoso.com"]).status == 404)
        let gone = try harness.run("Get-Mailbox", ["Identity": "desk@contoso.com", "SoftDeletedMailbox": true])
        #expect(gone.texts("Name") == ["Front Desk"], "\(gone.errorText)")
        #expect(try harness.context.directory.user(id: id) == nil)
        // The address is free again.
        let again = try harness.run(
            "New-Mailbox",
            ["Name": "Desk", "Alias": "desk2", "Shared": true, "PrimarySmtpAddress": "desk@contoso.com"]
        )
        #expect(again.status == 200, "\(again.errorText)")
        let ended = try harness.run("Remove-Mailbox", ["Identity": "Front Desk", "PermanentlyDelete": true])
        #expect(ended.status == 200, "\(ended.errorText)")
        #expect(try harness.run("Get-Mailbox", ["Identity": "Front Desk", "SoftDeletedMailbox": true]).status == 404)
    }

    @Test func aPersonSignsInWithTheirNewMailbox() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-Mailbox",
            [
                "Name": "Ines Roth", "MicrosoftOnlineServicesID": "ines@contoso.com", "FirstName": "Ines",
                "Password": .string(try harness.sealed("Long enough 1!")),
            ]
        )
        #expect(made.texts("UserPrincipalName") == ["ines@contoso.com"], "\(made.errorText)")
        let id = try #require(made.texts("ExternalDirectoryObjectId").first)
        let user = try #require(try harness.context.directory.user(id: id))
        #expect(user.givenName == "Ines" && user.accountEnabled)
        #expect(try PasswordHash.matches(Array("Long enough 1!".utf8), try #require(user.passwordHash)))
        let changed = try harness.run("Set-User", ["Identity": "ines@contoso.com", "Title": "Lead", "City": "Graz"])
        #expect(changed.status == 200, "\(changed.errorText)")
        let after = try #require(try harness.context.directory.user(id: id))
        #expect(after.jobTitle == "Lead" && after.city == "Graz")
        let manager = try harness.run("Set-User", ["Identity": "ines@contoso.com", "Manager": "adele"])
        #expect(manager.status == 200, "\(manager.errorText)")
        #expect(try harness.run("Get-User", ["Identity": "ines@contoso.com"]).texts("Manager") == ["Adele Vance"])
        #expect(try harness.graph("GET", "users/\(id)/manager").body["mail"] == "adele@contoso.com")
    }

    private static let impossible: [(String, JSONObject, String)] = [
        ("name taken", ["Name": "Adele Vance", "Shared": true], "already exists"),
        ("alias taken", ["Name": "X", "Alias": "adele", "Shared": true], "already being used"),
        (
            "address taken", ["Name": "X", "Shared": true, "PrimarySmtpAddress": "adele@contoso.com"],
            "already being used"
        ),
        (
            "foreign domain", ["Name": "X", "Shared": true, "PrimarySmtpAddress": "x@elsewhere.example"],
            "accepted domain"
        ),
    ]

    @Test(arguments: impossible)
    func aMailboxThatCannotBeLeavesNothing(_ why: String, _ parameters: JSONObject, _ says: String) throws {
        let harness = try ExchangeHarness()
        let before = try harness.run("Get-Recipient", ["ResultSize": "Unlimited"]).rows.count
        let reply = try harness.run("New-Mailbox", parameters)
        #expect(reply.status == 400 && reply.errorText.contains(says), "\(why): \(reply.status) \(reply.errorText)")
        #expect(try harness.run("Get-Recipient", ["ResultSize": "Unlimited"]).rows.count == before)
    }

    @Test func aQuestionMakesNothing() throws {
        let harness = try ExchangeHarness()
        let asked = try harness.run("New-Mailbox", ["Name": "Desk", "Shared": true, "WhatIf": true])
        #expect(asked.body["@adminapi.confirmationmessage"]?.stringValue?.hasPrefix("Creating mailbox") == true)
        let removal = try harness.run("Remove-Mailbox", ["Identity": "van", "Confirm": true])
        #expect(removal.body["@adminapi.confirmationmessage"]?.stringValue?.hasPrefix("Removing mailbox") == true)
        #expect(try harness.run("Get-Mailbox", ["Identity": "van"]).status == 200)
        #expect(try harness.run("Get-Mailbox", ["Identity": "Desk"]).status == 404)
    }

    @Test func aNewMailboxHasNeitherOwnerNorTagsOfTheFormerOne() throws {
        let harness = try ExchangeHarness()
        func facts() throws -> [String] {
            let tags = try harness.done("Get-RetentionPolicyTag", ["Mailbox": "van", "OptionalInMailbox": true])
            let owner = try harness.done("Get-MailboxPermission", ["Identity": "van", "Owner": true])
            return owner.texts("Owner") + tags.texts("Name")
        }
        try harness.done("Add-MailboxPermission", ["Identity": "van", "Owner": "lee"])
        try harness.done("Set-RetentionPolicyTag", ["Mailbox": "van", "OptionalInMailbox": ["1 Month Delete"]])
        #expect(try facts() == ["lee@contoso.com", "1 Month Delete"])
        try harness.done("Disable-Mailbox", ["Identity": "van", "Confirm": false])
        try harness.done("Enable-Mailbox", ["Identity": "van"])
        // The one that was taken has come back.
        #expect(try facts() == ["lee@contoso.com", "1 Month Delete"])
        try harness.done("Disable-Mailbox", ["Identity": "van", "PermanentlyDisable": true, "Confirm": false])
        try harness.done("Enable-Mailbox", ["Identity": "van"])
        #expect(try facts() == ["NT AUTHORITY\\SELF"])
    }

    @Test func aMailboxThatWasTakenKeepsItsContentAndComesBackWithoutAPassword() throws {
        let harness = try ExchangeHarness()
        func count(_ parameters: JSONObject) throws -> JSONValue? {
            try harness.done("Get-MailboxStatistics", parameters).rows.first?["ItemCount"]
        }
        let before = try #require(try count(["Identity": "adele@contoso.com"]))
        let mailbox = try #require(try harness.done("Get-Mailbox", ["Identity": "adele@contoso.com"]).rows.first)
        let guid = try #require(mailbox["ExchangeGuid"])
        try harness.done("Disable-Mailbox", ["Identity": "adele@contoso.com", "Confirm": false])
        #expect(try count(["Identity": guid, "IncludeSoftDeletedRecipients": true]) == before && before != 0)
        let back = try harness.done("Undo-SoftDeletedMailbox", ["SoftDeletedObject": guid])
        #expect(back.rows.first?["ExternalDirectoryObjectId"] == mailbox["ExternalDirectoryObjectId"])
        #expect(try count(["Identity": "adele@contoso.com"]) == before)
        #expect(try harness.done("Get-Mailbox", ["Identity": "adele@contoso.com"]).rows.first?["ExchangeGuid"] == guid)
    }
}
