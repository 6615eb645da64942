import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Rights in the folders of mailboxes.
@Suite struct ExchangeFolderPermissionTests {
    private func rights(_ reply: ExchangeHarness.Reply) -> [String] {
        reply.rows.map { row in
            let rights = row["AccessRights"]?.arrayValue?.compactMap(\.stringValue).joined(separator: "+") ?? ""
            return "\(row["User"]?.stringValue ?? "?") \(rights)"
        }
    }

    @Test func everybodySeesWhetherSomebodyIsBusyAndNothingElse() throws {
        let harness = try ExchangeHarness.reading()
        let calendar = try harness.run("Get-MailboxFolderPermission", ["Identity": "adele:\\Calendar"])
        #expect(rights(calendar) == ["Default AvailabilityOnly", "Anonymous None"], "\(calendar.errorText)")
        #expect(calendar.texts("FolderName") == ["Calendar", "Calendar"])
        #expect(calendar.texts("Identity").first == "Adele Vance:\\Calendar")
        let inbox = try harness.run("Get-MailboxFolderPermission", ["Identity": "adele@contoso.com:\\Inbox"])
        #expect(rights(inbox) == ["Default None", "Anonymous None"])
        let root = try harness.run("Get-MailboxFolderPermission", ["Identity": "adele"])
        #expect(root.texts("FolderName") == ["Top of Information Store", "Top of Information Store"])
        #expect(try harness.run("Get-MailboxFolderPermission", ["Identity": "adele:\\Kalender"]).status == 404)
        #expect(try harness.run("Get-MailboxFolderPermission", ["Identity": "nobody:\\Calendar"]).status == 404)
        let folder = try harness.run("Get-MailboxFolderStatistics", ["Identity": "adele", "FolderScope": "Calendar"])
        let id = try #require(folder.texts("FolderId").first)
        let byID = try harness.run("Get-MailboxFolderPermission", ["Identity": .string("adele:\(id)")])
        #expect(byID.texts("FolderName").first == "Calendar", "\(byID.errorText)")
    }

    @Test func rightsAreAddedChangedAndTaken() throws {
        let harness = try ExchangeHarness()
        let calendar: JSONValue = "adele:\\Calendar"
        func run(_ verb: String, _ more: JSONObject) throws -> ExchangeHarness.Reply {
            var parameters: JSONObject = ["Identity": calendar]
            for member in more.members { parameters[member.name] = member.value }
            return try harness.run("\(verb)-MailboxFolderPermission", parameters)
        }
        let added = try run("Add", ["User": "van", "AccessRights": "Reviewer"])
        #expect(rights(added) == ["Delivery Van Reviewer"], "\(added.errorText)")
        let again = try run("Add", ["User": "van@contoso.com", "AccessRights": "Editor"])
        #expect(again.status == 400 && again.errorText.hasPrefix("An existing permission entry was found for user: "))
        #expect(again.response.header("x-ExceptionType") == "UserAlreadyExistsInPermissionEntryException")
        #expect(
            try run("Set", ["User": "van", "AccessRights": ["Reviewer", "CreateItems", "EditOwnedItems"]]).status == 200
        )
        let merged = try run("Get", ["User": "van"]).rows.first?["AccessRights"]?.arrayValue?.compactMap(\.stringValue)
        #expect(merged == ["CreateItems", "EditOwnedItems", "FolderVisible", "ReadItems"])
        // Single rights that make up a role are that role.
        _ = try run(
            "Set",
            [
                "User": "van",
                "AccessRights": ["ReadItems", "FolderVisible", "CreateItems", "EditOwnedItems", "DeleteOwnedItems"],
            ]
        )
        #expect(try run("Get", ["User": "van"]).rows.first?["AccessRights"] == ["Author"])
        #expect(try run("Remove", ["User": "van", "WhatIf": true]).body["@adminapi.confirmationmessage"] != nil)
        #expect(try run("Get", [:]).rows.count == 3)
        #expect(try run("Remove", ["User": "van"]).status == 200)
        for verb in ["Remove", "Get"] {
            let gone = try run(verb, ["User": "van"])
            #expect(
                gone.status == 400 && gone.errorText.hasPrefix("There is no existing permission entry found for user: ")
            )
        }
        let unset = try run("Set", ["User": "van", "AccessRights": "Editor"])
        #expect(unset.response.header("x-ExceptionType") == "UserNotFoundInPermissionEntryException")
        let stranger = try run("Add", ["User": "x@nowhere.example", "AccessRights": "Editor"])
        #expect(stranger.errorText.contains("is either not valid SMTP address"), "\(stranger.errorText)")
    }

    @Test func everybodysRightsAreChangedLikeOthers() throws {
        let harness = try ExchangeHarness()
        let set = try harness.run(
            "Set-MailboxFolderPermission",
            ["Identity": "adele:\\Calendar", "User": "Default", "AccessRights": "LimitedDetails"]
        )
        #expect(set.status == 200, "\(set.errorText)")
        let all = try harness.run("Get-MailboxFolderPermission", ["Identity": "adele:\\Calendar"])
        #expect(rights(all) == ["Default LimitedDetails", "Anonymous None"])
        let elsewhere = try harness.run(
            "Set-MailboxFolderPermission",
            ["Identity": "adele:\\Inbox", "User": "Default", "AccessRights": "AvailabilityOnly"]
        )
        #expect(elsewhere.status == 400, "\(elsewhere.errorText)")
        #expect(
            rights(try harness.run("Get-MailboxFolderPermission", ["Identity": "bjorn:\\Calendar"])).first
                == "Default AvailabilityOnly"
        )
    }

    @Test func delegatesOfACalendarAreToldByFlags() throws {
        let harness = try ExchangeHarness()
        func add(_ folder: String, _ rights: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "Add-MailboxFolderPermission",
                [
                    "Identity": .string("adele:\\\(folder)"), "User": "alex", "AccessRights": .string(rights),
                    "SharingPermissionFlags": ["Delegate", "CanViewPrivateItems"],
                ]
            )
        }
        #expect(try add("Calendar", "Reviewer").status == 400)
        #expect(try add("Inbox", "Editor").status == 400)
        let added = try add("Calendar", "Editor")
        #expect(added.texts("SharingPermissionFlags") == ["Delegate, CanViewPrivateItems"], "\(added.errorText)")
        let reset = try harness.run(
            "Remove-MailboxFolderPermission",
            ["Identity": "adele:\\Calendar", "ResetDelegateUserCollection": true]
        )
        #expect(reset.status == 200, "\(reset.errorText)")
        let after = try harness.run("Get-MailboxFolderPermission", ["Identity": "adele:\\Calendar", "User": "alex"])
        #expect(
            after.rows.first?["SharingPermissionFlags"]?.isNull == true
                && after.rows.first?["AccessRights"] == ["Editor"]
        )
    }

    @Test func aTypedAnswerTellsWhoTheUserIs() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run(
            "Add-MailboxFolderPermission",
            ["Identity": "adele:\\Calendar", "User": "alex", "AccessRights": "Reviewer"]
        )
        let typed = try harness.run(
            "Get-MailboxFolderPermission",
            ["Identity": "adele:\\Calendar"],
            headers: ["X-ResponseFormat": "clixml"]
        )
        let xml = try #require(typed.rows.first?["_clixml"]?.stringValue)
        for part in [
            "<ToString>Default</ToString>", "<ToString>Internal</ToString>", "<S N=\"DisplayName\">Alex Wilber</S>",
            "<S N=\"PrimarySmtpAddress\">alex@contoso.com</S>", "<G N=\"Guid\">", "<Obj N=\"RecipientPrincipal\"",
        ] {
            #expect(xml.contains(part), "\(part)")
        }
    }

    @Test func aMailboxCallsItsFoldersInItsLanguageOnceItIsTold() throws {
        let harness = try ExchangeHarness()
        func folders(_ scope: String) throws -> [String] {
            try harness.run("Get-MailboxFolderStatistics", ["Identity": "adele", "FolderScope": .string(scope)])
                .texts("FolderPath")
        }
        func permit(_ folder: String) throws -> Int {
            try harness.run(
                "Add-MailboxFolderPermission",
                ["Identity": .string("adele:\\\(folder)"), "User": "alex", "AccessRights": "Reviewer"]
            ).status
        }
        let made = try harness.run(
            "New-MailboxFolder",
            ["Parent": "adele:\\Inbox", "Name": "Reports"],
        )
        #expect(made.status == 200, "\(made.errorText)")
        _ = try harness.run("Set-MailboxRegionalConfiguration", ["Identity": "adele", "Language": "de-DE"])
        #expect(try folders("Calendar").first == "/Calendar")
        let told = try harness.run(
            "Set-MailboxRegionalConfiguration",
            ["Identity": "adele", "LocalizeDefaultFolderName": true]
        )
        #expect(told.status == 200 && told.warnings.isEmpty, "\(told.errorText)")
        #expect(try folders("Calendar").first == "/Kalender")
        #expect(try folders("Inbox").contains("/Posteingang/Reports"))
        #expect(try permit("Calendar") == 404)
        #expect(try permit("Kalender") == 200)
        let rights = try harness.run("Get-MailboxFolderPermission", ["Identity": "adele:\\Kalender"])
        #expect(Set(rights.texts("FolderName")) == ["Kalender"])

        _ = try harness.run(
            "Set-MailboxRegionalConfiguration",
            ["Identity": "adele", "Language": "en-GB", "LocalizeDefaultFolderName": true]
        )
        let again = try harness.run("Get-MailboxFolderPermission", ["Identity": "adele:\\Calendar"])
        #expect(again.rows.count == rights.rows.count, "\(again.errorText)")
        let unknown = try harness.run(
            "Set-MailboxRegionalConfiguration",
            ["Identity": "adele", "Language": "ja-JP", "LocalizeDefaultFolderName": true]
        )
        #expect(unknown.warnings.first?.contains("ja-JP") == true)
    }
}
