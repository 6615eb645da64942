import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What Microsoft's own instructions for administrators ask for.
@Suite struct ExchangeHandbookTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    private func row(_ cmdlet: String, _ identity: String) throws -> JSONValue {
        try #require(try harness.done(cmdlet, ["Identity": .string(identity)]).rows.first)
    }

    // MARK: Names of groups

    @Test func groupsOfPeopleAreCalledAsThePolicySays() throws {
        try harness.done("Set-User", ["Identity": "admin@contoso.com", "Department": "IT", "CountryOrRegion": "NL"])
        try harness.done(
            "Set-OrganizationConfig",
            [
                "DistributionGroupNamingPolicy": "DG_<Department>_<GroupName>_<CountryCode>",
                "DistributionGroupNameBlockedWordsList": ["curse", "bad"],
            ]
        )
        let made = try harness.done("New-DistributionGroup", ["Name": "Naming Test"])
        #expect(made.texts("Name") == ["DG_IT_Naming Test_NL"] && made.texts("Alias") == ["NamingTest"])
        #expect(made.texts("DisplayName") == ["DG_IT_Naming Test_NL"])
        let other = try harness.done("New-DistributionGroup", ["Name": "Other", "IgnoreNamingPolicy": true])
        #expect(other.texts("Name") == ["Other"])
        // An application has no attributes.
        let own = try harness.done("New-DistributionGroup", ["Name": "Robots"], as: "app")
        #expect(own.texts("Name") == ["DG__Robots_"])
        #expect(try harness.run("New-DistributionGroup", ["Name": "Badminton"], as: "app").status == 400)
        try harness.done("Set-DistributionGroup", ["Identity": "Other", "DisplayName": "Shown"])
        #expect(try row("Get-DistributionGroup", "Other")["DisplayName"] == "DG_IT_Shown_NL")
        try harness.done(
            "Set-DistributionGroup",
            ["Identity": "Other", "DisplayName": "Plain", "IgnoreNamingPolicy": true]
        )
        #expect(try row("Get-DistributionGroup", "Other")["DisplayName"] == "Plain")
        for (cmdlet, parameters) in [
            ("New-DistributionGroup", ["Name": "Badminton"]),
            ("Set-DistributionGroup", ["Identity": "Other", "Name": "A curse"]),
        ] as [(String, JSONObject)] {
            let reply = try harness.run(cmdlet, parameters)
            #expect(reply.response.header("x-ExceptionType") == "DataValidationException", "\(reply.errorText)")
        }
    }

    // MARK: Filters

    @Test func aFilterMayAskForWhatIsSynchronized() throws {
        try harness.openAddressLists()
        try harness.done(
            "New-AddressList",
            [
                "Name": "AL_Rooms",
                "RecipientFilter": "(Alias -ne $null) -and (RecipientDisplayType -eq 'SyncedConferenceRoomMailbox')",
            ]
        )
        let preview = "RecipientDisplayType -eq 'SyncedConferenceRoomMailbox'"
        try harness.done("Get-Recipient", ["RecipientPreviewFilter": .string(preview)])
        let refused = try harness.run("New-AddressList", ["Name": "L", "RecipientFilter": "Alias -is 'x'"])
        #expect(refused.errorText.contains("Cannot bind parameter 'RecipientFilter'"), "\(refused.errorText)")
    }

    @Test func roleGroupsAreFiltered() throws {
        for filter in ["Name -eq 'Help Desk'", "DisplayName -like 'Help*' -and RoleGroupType -eq 'Standard'"] {
            let found = try harness.done("Get-RoleGroup", ["Filter": .string(filter)])
            let names = found.texts("DisplayName")
            #expect(!names.isEmpty && names.allSatisfy { $0.hasPrefix("Help") }, "\(filter)")
        }
        #expect(try harness.done("Get-RoleGroup", ["Filter": "Name -eq 'Help Desk'"]).rows.count == 1)
        #expect(try harness.run("Get-RoleGroup", ["Filter": "Description -eq 'x'"]).status == 400)
    }

    @Test(arguments: ["None", "Organization", "MyGAL", "Self", "MyDistributionGroups"])
    func anAssignmentSaysOverWhomItIs(_ scope: String) throws {
        let made = try harness.done(
            "New-ManagementRoleAssignment",
            [
                "Name": "A", "Role": "Mail Recipients", "SecurityGroup": "Help Desk",
                "RecipientRelativeWriteScope": .string(scope),
            ]
        )
        #expect(made.texts("RecipientWriteScope") == [scope])
    }

    // MARK: Small things

    @Test func tokensOfTheOldKindAreTheWholeOrganizations() throws {
        func state() throws -> [String] {
            try harness.done("Get-AuthenticationPolicy", ["AllowLegacyExchangeTokens": true])
                .texts("AllowLegacyExchangeTokens")
        }
        #expect(try state() == ["Not Set"])
        let word: JSONValue = "LegacyExchangeTokens"
        try harness.done("Set-AuthenticationPolicy", ["BlockLegacyExchangeTokens": true, "Identity": word])
        #expect(try state() == ["False"])
        try harness.done("Set-AuthenticationPolicy", ["AllowLegacyExchangeTokens": true, "Identity": word])
        #expect(try state() == ["True"])
        #expect(
            try harness.run("Set-AuthenticationPolicy", ["AllowLegacyExchangeTokens": true, "Identity": "x"]).status
                == 404
        )
    }

    @Test func settingsStandWhereTheServiceKeepsThem() throws {
        let plan = try #require(try harness.done("Get-MailboxPlan").rows.first)
        let place = try #require(plan["DistinguishedName"]?.stringValue)
        #expect(place.hasPrefix("CN=ExchangeOnline") && place.contains(",OU=Microsoft Exchange Hosted Organizations,"))
        #expect(try row("Get-MailboxPlan", place)["Guid"] == plan["Guid"])
        let policy = try harness.done("New-AuthenticationPolicy", ["Name": "P"])
        #expect(policy.texts("DistinguishedName").first?.hasPrefix("CN=P,CN=Auth Policies,CN=Configuration,") == true)
    }

    @Test func domainsOfSharingAreComparedAsWhatTheyMean() throws {
        let made = try harness.done(
            "New-SharingPolicy",
            ["Name": "S", "Domains": ["fabrikam.com: CalendarSharingFreeBusySimple,ContactsSharing"]]
        )
        let shown: JSONValue = ["fabrikam.com:CalendarSharingFreeBusySimple, ContactsSharing"]
        #expect(made.rows.first?["Domains"] == shown)
        try harness.done(
            "Set-SharingPolicy",
            [
                "Identity": "S",
                "Domains": [
                    "@odata.type": "#Exchange.GenericHashTable", "Add": ["contoso.com : ContactsSharing"],
                    "Remove": ["fabrikam.com:CalendarSharingFreeBusySimple,  ContactsSharing"],
                ],
            ]
        )
        #expect(try row("Get-SharingPolicy", "S")["Domains"] == ["contoso.com:ContactsSharing"])
    }

    @Test func whatIsNamedIsKnown() throws {
        try harness.done("New-OrganizationRelationship", ["Name": "R", "DomainNames": ["fabrikam.com"]])
        try harness.done("Set-OrganizationRelationship", ["Identity": "R", "MailTipsAccessScope": "sales.team"])
        for scope in ["MailTipsAccessScope", "FreeBusyAccessScope"] {
            for name in ["nobody@nowhere.com", "adele"] {
                let reply = try harness.run(
                    "Set-OrganizationRelationship",
                    ["Identity": "R", .init(scope): .string(name)]
                )
                #expect(reply.status == 404, "\(scope) \(name): \(reply.errorText)")
            }
        }
        for (cmdlet, parameters) in [
            ("New-DistributionGroup", ["Name": "G"]), ("Get-Mailbox", [:]), ("Get-Recipient", [:]),
            ("New-MailContact", ["Name": "C", "ExternalEmailAddress": "c@fabrikam.com"]),
        ] as [(String, JSONObject)] {
            for (unit, status) in [("Users", 404), ("contoso.onmicrosoft.com", 200)] {
                var parameters = parameters
                parameters["OrganizationalUnit"] = .string(unit)
                let reply = try harness.run(cmdlet, parameters)
                #expect(reply.status == status, "\(cmdlet) \(unit): \(reply.errorText)")
            }
        }
    }

    @Test func whatARoomHasIsDefinedFirst() throws {
        let unknown = try harness.run("Set-Mailbox", ["Identity": "room.baltic", "ResourceCustom": ["Whiteboard"]])
        #expect(unknown.status == 400, "\(unknown.errorText)")
        try harness.done("Set-ResourceConfig", ["ResourcePropertySchema": ["Room/Whiteboard", "Equipment/Van"]])
        try harness.done("Set-Mailbox", ["Identity": "room.baltic", "ResourceCustom": ["Whiteboard"]])
        #expect(try row("Get-Mailbox", "room.baltic")["ResourceCustom"] == ["Whiteboard"])
        let other = try harness.run("Set-Mailbox", ["Identity": "room.baltic", "ResourceCustom": ["Van"]])
        #expect(other.status == 400, "\(other.errorText)")
    }

    @Test(
        arguments: [
            ("bad address here", 400), ("contoso.com", 400), ("adele@contoso.com", 400), ("alex@contoso.com", 400),
            ("fabrikam.com", 200), ("@fabrikam.com", 200), ("someone@fabrikam.com", 200),
        ]
    )
    func listsOfJunkMailHaveAddressesAndDomainsOfOthers(_ entry: String, _ status: Int) throws {
        let change: JSONValue = ["@odata.type": "#Exchange.GenericHashTable", "Add": [.string(entry)]]
        // Two mailboxes, since what a list has already is not looked at again.
        for (mailbox, value) in [("lee", [.string(entry)]), ("van", change)] as [(String, JSONValue)] {
            let reply = try harness.run(
                "Set-MailboxJunkEmailConfiguration",
                ["Identity": .string(mailbox), "TrustedSendersAndDomains": value]
            )
            #expect(reply.status == status, "\(mailbox) \(entry): \(reply.errorText)")
        }
    }

    // MARK: Applications

    @Test(arguments: ["ObjectId", "AppId", "DisplayName", "Sid"])
    func anApplicationIsGivenRights(_ property: String) throws {
        let made = try harness.done(
            "New-ServicePrincipal",
            [
                "AppId": "11111111-2222-3333-4444-555555555555", "ObjectId": "22222222-3333-4444-5555-666666666666",
                "DisplayName": "svc",
            ]
        )
        let name = try #require(made.rows.first?[property])
        let sid = try #require(made.rows.first?["Sid"])
        try harness.done(
            "Add-MailboxPermission",
            ["Identity": "lee", "User": name, "AccessRights": ["FullAccess"]]
        )
        let given = try harness.done("Get-MailboxPermission", ["Identity": "lee", "User": name])
        #expect(given.rows.map { $0["User"] } == [sid])
        try harness.done(
            "Add-RecipientPermission",
            ["Identity": "lee", "Trustee": name, "AccessRights": ["SendAs"]]
        )
        try harness.done(
            "Remove-MailboxPermission",
            ["Identity": "lee", "User": sid, "AccessRights": ["FullAccess"], "Confirm": false]
        )
        #expect(try harness.done("Get-MailboxPermission", ["Identity": "lee", "User": name]).rows.isEmpty)
        let nobody = try harness.run(
            "Add-MailboxPermission",
            ["Identity": "lee", "User": "no svc", "AccessRights": ["FullAccess"]]
        )
        #expect(nobody.status == 404)
    }

    @Test func aNameThatTwoApplicationsHaveGivesNobodyRights() throws {
        for digit in ["1", "2"] {
            try harness.done(
                "New-ServicePrincipal",
                [
                    "AppId": .string("1111111\(digit)-2222-3333-4444-555555555555"),
                    "ObjectId": .string("2222222\(digit)-3333-4444-5555-666666666666"), "DisplayName": "svc",
                ]
            )
        }
        let given = try harness.run(
            "Add-MailboxPermission",
            ["Identity": "lee", "User": "svc", "AccessRights": ["FullAccess"]]
        )
        #expect(given.status == 400 && given.errorText.contains("matches multiple entries"), "\(given.errorText)")
    }
}
