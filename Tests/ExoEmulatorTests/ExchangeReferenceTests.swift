import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What names something else: it follows a new name, ends with what is gone, and names what is there.
@Suite struct ExchangeReferenceTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    private func row(_ cmdlet: String, _ identity: String) throws -> JSONValue {
        try #require(try harness.done(cmdlet, ["Identity": .string(identity)]).rows.first)
    }

    // MARK: Names

    @Test(
        arguments: [
            ("RetentionPolicy", [:], "Mailbox", "RetentionPolicy"),
            ("SharingPolicy", ["Domains": ["fabrikam.com:ContactsSharing"]], "Mailbox", "SharingPolicy"),
            ("OwaMailboxPolicy", [:], "CASMailbox", "OwaMailboxPolicy"),
        ] as [(String, JSONObject, String, String)]
    )
    func whoeverHasAPolicyHasItByItsNewName(
        _ noun: String,
        _ more: JSONObject,
        _ user: String,
        _ property: String
    ) throws {
        var parameters: JSONObject = ["Name": "One"]
        for member in more.members { parameters[member.name] = member.value }
        try harness.done("New-\(noun)", parameters)
        try harness.done("Set-\(user)", ["Identity": "adele", .init(property): "One"])
        try harness.done("Set-\(noun)", ["Identity": "One", "Name": "Two"])
        #expect(try row("Get-\(user)", "adele")[property] == "Two")
    }

    @Test func listsFollowANewName() throws {
        try harness.done(
            "New-RetentionPolicyTag",
            [
                "Name": "T1", "Type": "Personal", "RetentionAction": "PermanentlyDelete",
                "AgeLimitForRetention": "30.00:00:00",
            ]
        )
        try harness.done("New-RetentionPolicy", ["Name": "P", "RetentionPolicyTagLinks": ["T1", "1 Week Delete"]])
        try harness.done("Set-RetentionPolicyTag", ["Identity": "T1", "Name": "T2"])
        #expect(try row("Get-RetentionPolicy", "P")["RetentionPolicyTagLinks"] == ["T2", "1 Week Delete"])
        try harness.done("Remove-RetentionPolicyTag", ["Identity": "T2"])
        #expect(try row("Get-RetentionPolicy", "P")["RetentionPolicyTagLinks"] == ["1 Week Delete"])
    }

    @Test func aPolicyThatAllHaveMayBeCalledAnew() throws {
        try harness.done("Set-RetentionPolicy", ["Identity": "Default MRM Policy", "Name": "Ours"])
        #expect(try row("Get-Mailbox", "adele")["RetentionPolicy"] == "Ours")
        let made = try harness.done("New-Mailbox", ["Name": "Late", "Shared": true])
        #expect(made.texts("RetentionPolicy") == ["Ours"])
    }

    @Test func nothingNamesAPolicyThatIsGone() throws {
        try harness.done("New-RetentionPolicy", ["Name": "P"])
        let plan = try #require(try harness.done("Get-MailboxPlan").texts("Name").first)
        try harness.done("Set-MailboxPlan", ["Identity": .string(plan), "RetentionPolicy": "P"])
        try harness.done("New-Mailbox", ["Name": "Back", "Shared": true])
        try harness.done("Set-Mailbox", ["Identity": "Back", "RetentionPolicy": "P"])
        try harness.done("Remove-Mailbox", ["Identity": "Back", "Confirm": false])
        try harness.done("Remove-RetentionPolicy", ["Identity": "P", "Confirm": false])
        #expect(try row("Get-MailboxPlan", plan)["RetentionPolicy"] == .null)
        try harness.done("Undo-SoftDeletedMailbox", ["SoftDeletedObject": "Back"])
        #expect(try row("Get-Mailbox", "Back")["RetentionPolicy"] == .null)
    }

    @Test func aListThatIsGoneIsInNoAddressBook() throws {
        try harness.openAddressLists()
        try harness.done("New-AddressList", ["Name": "Lab", "IncludedRecipients": "MailboxUsers"])
        try harness.done("New-OfflineAddressBook", ["Name": "O", "AddressLists": ["\\Lab", "\\All Users"]])
        try harness.done("Remove-AddressList", ["Identity": "\\Lab", "Confirm": false])
        #expect(try row("Get-OfflineAddressBook", "\\O")["AddressLists"] == ["\\All Users"])
    }

    @Test func aChoiceOfTheDefaultsNameIsKept() throws {
        try harness.done("Set-RetentionPolicy", ["Identity": "Default MRM Policy", "Name": "Old"])
        try harness.done("New-RetentionPolicy", ["Name": "Default MRM Policy"])
        try harness.done("Set-Mailbox", ["Identity": "adele", "RetentionPolicy": "Default MRM Policy"])
        #expect(try row("Get-Mailbox", "adele")["RetentionPolicy"] == "Default MRM Policy")
        #expect(try row("Get-Mailbox", "alex")["RetentionPolicy"] == "Old")
    }

    // MARK: Defaults

    @Test func whoHadADefaultPolicyThatIsGoneHasNone() throws {
        try harness.done("New-RetentionPolicy", ["Name": "P"])
        let chosen = try harness.done("Set-RetentionPolicy", ["Identity": "P", "IsDefault": true])
        #expect(chosen.warnings.count == 1 && chosen.warnings.first?.contains("Default MRM Policy") == true)
        #expect(try row("Get-Mailbox", "adele")["RetentionPolicy"] == "Default MRM Policy")
        try harness.done("Remove-RetentionPolicy", ["Identity": "Default MRM Policy", "Confirm": false])
        #expect(try row("Get-Mailbox", "adele")["RetentionPolicy"] == .null)
        let former: JSONObject = ["Filter": "RetentionPolicy -eq 'Default MRM Policy'"]
        #expect(try harness.done("Get-Mailbox", former).rows.isEmpty)
        let made = try harness.done("New-Mailbox", ["Name": "Late", "Shared": true])
        #expect(made.texts("RetentionPolicy") == ["P"])
        try harness.done("Set-Mailbox", ["Identity": "adele", "RetentionPolicy": "P"])
        #expect(try row("Get-Mailbox", "adele")["RetentionPolicy"] == "P")
    }

    @Test func newMailboxesHaveTheDefaultPolicies() throws {
        try harness.done(
            "New-SharingPolicy",
            ["Name": "S", "Domains": ["fabrikam.com:ContactsSharing"], "Default": true]
        )
        try harness.done("New-OwaMailboxPolicy", ["Name": "O", "IsDefault": true])
        try harness.done("New-Mailbox", ["Name": "Late", "Shared": true])
        #expect(try row("Get-Mailbox", "Late")["SharingPolicy"] == "S")
        #expect(try row("Get-CASMailbox", "Late")["OwaMailboxPolicy"] == "O")
        #expect(try row("Get-Mailbox", "adele")["SharingPolicy"] == "Default Sharing Policy")
        #expect(try row("Get-CASMailbox", "adele")["OwaMailboxPolicy"] == "OwaMailboxPolicy-Default")
        try harness.done("Remove-OwaMailboxPolicy", ["Identity": "OwaMailboxPolicy-Default", "Confirm": false])
        #expect(try row("Get-CASMailbox", "adele")["OwaMailboxPolicy"] == .null)
    }

    // MARK: What stays

    @Test(
        arguments: [
            ("Remove-QuarantinePolicy", ["Identity": "AdminOnlyAccessPolicy"], "can't be removed"),
            ("Remove-QuarantinePolicy", ["Identity": "Used"], "\"M\" uses it"),
            ("Set-QuarantinePolicy", ["Identity": "DefaultFullAccessPolicy", "ESNEnabled": true], "can't be changed"),
            (
                "Set-QuarantinePolicy",
                ["Identity": "DefaultGlobalTag", "EndUserSpamNotificationFrequency": "2.00:00:00"],
                "EndUserSpamNotificationFrequency"
            ),
            ("Set-QuarantinePolicy", ["Identity": "Used", "EndUserQuarantinePermissionsValue": 300], "300"),
            (
                "Set-QuarantinePolicy",
                [
                    "Identity": "DefaultGlobalTag", "MultiLanguageSetting": ["English", "French"],
                    "MultiLanguageSenderName": ["Post"],
                ],
                "one for each"
            ),
            ("Remove-SafeLinksPolicy", ["Identity": "Built-In Protection Policy"], "can't be removed"),
            ("Remove-SafeAttachmentPolicy", ["Identity": "Built-In Protection Policy"], "can't be removed"),
        ] as [(String, JSONObject, String)]
    )
    func whatTheServiceNeedsStays(_ cmdlet: String, _ parameters: JSONObject, _ words: String) throws {
        try harness.done("New-QuarantinePolicy", ["Name": "Used", "EndUserQuarantinePermissionsValue": 23])
        try harness.done("New-MalwareFilterPolicy", ["Name": "M", "QuarantineTag": "Used"])
        let noun = cmdlet.split(separator: "-").dropFirst().joined()
        let identity = try #require(parameters["Identity"])
        let stored = try harness.done("Get-\(noun)", ["Identity": identity]).rows
        let reply = try harness.run(cmdlet, parameters)
        #expect(reply.status == 400 && reply.errorText.contains(words), "\(reply.status) \(reply.errorText)")
        #expect(try harness.done("Get-\(noun)", ["Identity": identity]).rows == stored && stored.count == 1)
    }

    @Test func aQuarantinePolicyThatNobodyUsesGoes() throws {
        try harness.done("New-QuarantinePolicy", ["Name": "Unused", "EndUserQuarantinePermissionsValue": 23])
        try harness.done("Remove-QuarantinePolicy", ["Identity": "Unused"])
        #expect(!(try harness.done("Get-QuarantinePolicy").texts("Name").contains("Unused")))
    }

    @Test func whoIsRemovedForGoodIsNamedByNobody() throws {
        try harness.done("New-Mailbox", ["Name": "Gone", "Shared": true])
        try harness.done(
            "Set-Mailbox",
            ["Identity": "adele", "ForwardingAddress": "Gone", "GrantSendOnBehalfTo": ["Gone", "alex"]]
        )
        try harness.done("Remove-Mailbox", ["Identity": "Gone", "Confirm": false])
        try harness.done("Remove-Mailbox", ["Identity": "Gone", "PermanentlyDelete": true, "Confirm": false])
        let adele = try row("Get-Mailbox", "adele")
        #expect(adele["ForwardingAddress"] == .null && adele["GrantSendOnBehalfTo"]?.arrayValue?.count == 1)
    }

    // MARK: What must be there

    @Test(
        arguments: [
            ("Set-SafeAttachmentPolicy", ["Identity": "Built-In Protection Policy", "QuarantineTag": "nope"]),
            ("Set-AntiPhishPolicy", ["Identity": "Office365 AntiPhish Default", "SpoofQuarantineTag": "nope"]),
            ("Set-OrganizationConfig", ["DefaultAuthenticationPolicy": "nope"]),
            ("Set-OrganizationConfig", ["RemotePublicFolderMailboxes": ["nope"]]),
            ("Set-OrganizationConfig", ["HierarchicalAddressBookRoot": "nope"]),
            ("New-OfflineAddressBook", ["Name": "O", "AddressLists": ["nope"]]),
            (
                "New-AddressBookPolicy",
                [
                    "Name": "A", "AddressLists": ["nope"], "GlobalAddressList": "\\Default Global Address List",
                    "OfflineAddressBook": "\\Default Offline Address Book", "RoomList": "\\All Rooms",
                ]
            ),
            (
                "New-InboundConnector",
                ["Name": "C", "SenderDomains": ["*"], "AssociatedAcceptedDomains": ["nope.com"]]
            ),
            ("Set-Mailbox", ["Identity": "adele", "DataEncryptionPolicy": "nope"]),
            (
                "New-DynamicDistributionGroup",
                ["Name": "D", "IncludedRecipients": "MailboxUsers", "RecipientContainer": "x"]
            ),
        ] as [(String, JSONObject)]
    )
    func whatIsNamedIsThere(_ cmdlet: String, _ parameters: JSONObject) throws {
        try harness.openAddressLists()
        let reply = try harness.run(cmdlet, parameters)
        #expect(reply.status == 404, "\(reply.status) \(reply.errorText)")
    }

    @Test func aListIsKeptWithItsFolder() throws {
        try harness.openAddressLists()
        let made = try harness.done(
            "New-OfflineAddressBook",
            ["Name": "O", "AddressLists": ["Default Global Address List", "\\All Users"]]
        )
        #expect(made.rows.first?["AddressLists"] == ["\\Default Global Address List", "\\All Users"])
        let policy = try harness.done(
            "New-AddressBookPolicy",
            [
                "Name": "A", "AddressLists": ["All Users"], "GlobalAddressList": "Default Global Address List",
                "OfflineAddressBook": "\\O", "RoomList": "\\All Rooms",
            ]
        )
        #expect(policy.texts("OfflineAddressBook") == ["\\O"] && policy.texts("RoomList") == ["\\All Rooms"])
    }

    // MARK: Nothing

    @Test(arguments: [
        ("Set-CalendarProcessing", "AutomateProcessing"), ("Set-CalendarProcessing", "BookingWindowInDays"),
        ("Set-Mailbox", "ExternalOofOptions"), ("Set-MailboxAutoReplyConfiguration", "AutoReplyState"),
    ])
    func whatIsNeverNothingIsRefusedAsNull(_ cmdlet: String, _ parameter: String) throws {
        let reply = try harness.run(cmdlet, ["Identity": "adele", .init(parameter): .null])
        #expect(reply.status == 400 && reply.errorText.contains("null"), "\(reply.status) \(reply.errorText)")
    }

    @Test(arguments: ["RecipientLimits", "MaxSendSize", "RetainDeletedItemsFor", "AuditLogAgeLimit"])
    func aLimitThatIsNullIsTheDefault(_ parameter: String) throws {
        let value: [String: JSONValue] = [
            "RecipientLimits": "50", "MaxSendSize": "10MB", "RetainDeletedItemsFor": "7.00:00:00",
            "AuditLogAgeLimit": "30.00:00:00",
        ]
        let fresh = try row("Get-Mailbox", "alex")[parameter]
        try harness.done("Set-Mailbox", ["Identity": "adele", .init(parameter): value[parameter] ?? .null])
        #expect(try row("Get-Mailbox", "adele")[parameter] != fresh)
        try harness.done("Set-Mailbox", ["Identity": "adele", .init(parameter): .null])
        #expect(try row("Get-Mailbox", "adele")[parameter] == fresh)
    }
}
