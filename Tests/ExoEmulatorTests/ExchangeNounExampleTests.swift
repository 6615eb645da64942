import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Calls as the cmdlets' pages have them, and what the pages say that cannot be.
@Suite struct ExchangeNounExampleTests {
    private func row(_ harness: ExchangeHarness, _ cmdlet: String, _ identity: JSONValue) throws -> JSONValue {
        try #require(try harness.done(cmdlet, ["Identity": identity]).rows.first, "\(cmdlet)")
    }

    // MARK: Senders and groups

    @Test func theWholeOfAListOfSendersIsNotSaidBesideAPart() throws {
        let harness = try ExchangeHarness()
        for (stem, part) in [
            ("AcceptMessagesOnlyFrom", "AcceptMessagesOnlyFrom"), ("RejectMessagesFrom", "RejectMessagesFromDLMembers"),
        ] {
            let whole = "\(stem)SendersOrMembers"
            for value: JSONValue in ["megan", .null] {
                let parameters = JSONObject([
                    .init(name: "Identity", value: "alex"), .init(name: part, value: value),
                    .init(name: whole, value: "adele"),
                ])
                let reply = try harness.run("Set-Mailbox", parameters)
                #expect(reply.status == 400 && reply.errorText.contains(whole), "\(reply.errorText)")
            }
        }
    }

    @Test func sendersAreNoGroupsAndGroupsAreNoSenders() throws {
        let harness = try ExchangeHarness()
        let group = try harness.run("Set-Mailbox", ["Identity": "alex", "AcceptMessagesOnlyFrom": "sales.team"])
        #expect(group.status == 400 && group.errorText.contains("is a group"), "\(group.errorText)")
        let person = try harness.run("Set-Mailbox", ["Identity": "alex", "RejectMessagesFromDLMembers": "adele"])
        #expect(person.status == 400 && person.errorText.contains("isn't a group"), "\(person.errorText)")
        try harness.done("Set-Mailbox", ["Identity": "alex", "AcceptMessagesOnlyFromDLMembers": "sales.team"])
        try harness.done("Set-Mailbox", ["Identity": "alex", "AcceptMessagesOnlyFrom": "adele"])
        let row = try row(harness, "Get-Mailbox", "alex")
        #expect(row["AcceptMessagesOnlyFromSendersOrMembers"]?.arrayValue?.count == 2)
    }

    @Test func aNewGroupKeepsWhatIsSaidOfNestedModeration() throws {
        let harness = try ExchangeHarness()
        let parameters: JSONObject = [
            "Name": "Nested", "BypassNestedModerationEnabled": true, "ModerationEnabled": true, "ModeratedBy": "alex",
        ]
        let made = try harness.done("New-DistributionGroup", parameters)
        #expect(made.rows.first?["BypassNestedModerationEnabled"] == true)
    }

    @Test func aListOfRoomsHasListsOfRoomsAndIsNoSecurityGroup() throws {
        let harness = try ExchangeHarness()
        let secure = try harness.run("New-DistributionGroup", ["Name": "S", "RoomList": true, "Type": "Security"])
        #expect(secure.status == 400, "\(secure.errorText)")
        for name: JSONValue in ["Building", "Floor"] {
            try harness.done("New-DistributionGroup", ["Name": name, "RoomList": true])
        }
        try harness.done("Add-DistributionGroupMember", ["Identity": "Building", "Member": "Floor"])
        #expect(try harness.run("Add-DistributionGroupMember", ["Identity": "Floor", "Member": "adele"]).status == 400)
    }

    @Test func aDynamicGroupSaysWhenItsMembersWereFound() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-DynamicDistributionGroup", ["Name": "Lab", "RecipientFilter": "Department -eq 'Lab'"])
        func moment() throws -> JSONValue? {
            try row(harness, "Get-DynamicDistributionGroup", "Lab")["CalculatedMembershipUpdateTime"]
        }
        let first = try moment()
        #expect(first?.stringValue?.isEmpty == false)
        harness.context.clock.advance(by: 3600)
        try harness.done("Set-DynamicDistributionGroup", ["Identity": "Lab", "DisplayName": "Laboratory"])
        #expect(try moment() == first)
        let set = try harness.done(
            "Set-DynamicDistributionGroup",
            ["Identity": "Lab", "ForceMembershipRefresh": true]
        )
        let second = try moment()
        #expect(set.warnings.isEmpty && second != first)
        harness.context.clock.advance(by: 3600)
        try harness.done(
            "Set-DynamicDistributionGroup",
            ["Identity": "Lab", "RecipientFilter": "Department -eq 'Labs'"]
        )
        #expect(try moment() != second)
    }

    // MARK: Settings

    @Test func listsOfAddressesAreFoundByWords() throws {
        let harness = try ExchangeHarness()
        try harness.openAddressLists()
        try harness.done(
            "New-AddressList",
            ["Name": "North", "DisplayName": "Oslo office", "IncludedRecipients": "MailboxUsers"]
        )
        #expect(try harness.done("Get-AddressList", ["SearchText": "zzz"]).rows.isEmpty)
        #expect(try harness.done("Get-AddressList", ["SearchText": "OSLO"]).texts("Name") == ["North"])
        let own = try harness.done("Get-AddressList", ["SearchText": "all "]).texts("Name")
        #expect(own.contains("All Groups") && own.contains("All Rooms") && !own.contains("Public Folders"))
    }

    @Test func theListsOfEveryOrganizationAreABookOfAddresses() throws {
        let lists: JSONValue = [
            "\\Offline Global Address List", "\\All Contacts", "\\All Distribution Lists", "\\All Rooms", "\\All Users",
            "\\All Groups", "\\Public Folders",
        ]
        let harness = try ExchangeHarness()
        try harness.openAddressLists()
        try harness.done(
            "New-AddressBookPolicy",
            [
                "Name": "All", "AddressLists": lists, "GlobalAddressList": "\\Default Global Address List",
                "OfflineAddressBook": "\\Default Offline Address Book", "RoomList": "\\All Rooms",
            ]
        )
    }

    @Test func anOrganizationHasOneConfigurationOfAvailability() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("Set-AvailabilityConfig", ["OrgWideAccount": "adele"]).status == 404)
        #expect(try harness.run("New-AvailabilityConfig", ["OrgWideAccount": "nobody.here"]).status == 404)
        try harness.done("New-AvailabilityConfig", ["OrgWideAccount": "adele"])
        let second = try harness.run("New-AvailabilityConfig", ["OrgWideAccount": "alex"])
        #expect(second.status == 400 && second.errorText.contains("already exists"), "\(second.errorText)")
        try harness.done("Set-AvailabilityConfig", ["OrgWideAccount": "alex"])
        #expect(try harness.done("Get-AvailabilityConfig").texts("OrgWideAccount") == ["Alex Wilber"])
        try harness.done("Remove-AvailabilityConfig", ["Confirm": false])
        #expect(try harness.done("Get-AvailabilityConfig").rows.isEmpty)
    }

    @Test func trustedSealersAreNamedWithTheOrganizationAndListedOnceThereAreSome() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.done("Get-ArcConfig").rows.isEmpty)
        let identity = JSONValue.string("\(ExchangeHarness.contoso)\\Default")
        try harness.done("Set-ArcConfig", ["Identity": identity, "ArcTrustedSealers": "sealer.example.com"])
        let row = try #require(try harness.done("Get-ArcConfig").rows.first)
        #expect(row["ArcTrustedSealers"] == ["sealer.example.com"] && row["Name"] == "Default")
        let other = try harness.run("Set-ArcConfig", ["Identity": "fabrikam\\Default", "ArcTrustedSealers": "a.com"])
        #expect(other.status == 404)
    }

    @Test func rulesOfPresetProtectionNamePoliciesThatAreThere() throws {
        let harness = try ExchangeHarness()
        let unknown: JSONObject = ["Name": "Std", "SafeAttachmentPolicy": "Nope", "SafeLinksPolicy": "Nope"]
        #expect(try harness.run("New-ATPProtectionPolicyRule", unknown).status == 404)
        try harness.done("New-SafeAttachmentPolicy", ["Name": "A"])
        try harness.done("New-SafeLinksPolicy", ["Name": "L"])
        let known: JSONObject = ["Name": "Std", "SafeAttachmentPolicy": "A", "SafeLinksPolicy": "L"]
        try harness.done("New-ATPProtectionPolicyRule", known)
        // The policy goes, the rule stays as it is.
        try harness.done("Remove-SafeLinksPolicy", ["Identity": "L", "Confirm": false])
        #expect(try row(harness, "Get-ATPProtectionPolicyRule", "Std")["SafeLinksPolicy"] == "L")
    }

    @Test func nobodyAsksForTheDataOfCustomers() throws {
        let harness = try ExchangeHarness.reading()
        #expect(try harness.done("Get-AccessToCustomerDataRequest", ["ApprovalStatus": "Pending"]).rows.isEmpty)
        let decision: JSONObject = ["RequestId": "EXSR123456", "ApprovalDecision": "Approve"]
        #expect(try harness.run("Set-AccessToCustomerDataRequest", decision).status == 404)
    }

    // MARK: Mailboxes and devices

    @Test func clutterSaysWhetherItIsOn() throws {
        let harness = try ExchangeHarness()
        #expect(try row(harness, "Get-Clutter", "adele")["IsEnabled"] == false)
        try harness.done("Set-Clutter", ["Identity": "adele", "Enable": true])
        let row = try row(harness, "Get-Clutter", "adele")
        #expect(row["IsEnabled"] == true && row["MailboxIdentity"] == "Adele Vance")
    }

    @Test func thePolicyOfPhonesIsTheDefaultUntilAnotherIsChosen() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-MobileDeviceMailboxPolicy", ["Name": "Management"])
        func shown() throws -> [JSONValue?] {
            let row = try row(harness, "Get-CASMailbox", "adele")
            return [row["ActiveSyncMailboxPolicy"], row["ActiveSyncMailboxPolicyIsDefaulted"]]
        }
        for (chosen, isDefault) in [(JSONValue.string("Management"), false), (.null, true)] {
            try harness.done("Set-CASMailbox", ["Identity": "adele", "ActiveSyncMailboxPolicy": chosen])
            #expect(try shown() == [.string(isDefault ? "Default" : "Management"), .bool(isDefault)])
        }
    }

    @Test func kindsOfDevicesAreThoseOfTheDevices() throws {
        let harness = try ExchangeHarness.reading()
        let devices = try harness.done("Get-ActiveSyncDevice", ["ResultSize": "Unlimited"])
        let classes = try harness.done("Get-ActiveSyncDeviceClass")
        #expect(!classes.rows.isEmpty && Set(classes.texts("DeviceModel")) == Set(devices.texts("DeviceModel")))
        let type = try #require(classes.texts("DeviceType").first)
        let some = try harness.done("Get-ActiveSyncDeviceClass", ["Filter": .string("DeviceType -eq '\(type)'")])
        #expect(Set(some.texts("DeviceType")) == [type])
        let name = try #require(classes.rows.first?["Identity"])
        #expect(try row(harness, "Get-ActiveSyncDeviceClass", name)["Guid"] == classes.rows.first?["Guid"])
        #expect(try harness.run("Get-ActiveSyncDeviceClass", ["Identity": "None§Such"]).status == 404)
    }

    @Test func theTestOfAnApplicationsPolicyKnowsWhoseMailboxItIs() throws {
        let reply = try ExchangeHarness.reading().done(
            "Test-ApplicationAccessPolicy",
            ["Identity": "adele", "AppId": "3dbc2ae1-7198-45ed-9f9f-d86ba3ec35b5"]
        )
        let mailbox = try row(ExchangeHarness.reading(), "Get-User", "adele")
        #expect(reply.rows.first?["MailboxSid"] == mailbox["Sid"])
        #expect(reply.rows.first?["MailboxSid"]?.stringValue?.hasPrefix("S-1-5-21-") == true)
    }

    // MARK: Texts

    struct Text: CustomTestStringConvertible {
        let cmdlet: String
        let parameter: String
        let value: String
        let isTaken: Bool
        var testDescription: String { "\(cmdlet) -\(parameter) \(value.prefix(20))" }
    }

    static let texts = [
        Text(cmdlet: "Set-Mailbox", parameter: "SimpleDisplayName", value: "Mueller (\"2\"): a/b?", isTaken: true),
        Text(cmdlet: "Set-Mailbox", parameter: "SimpleDisplayName", value: "Müller", isTaken: false),
        Text(cmdlet: "Set-Mailbox", parameter: "SimpleDisplayName", value: "a_b", isTaken: false),
        Text(cmdlet: "Set-Mailbox", parameter: "MailTipTranslations", value: "nocolon", isTaken: false),
        Text(cmdlet: "Set-Mailbox", parameter: "MailTipTranslations", value: "12: y", isTaken: false),
        Text(cmdlet: "Set-Mailbox", parameter: "MailTipTranslations", value: "pt-12: y", isTaken: false),
        Text(cmdlet: "Set-Mailbox", parameter: "MailTipTranslations", value: "pt-BR: y", isTaken: true),
        Text(cmdlet: "Set-Mailbox", parameter: "MailTipTranslations", value: "ES:" + long(175), isTaken: true),
        Text(cmdlet: "Set-Mailbox", parameter: "MailTipTranslations", value: "ES:" + long(176), isTaken: false),
        Text(cmdlet: "Write-AdminAuditLog", parameter: "Comment", value: long(500), isTaken: true),
        Text(cmdlet: "Write-AdminAuditLog", parameter: "Comment", value: long(501), isTaken: false),
    ]

    private static func long(_ count: Int) -> String { String(repeating: "x", count: count) }

    @Test(arguments: texts)
    func textsAreAsThePagesHaveThem(_ text: Text) throws {
        var parameters: JSONObject = text.cmdlet == "Set-Mailbox" ? ["Identity": "adele"] : [:]
        parameters[text.parameter] = .string(text.value)
        let reply = try ExchangeHarness().run(text.cmdlet, parameters)
        #expect(reply.status == (text.isTaken ? 200 : 400), "\(reply.errorText)")
    }

    @Test func aTranslationOfATipIsAPageAndGoesByItsText() throws {
        let harness = try ExchangeHarness()
        func translations() throws -> [String] {
            let row = try row(harness, "Get-Mailbox", "adele")
            return row["MailTipTranslations"]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        func change(_ key: String, _ text: JSONValue) throws {
            let change: JSONObject = ["@odata.type": "#Exchange.GenericHashTable", key: text]
            try harness.done("Set-Mailbox", ["Identity": "adele", "MailTipTranslations": .object(change)])
        }
        try change("Add", "ES:Esta caja no se supervisa.")
        #expect(try translations() == ["ES:<html>\r\n<body>\r\nEsta caja no se supervisa.\r\n</body>\r\n</html>\r\n"])
        let shown = try #require(try translations().first)
        try change("Add", .string(shown))
        #expect(try translations() == [shown])
        try change("Remove", "ES:Esta caja no se supervisa.")
        #expect(try translations().isEmpty)
    }
}
