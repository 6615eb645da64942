import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Lines of the cmdlets' own pages, and what those pages exclude.
@Suite struct ExchangePageTests {
    @Test func eventsFromMailBeginAsThePageSaysAndAreReset() throws {
        let harness = try ExchangeHarness()
        func row() throws -> JSONValue? {
            try harness.done("Get-EventsFromEmailConfiguration", ["Identity": "adele"]).rows.first
        }
        let (flights, parcels) = ("FlightReservationProcessingLevel", "ParcelDeliveryProcessingLevel")
        let first = try row()
        #expect(first?[flights] == "Calendar" && first?["CreateEventsFromEmailAsPrivate"] == true)
        #expect(first?["InvoiceProcessingLevel"]?.isNull == true && first?["ResetSettings"] == nil)
        let set: JSONObject = [
            "Identity": "adele", .init(flights): "Disabled", "InvoiceProcessingLevel": "Email",
            "CreateEventsFromEmailAsPrivate": false,
        ]
        try harness.done("Set-EventsFromEmailConfiguration", set)
        #expect(try row()?[flights] == "Disabled")
        for wrong in ["Bogus", "calendar"] {
            let reply = try harness.run(
                "Set-EventsFromEmailConfiguration",
                ["Identity": "adele", .init(parcels): .string(wrong)]
            )
            #expect(reply.status == 400 && reply.errorText.contains(parcels), "\(wrong): \(reply.errorText)")
        }
        let reset = try harness.done("Set-EventsFromEmailConfiguration", ["Identity": "adele", "ResetSettings": true])
        #expect(reset.warnings.isEmpty)
        #expect(try row() == first)
    }

    @Test func aMappingOfBillingIsTakenAwayByAnEmptyText() throws {
        let harness = try ExchangeHarness()
        let account: JSONObject = ["Identity": "printer@contoso.com"]
        try harness.done(
            "New-MailUser",
            [
                "Name": "Printer", "PrimarySmtpAddress": "printer@contoso.com", "HVEAccount": true,
                "Password": .string(try harness.sealed("A-Passw0rd-for-it")),
            ]
        )
        func status() throws -> String? {
            try harness.done("Get-HVEAccountBillingPolicy", account).texts("BillingPolicyStatus").first
        }
        #expect(try status() == "NoProperBillingPolicyStored")
        let policy = "5f6a3fbe-6e4b-4f0e-8a9e-3a3a54c7d001"
        func assign(_ policy: String) throws {
            let parameters: JSONObject = ["Identity": "printer@contoso.com", "BillingPolicyId": .string(policy)]
            try harness.done("Set-HVEAccountBillingPolicy", parameters)
        }
        try assign(policy)
        #expect(try status() == "BillingPolicyValid")
        try assign("")
        #expect(try status() == "NoProperBillingPolicyStored")
        #expect(try harness.run("Set-HVEAccountBillingPolicy", account).status == 400)
    }

    @Test(arguments: ["Get-Mailbox", "Get-Recipient", "Get-User", "Get-CASMailbox"])
    func whatIsSearchedForMayEndInAStar(_ cmdlet: String) throws {
        let harness = try ExchangeHarness.reading()
        let found = try harness.done(cmdlet, ["Anr": "Adele"]).texts("Name")
        #expect(!found.isEmpty)
        #expect(try harness.done(cmdlet, ["Anr": "Adele*"]).texts("Name") == found)
        let marketing = try harness.done("Get-Group", ["Anr": "Mar*"]).texts("Name")
        #expect(marketing == ["Marketing"])
    }

    @Test func namesOfInboxRulesMayBeLong() throws {
        let harness = try ExchangeHarness()
        func make(_ length: Int, _ more: JSONObject = [:]) throws -> ExchangeHarness.Reply {
            var rule = more
            rule["Mailbox"] = "alex"
            rule["MarkAsRead"] = true
            rule["Name"] = .string(String(repeating: "n", count: length))
            return try harness.run("New-InboxRule", rule)
        }
        #expect(try make(80).status == 200)
        #expect(try make(513).status == 400)
        #expect(try make(8, ["BodyContainsWords": [.string(String(repeating: "w", count: 256))]]).status == 400)
        let policy = JSONValue.string(String(repeating: "p", count: 65))
        #expect(try harness.run("New-RetentionPolicy", ["Name": policy]).status == 400)
        #expect(try harness.run("Set-Mailbox", ["Identity": "alex", "RulesQuota": "300KB"]).status == 400)
        try harness.done("Set-Mailbox", ["Identity": "alex", "RulesQuota": "64KB"])
    }

    @Test(arguments: [true, false])
    func whoIsToldOfNewRightsIsNoDelegateAnyMore(_ isTold: Bool) throws {
        let harness = try ExchangeHarness()
        let editor: JSONObject = ["Identity": "adele:\\Calendar", "User": "diego", "AccessRights": "Editor"]
        var call = editor
        call["SharingPermissionFlags"] = "Delegate"
        try harness.done("Add-MailboxFolderPermission", call)
        func flags() throws -> JSONValue? {
            let find: JSONObject = ["Identity": "adele:\\Calendar", "User": "diego"]
            return try harness.done("Get-MailboxFolderPermission", find).rows.first?["SharingPermissionFlags"]
        }
        try harness.done("Set-MailboxFolderPermission", editor)
        #expect(try flags() == "Delegate")
        call = editor
        call["SendNotificationToUser"] = .bool(isTold)
        try harness.done("Set-MailboxFolderPermission", call)
        #expect(try flags()?.isNull == true)
    }

    @Test(
        arguments: [
            ("Inbox", "Reviewer", 400), ("Inbox", "Owner", 400), ("Calendar", "Owner", 400),
            ("Calendar", "Author", 400), ("Calendar", "AvailabilityOnly", 200), ("Calendar", "LimitedDetails", 200),
            ("Calendar", "Reviewer", 200), ("Calendar", "Editor", 200),
        ]
    )
    func peopleAreToldOfRightsToCalendarsAlone(_ folder: String, _ rights: String, _ status: Int) throws {
        let call: JSONObject = [
            "Identity": .string("adele:\\\(folder)"), "User": "lee", "AccessRights": .string(rights),
            "SendNotificationToUser": true,
        ]
        let reply = try ExchangeHarness().run("Add-MailboxFolderPermission", call)
        #expect(reply.status == status, "\(reply.errorText)")
        #expect(reply.errorText.isEmpty || reply.errorText.contains("SendNotificationToUser"))
    }

    @Test func rulesOfPresetProtectionHaveTheirPlaces() throws {
        let harness = try ExchangeHarness()
        func make(_ protection: String, _ more: JSONObject) throws -> ExchangeHarness.Reply {
            var rule = more
            rule["Name"] = .string("\(protection) Preset Security Policy")
            rule["SafeAttachmentPolicy"] = .string(protection)
            rule["SafeLinksPolicy"] = .string(protection)
            return try harness.run("New-ATPProtectionPolicyRule", rule)
        }
        for protection in ["Standard", "Strict"] {
            try harness.done("New-SafeAttachmentPolicy", ["Name": .string(protection)])
            try harness.done("New-SafeLinksPolicy", ["Name": .string(protection)])
        }
        for other in [0, 2] as [JSONValue] {
            let refused = try make("Standard", ["Priority": other])
            #expect(refused.status == 400 && refused.errorText.contains("It must be 1"), "\(refused.errorText)")
        }
        let standard = try make("Standard", ["Priority": 1])
        #expect(standard.rows.first?["Priority"] == 1, "\(standard.errorText)")
        #expect(try make("Strict", ["Priority": 1]).errorText.contains("It must be 0"))
        #expect(try make("Strict", [:]).rows.first?["Priority"] == 0)
        let strict: JSONObject = ["Identity": "Strict Preset Security Policy"]
        try harness.done("Remove-ATPProtectionPolicyRule", strict)
        #expect(try harness.done("Get-ATPProtectionPolicyRule").rows.map { $0["Priority"] } == [1])
    }

    @Test func aNewRuleOfTheOtherPresetProtectionTakesItsOwnPlaceAlone() throws {
        let harness = try ExchangeHarness()
        var rule: JSONObject = ["Name": "Strict Preset Security Policy", "Priority": 1]
        for noun in ["AntiPhishPolicy", "HostedContentFilterPolicy", "MalwareFilterPolicy"] {
            try harness.done("New-\(noun)", ["Name": "Strict"])
            rule[.init(noun)] = "Strict"
        }
        let refused = try harness.run("New-EOPProtectionPolicyRule", rule)
        #expect(refused.status == 400 && refused.errorText.contains("It must be 0"), "\(refused.errorText)")
        rule["Priority"] = 0
        #expect(try harness.done("New-EOPProtectionPolicyRule", rule).rows.first?["Priority"] == 0)
    }

    @Test func groupsThatCanBeUpgradedAreListed() throws {
        let harness = try ExchangeHarness()
        let cmdlet = "Get-EligibleDistributionGroupForMigration"
        #expect(try harness.done(cmdlet).texts("PrimarySmtpAddress") == ["empty.list@contoso.com"])
        let one = try harness.done(cmdlet, ["Identity": "empty.list@contoso.com"])
        #expect(one.texts("DisplayName") == ["Empty List"])
        #expect(try harness.done(cmdlet, ["ManagedBy": "adele"]).rows.isEmpty)
        for other in ["sales.team@contoso.com", "it.ops@contoso.com", "nobody@contoso.com"] {
            #expect(try harness.done(cmdlet, ["Identity": .string(other)]).rows.isEmpty, "\(other)")
        }
        try harness.done("Add-DistributionGroupMember", ["Identity": "empty.list", "Member": "partner.kim"])
        #expect(try harness.done(cmdlet).rows.isEmpty)
    }

    @Test func whoManagesAGroupIsChangedByATable() throws {
        let harness = try ExchangeHarness()
        let change: JSONValue = [["Add": ["lee"], "Remove": ["admin"]]]
        try harness.done("Set-Group", ["Identity": "marketing", "ManagedBy": change])
        let owner = try harness.done("Get-Mailbox", ["Identity": "lee"]).rows.first?["Name"]
        let group = try harness.done("Get-Group", ["Identity": "marketing"]).rows.first
        #expect(group?["ManagedBy"]?.arrayValue == [owner ?? .null])
        let wrong: JSONValue = [["Plus": ["lee"]]]
        #expect(try harness.run("Set-Group", ["Identity": "marketing", "ManagedBy": wrong]).status == 400)
    }

    @Test func whetherMeetingsAreOnlineMayBeLeftToTheOrganization() throws {
        let harness = try ExchangeHarness()
        func shown(after value: JSONValue?) throws -> JSONValue? {
            if let value {
                try harness.done(
                    "Set-MailboxCalendarConfiguration",
                    ["Identity": "adele", "OnlineMeetingsByDefaultEnabled": value]
                )
            }
            let row = try harness.done("Get-MailboxCalendarConfiguration", ["Identity": "adele"]).rows.first
            return row?["OnlineMeetingsByDefaultEnabled"]
        }
        #expect(try shown(after: nil)?.isNull == true)
        #expect(try shown(after: false) == false)
        #expect(try shown(after: true) == true)
        #expect(try shown(after: .null)?.isNull == true)
    }

    @Test func theAccountOfARoomIsOn() throws {
        let harness = try ExchangeHarness()
        func isOff(_ name: String, _ kind: String) throws -> JSONValue? {
            try harness.done("New-Mailbox", ["Name": .string(name), .init(kind): true]).rows.first?["AccountDisabled"]
        }
        #expect(try isOff("PlainRoom", "Room") == false)
        #expect(try isOff("PlainBox", "Shared") == true)
        // Those that are there are no others.
        let rooms: JSONObject = ["RecipientTypeDetails": "RoomMailbox"]
        let shown = try harness.done("Get-Mailbox", rooms).rows
        #expect(shown.count > 1 && shown.allSatisfy { $0["AccountDisabled"] == false })
        for room in shown {
            let account = try harness.context.directory.user(id: room["ExternalDirectoryObjectId"]?.stringValue ?? "")
            #expect(account?.accountEnabled == true)
        }
    }

    @Test func aLicensedMailboxIsNotDisabledForGood() throws {
        let harness = try ExchangeHarness()
        let reply = try harness.run("Disable-Mailbox", ["Identity": "lee", "PermanentlyDisable": true])
        #expect(reply.status == 400 && reply.errorText.contains("license"), "\(reply.errorText)")
        #expect(try harness.done("Get-Mailbox", ["Identity": "lee"]).rows.count == 1)
    }
}
