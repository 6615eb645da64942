import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Examples of the cmdlets' pages, from mailboxes to public folders, that the service answers.
@Suite struct ExchangePageExampleTests {
    @Test func everybodyIsGivenOtherRightsInAPublicFolderOnce() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-PublicFolder", ["Name": "General"])
        func rights(_ user: JSONValue) throws -> JSONValue? {
            try harness.done("Get-PublicFolderClientPermission", ["Identity": "\\General", "User": user])
                .rows.first?["AccessRights"]
        }
        for (user, right, implied) in [
            ("Anonymous", "CreateItems", "None"), ("Default", "Reviewer", "Author"),
        ] {
            let given: JSONObject = [
                "Identity": "\\General", "User": .string(user), "AccessRights": .string(right),
            ]
            let one: JSONObject = ["Identity": "\\General", "User": .string(user), "Confirm": false]
            #expect(try harness.done("Add-PublicFolderClientPermission", given).texts("User") == [user])
            #expect(try rights(.string(user)) == [.string(right)])
            #expect(try harness.run("Add-PublicFolderClientPermission", given).status == 400)
            try harness.done("Remove-PublicFolderClientPermission", one)
            #expect(try rights(.string(user)) == [.string(implied)])
            #expect(try harness.run("Remove-PublicFolderClientPermission", one).status == 400)
        }
        // In a mailbox they are set.
        let calendar: JSONObject = ["Identity": "adele:\\Calendar", "User": "Default", "AccessRights": "Reviewer"]
        #expect(try harness.run("Add-MailboxFolderPermission", calendar).status == 400)
    }

    @Test func foldersAreListedByTheMailboxThatHoldsThem() throws {
        let harness = try ExchangeHarness()
        for name in ["First", "Second"] {
            try harness.done("New-Mailbox", ["Name": .string(name), "PublicFolder": true])
        }
        try harness.done("New-PublicFolder", ["Name": "Here"])
        try harness.done("New-PublicFolder", ["Name": "There", "Mailbox": "Second"])
        func folders(_ parameters: JSONObject) throws -> [String] {
            var parameters = parameters
            parameters["ResidentFolders"] = true
            return try harness.done("Get-PublicFolder", parameters).texts("Identity")
        }
        #expect(try folders(["Mailbox": "Second"]) == ["\\There"])
        #expect(try folders(["Identity": "\\", "Recurse": true, "Mailbox": "Second"]) == ["\\There"])
        #expect(try folders(["Identity": "\\", "GetChildren": true, "Mailbox": "First"]) == ["\\Here"])
        #expect(try folders(["Identity": "\\Here", "Mailbox": "Second"]).isEmpty)
        #expect(try harness.run("Get-PublicFolder", ["Mailbox": "adele", "ResidentFolders": true]).status == 404)
        #expect(try harness.done("Get-PublicFolder", ["Mailbox": "Second"]).texts("Identity") == ["\\"])
    }

    @Test func rightsAreGivenOnMailUsersAndGroupsToo() throws {
        let harness = try ExchangeHarness()
        let vendor: JSONObject = ["Identity": "vendor.ada", "User": "adele", "AccessRights": "FullAccess"]
        try harness.done("Add-MailboxPermission", vendor)
        let read = try harness.done("Get-MailboxPermission", ["Identity": "vendor.ada", "User": "adele"])
        #expect(read.texts("User") == ["adele@contoso.com"])
        try harness.done("Remove-MailboxPermission", vendor)
        #expect(try harness.done("Get-MailboxPermission", ["Identity": "vendor.ada", "User": "adele"]).rows.isEmpty)

        let group: JSONObject = ["Identity": "project.aurora", "GroupMailbox": true]
        #expect(try harness.run("Get-MailboxPermission", ["Identity": "project.aurora"]).status == 404)
        #expect(try !harness.done("Get-MailboxPermission", group).rows.isEmpty)
        var given = group
        given["User"] = "adele"
        given["AccessRights"] = "FullAccess"
        #expect(try harness.done("Add-MailboxPermission", given).texts("User") == ["adele@contoso.com"])
    }

    @Test func aMailboxIsGivenAnOwner() throws {
        let harness = try ExchangeHarness()
        func owner() throws -> [String] {
            try harness.done("Get-MailboxPermission", ["Identity": "van", "Owner": true]).texts("Owner")
        }
        let own = "NT AUTHORITY\\SELF"
        #expect(try owner() == [own])
        let given = try harness.done("Add-MailboxPermission", ["Identity": "van", "Owner": "lee"])
        #expect(given.texts("Owner") == ["lee@contoso.com"])
        #expect(try owner() == ["lee@contoso.com"])
        try harness.done("Remove-Mailbox", ["Identity": "lee", "Confirm": false])
        #expect(try owner() == [own])
        try harness.done("Add-MailboxPermission", ["Identity": "van", "Owner": "adele"])
        #expect(try owner() == ["adele@contoso.com"])
        #expect(try harness.run("Add-MailboxPermission", ["Identity": "van", "Owner": "nobody"]).status == 404)
        try harness.done("Add-MailboxPermission", ["Identity": "van", "Owner": .string(own)])
        #expect(try owner() == [own])
    }

    @Test func aMailboxIsFoundByTheNumbersOfTenantAndMailbox() throws {
        let harness = try ExchangeHarness.reading()
        let row = try #require(try harness.done("Get-MailboxLocation", ["User": "adele"]).rows.first)
        let tenant = try #require(row["TenantGuid"]?.stringValue)
        let mailbox = try #require(row["MailboxGuid"]?.stringValue)
        let found = try harness.done("Get-MailboxLocation", ["Identity": .string("\(tenant)\\\(mailbox)")])
        #expect(found.texts("MailboxGuid") == [mailbox])
    }

    @Test func classificationsAreNamedInTheirFolderAndShowDefaults() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-MessageClassification",
            ["Name": "MC1", "DisplayName": "Secret", "SenderDescription": "Tell nobody"]
        )
        let row = try #require(
            try harness.done("Get-MessageClassification", ["Identity": "Default\\MC1"]).rows.first
        )
        #expect(row["Identity"] == "Default\\MC1" && row["Name"] == "MC1")
        #expect(row["PermissionMenuVisible"] == true && row["RetainClassificationEnabled"] == true)
        #expect(row["DisplayPrecedence"] == "Medium" && row["RecipientDescription"] == "Tell nobody")
        #expect(row["ClassificationID"] == row["Guid"])
        try harness.done("Set-MessageClassification", ["Identity": "Default\\MC1", "RecipientDescription": "Hush"])
        let number = GUIDText.empty.replacing("0", with: "a")
        try harness.done(
            "New-MessageClassification",
            [
                "Name": "MC2", "DisplayName": "x", "SenderDescription": "y", "ClassificationID": .string(number),
                "PermissionMenuVisible": false,
            ]
        )
        let second = try harness.done("Get-MessageClassification", ["Identity": .string(number)]).rows.first
        #expect(second?["Name"] == "MC2" && second?["PermissionMenuVisible"] == false)
        #expect(try harness.done("Get-MessageClassification").texts("RecipientDescription") == ["Hush", "y"])
        try harness.done("Remove-MessageClassification", ["Identity": "Default\\MC1"])
        #expect(try harness.run("Get-MessageClassification", ["Identity": "Default\\MC1"]).status == 404)
    }

    @Test func policyTipsAreListedByActionAndLanguage() throws {
        let harness = try ExchangeHarness()
        for name in ["en\\Reject", "en\\NotifyOnly", "fr\\NotifyOnly", "Url"] {
            try harness.done("New-PolicyTipConfig", ["Name": .string(name), "Value": "x"])
        }
        func tips(_ parameters: JSONObject) throws -> [String] {
            try harness.done("Get-PolicyTipConfig", parameters).texts("Name").sorted()
        }
        #expect(try tips(["Action": "NotifyOnly"]) == ["en\\NotifyOnly", "fr\\NotifyOnly"])
        #expect(try tips(["Locale": "en"]) == ["en\\NotifyOnly", "en\\Reject"])
        #expect(try tips(["Locale": "fr", "Action": "Reject"]).isEmpty)
        #expect(try tips(["Identity": "Url"]) == ["Url"] && tips([:]).count == 4)
        #expect(try tips(["Identity": "en\\Reject"]) == ["en\\Reject"])
        for name in ["foo", "en\\Foo", "english\\Reject"] {
            #expect(try harness.run("New-PolicyTipConfig", ["Name": .string(name), "Value": "x"]).status == 400)
        }
    }

    @Test func accountsForMuchMailHaveTheirFormerNameToo() throws {
        let harness = try ExchangeHarness()
        let made = try harness.done(
            "New-MailUser",
            [
                "Name": "Sender", "LOBAppAccount": true, "PrimarySmtpAddress": "hve@contoso.com",
                "Password": .string(try harness.sealed("Long enough 1!")),
            ]
        )
        #expect(made.rows.count == 1)
        for name in ["LOBAppAccount", "HVEAccount"] {
            #expect(try harness.done("Get-MailUser", [.init(name): true]).texts("Name") == ["Sender"])
        }
    }

    @Test func urgentRestoreRequestsAreListedApart() throws {
        let harness = try ExchangeHarness()
        try harness.done("Remove-Mailbox", ["Identity": "van"])
        for name in ["Slow", "Fast"] {
            try harness.done(
                "New-MailboxRestoreRequest",
                [
                    "Name": .string(name), "SourceMailbox": "van", "TargetMailbox": "adele",
                    "AllowLegacyDNMismatch": true,
                ]
            )
        }
        func requests(_ isUrgent: Bool) throws -> [String] {
            try harness.done("Get-MailboxRestoreRequest", ["HighPriority": .bool(isUrgent)]).texts("Name").sorted()
        }
        #expect(try requests(true).isEmpty && requests(false) == ["Fast", "Slow"])
        try harness.done("Set-MailboxRestoreRequest", ["Identity": "adele\\Fast", "Priority": "High"])
        #expect(try requests(true) == ["Fast"] && requests(false) == ["Slow"])
    }
}
