import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What reports and baselines of administrators read: defaults as exports of organizations show them, and states that follow.
@Suite struct ExchangeBaselineTests {
    /// A property of what a cmdlet shows of an organization of which nobody said anything.
    private static let defaults: [(cmdlet: String, identity: String?, property: String, value: JSONValue)] = [
        ("Get-OrganizationConfig", nil, "BookingsEnabled", true),
        ("Get-OrganizationConfig", nil, "FocusedInboxOn", .null),
        ("Get-OrganizationConfig", nil, "VisibleMeetingUpdateProperties", "Location,AllProperties:15"),
        ("Get-TransportConfig", nil, "ReplyAllStormDetectionMinimumRecipients", 2500),
        ("Get-OwaMailboxPolicy", nil, "FreCardsEnabled", true),
        ("Get-CASMailbox", "adele", "SmtpClientAuthenticationDisabled", .null),
        ("Get-User", "adele", "EXOModuleEnabled", true),
        ("Get-User", "adele", "UserAccountControl", "NormalAccount"),
        ("Get-Recipient", "adele", "IsValidSecurityPrincipal", true),
        ("Get-Recipient", "sales.team", "IsValidSecurityPrincipal", false),
        ("Get-Recipient", "adele", "ArchiveState", "None"),
        ("Get-Mailbox", "support", "SKUAssigned", false),
        ("Get-Mailbox", "support", "ProhibitSendReceiveQuota", "50 GB (53,687,091,200 bytes)"),
        ("Get-CalendarProcessing", "adele", "RemovePrivateProperty", true),
        ("Get-DistributionGroup", "sales.team", "MemberDepartRestriction", "Open"),
        ("Get-DistributionGroup", "sales.team", "MaxSendSize", "Unlimited"),
    ]

    @Test(arguments: defaults.indices)
    func shows(_ place: Int) throws {
        let (cmdlet, identity, property, value) = Self.defaults[place]
        let parameters: JSONObject = identity.map { ["Identity": .string($0)] } ?? [:]
        let reply = try ExchangeHarness.reading().run(cmdlet, parameters)
        #expect(reply.rows.first?[property] == value, "\(cmdlet) \(property) \(reply.errorText)")
    }

    @Test func aSwitchThatIsSetToNothingFollowsTheOrganizationAgain() throws {
        let harness = try ExchangeHarness()
        for value: JSONValue in [true, .null] {
            let done = try harness.run(
                "Set-CASMailbox",
                ["Identity": "adele", "SmtpClientAuthenticationDisabled": value]
            )
            #expect(done.status == 200, "\(done.errorText)")
            let row = try harness.run("Get-CASMailbox", ["Identity": "adele"]).rows.first
            #expect(row?["SmtpClientAuthenticationDisabled"] == value)
        }
    }

    @Test func thereIsOneDefault() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("New-OwaMailboxPolicy", ["Name": "Strict"])
        #expect(try harness.run("Set-OwaMailboxPolicy", ["Identity": "Strict", "IsDefault": true]).status == 200)
        let policies = try harness.run("Get-OwaMailboxPolicy").rows
        #expect(policies.filter { $0["IsDefault"] == true }.map { $0["Name"] } == ["Strict"])
        _ = try harness.run("New-HostedContentFilterPolicy", ["Name": "Other"])
        let made = try harness.run("Set-HostedContentFilterPolicy", ["Identity": "Other", "MakeDefault": true])
        #expect(made.status == 200 && made.warnings.isEmpty, "\(made.errorText)")
        let filters = try harness.run("Get-HostedContentFilterPolicy").rows
        #expect(filters.filter { $0["IsDefault"] == true }.map { $0["Name"] } == ["Other"])
        #expect(try harness.run("Remove-SharingPolicy", ["Identity": "Default Sharing Policy"]).status == 400)
    }

    @Test func policiesOfQuarantineSayWhatPeopleMayDo() throws {
        let harness = try ExchangeHarness()
        let listed = try harness.run("Get-QuarantinePolicy").texts("Name")
        #expect(listed.contains("DefaultFullAccessPolicy") && !listed.contains("DefaultGlobalTag"))
        let global = try harness.run("Get-QuarantinePolicy", ["QuarantinePolicyType": "GlobalQuarantinePolicy"])
        #expect(global.texts("Name") == ["DefaultGlobalTag"])
        let full = try harness.run("Get-QuarantinePolicy", ["Identity": "DefaultFullAccessPolicy"])
        let words = try #require(full.texts("EndUserQuarantinePermissions").first)
        #expect(words.contains("PermissionToRelease: True") && words.contains("PermissionToRequestRelease: False"))
    }

    @Test func aNewDomainForDkimHasItsRecords() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run("New-DkimSigningConfig", ["DomainName": "contoso.com", "Enabled": false])
        #expect(made.texts("Domain") == ["contoso.com"], "\(made.errorText)")
        #expect(made.texts("Selector1CNAME") == ["selector1-contoso-com._domainkey.contoso.n-v1.dkim.mail.microsoft"])
        #expect(
            try harness.run("New-DkimSigningConfig", ["DomainName": "nobody.example", "Enabled": false]).status == 400
        )
    }

    /// What the service takes from nobody.
    private static let refused: [(cmdlet: String, parameters: JSONObject)] = [
        ("New-TransportRule", ["Name": "a", "SubjectMatchesPatterns": ["(["], "DeleteMessage": true]),
        ("New-TransportRule", ["Name": "a", "SetHeaderName": "X-B"]),
        ("New-InboundConnector", ["Name": "a", "SenderDomains": ["*"], "SenderIPAddresses": ["203.0.113.0/16"]]),
        ("Set-HostedConnectionFilterPolicy", ["Identity": "Default", "IPAllowList": ["203.0.113.0/16"]]),
        ("New-AntiPhishPolicy", ["Name": "a", "TargetedUsersToProtect": ["adele@contoso.com"]]),
        ("New-SharingPolicy", ["Name": "a", "Domains": ["contoso.example:Everything"]]),
        ("Set-MailboxRegionalConfiguration", ["Identity": "adele", "TimeZone": "Nowhere Time"]),
        ("Set-MailboxRegionalConfiguration", ["Identity": "adele", "DateFormat": "bogus"]),
        (
            "New-EmailAddressPolicy",
            [
                "Name": "a", "IncludeUnifiedGroupRecipients": true,
                "EnabledEmailAddressTemplates": ["SMTP:@nobody.example"],
            ]
        ),
        ("New-RetentionPolicy", ["Name": "a", "RetentionPolicyTagLinks": ["one", "two"]]),
        ("Add-MailboxPermission", ["Identity": "support", "User": "sales.team", "AccessRights": ["FullAccess"]]),
        ("Remove-MailboxFolderPermission", ["Identity": "adele:\\Calendar", "User": "Default"]),
        ("Set-DistributionGroup", ["Identity": "sales.team", "ManagedBy": .null]),
    ]

    @Test(arguments: refused.indices)
    func refuses(_ place: Int) throws {
        let harness = try ExchangeHarness()
        for (name, type) in [("one", "All"), ("two", "All")] {
            _ = try harness.run(
                "New-RetentionPolicyTag",
                [
                    "Name": .string(name), "Type": .string(type), "RetentionAction": "DeleteAndAllowRecovery",
                    "AgeLimitForRetention": "90.00:00:00",
                ]
            )
        }
        let (cmdlet, parameters) = Self.refused[place]
        let reply = try harness.run(cmdlet, parameters)
        #expect(reply.status == 400, "\(cmdlet) \(parameters): \(reply.status)")
        // For what it says, not for what it lacks.
        let isForm = ["Parameter set", "mandatory", "cannot be found that matches"].contains {
            reply.errorText.contains($0)
        }
        #expect(!isForm, "\(reply.errorText)")
    }

    @Test func aRuleNamesItsParts() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-TransportRule",
            [
                "Name": "Bypass", "SenderDomainIs": ["partner.example"], "SetSCL": "-1",
                "ExceptIfSubjectContainsWords": ["spam"], "SetHeaderName": "X-A", "SetHeaderValue": "1",
            ]
        )
        let row = try #require(made.rows.first, "\(made.errorText)")
        #expect(row["Exceptions"]?.arrayValue?.count == 1 && row["Conditions"]?.arrayValue?.count == 1)
        let actions = row["Actions"]?.arrayValue?.compactMap { $0.stringValue?.split(separator: ".").last } ?? []
        #expect(actions.contains("SetHeaderAction") && !actions.contains("SetHeaderNameAction"))
        #expect(row["SCLOver"] == .null && row["ImmutableId"] == row["Guid"] && row["CreatedBy"] != "")
        let found = try harness.run("Get-TransportRule", ["Filter": "Description -like '*partner*'"])
        #expect(found.texts("Name") == ["Bypass"], "\(found.errorText)")
    }

    @Test func theAuditOfMailboxesTakesWhatBaselinesSet() throws {
        let harness = try ExchangeHarness()
        let owner: JSONValue = ["HardDelete", "MailItemsAccessed", "Send", "SearchQueryInitiated"]
        let set = try harness.run("Set-Mailbox", ["Identity": "adele", "AuditOwner": owner])
        #expect(set.status == 200, "\(set.errorText)")
        let all: JSONValue = ["Admin", "Delegate", "Owner"]
        #expect(try harness.run("Set-Mailbox", ["Identity": "adele", "DefaultAuditSet": all]).status == 200)
        let row = try #require(try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.first)
        let untouched = try #require(try harness.run("Get-Mailbox", ["Identity": "lee"]).rows.first)
        #expect(row["AuditOwner"] == untouched["AuditOwner"])
    }

    @Test func sendersAndGroupsStandApart() throws {
        let harness = try ExchangeHarness()
        let set = try harness.run(
            "Set-Mailbox",
            ["Identity": "adele", "AcceptMessagesOnlyFromSendersOrMembers": ["sales.team", "megan"]]
        )
        #expect(set.status == 200, "\(set.errorText)")
        let row = try #require(try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.first)
        #expect(row["AcceptMessagesOnlyFromDLMembers"]?.arrayValue?.count == 1)
        #expect(row["AcceptMessagesOnlyFrom"]?.arrayValue?.count == 1)
        #expect(row["AcceptMessagesOnlyFromSendersOrMembers"]?.arrayValue?.count == 2)
    }

    @Test func aSecurityGroupIsItsManagers() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("New-DistributionGroup", ["Name": "Guards", "Type": "Security", "ManagedBy": ["adele"]])
        let add: JSONObject = ["Identity": "Guards", "Member": "megan"]
        let refused = try harness.run("Add-DistributionGroupMember", add)
        #expect(refused.errorText.contains("only be performed by a manager of the group"), "\(refused.status)")
        var knowing = add
        knowing["BypassSecurityGroupManagerCheck"] = true
        let done = try harness.run("Add-DistributionGroupMember", knowing)
        #expect(done.status == 200, "\(done.errorText)")
        let removed = try harness.run("Remove-DistributionGroup", ["Identity": "Guards"])
        #expect(removed.status == 400)
    }

    @Test func thePolicyThatGoesIsNamedNoMore() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("New-RetentionPolicy", ["Name": "Staff"])
        _ = try harness.run("Set-Mailbox", ["Identity": "adele", "RetentionPolicy": "Staff"])
        #expect(try harness.run("Remove-RetentionPolicy", ["Identity": "Staff"]).status == 200)
        #expect(try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.first?["RetentionPolicy"] == .null)
    }

    @Test func aRoomsSizeIsThatOfItsPlace() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("New-Mailbox", ["Name": "Pacific", "Room": true, "ResourceCapacity": 12])
        #expect(try harness.run("Get-Place", ["Identity": "pacific"]).rows.first?["Capacity"] == 12)
        _ = try harness.run("Set-Place", ["Identity": "pacific", "Capacity": 20])
        #expect(try harness.run("Get-Mailbox", ["Identity": "pacific"]).rows.first?["ResourceCapacity"] == 20)
    }

    @Test func aNewMailboxHasNoFolderOfAnybodys() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("New-Mailbox", ["Name": "Fresh", "Shared": true])
        let types = try harness.run("Get-MailboxFolderStatistics", ["Identity": "fresh"]).texts("FolderType")
        #expect(types.contains("Inbox") && !types.contains("User Created"))
    }

    @Test func manyAddressesTakeNoLonger() throws {
        let harness = try ExchangeHarness()
        let addresses = ["SMTP:adele@contoso.com"] + (0..<20_000).map { "smtp:a\($0)@contoso.com" }
        var proxies = ProxyAddresses([])
        try proxies.replace(with: addresses + addresses)
        #expect(proxies.list.count == 20_001)
        try proxies.change(add: addresses + ["SMTP:b@contoso.com"], remove: Array(addresses.dropFirst(10)))
        #expect(proxies.list.first == "SMTP:b@contoso.com" && proxies.list.count == 20_002)
        let pattern = String(repeating: "a", count: 50_001)
        let long = try harness.run("Get-Mailbox", ["Filter": .string("Name -like '*\(pattern)*b'")])
        #expect(!long.errorText.contains("GLOB") && long.status != 500, "\(long.errorText.prefix(200))")
    }

    @Test func aLockedPolicyIsOnlyExtended() throws {
        let harness = try ExchangeHarness()
        func run(_ cmdlet: String, _ parameters: JSONObject) throws -> ExchangeHarness.Reply {
            try harness.comply(cmdlet, parameters)
        }
        _ = try run("New-RetentionCompliancePolicy", ["Name": "Lock", "ExchangeLocation": ["All"]])
        let rule: JSONObject = [
            "Name": "R", "Policy": "Lock", "RetentionDuration": 365, "RetentionComplianceAction": "Keep",
        ]
        #expect(try run("New-RetentionComplianceRule", rule).status == 200)
        var second = rule
        second["Name"] = "R2"
        #expect(try run("New-RetentionComplianceRule", second).status == 400)
        #expect(
            try run("Set-RetentionCompliancePolicy", ["Identity": "Lock", "RestrictiveRetention": true]).status == 200
        )
        for (cmdlet, parameters): (String, JSONObject) in [
            ("Set-RetentionCompliancePolicy", ["Identity": "Lock", "Enabled": false]),
            ("Set-RetentionCompliancePolicy", ["Identity": "Lock", "RestrictiveRetention": false]),
            ("Set-RetentionCompliancePolicy", ["Identity": "Lock", "RemoveExchangeLocation": ["All"]]),
            ("Set-RetentionComplianceRule", ["Identity": "R", "RetentionDuration": 30]),
            ("Remove-RetentionComplianceRule", ["Identity": "R"]),
            ("Remove-RetentionCompliancePolicy", ["Identity": "Lock"]),
        ] {
            #expect(try run(cmdlet, parameters).status == 400, "\(cmdlet) \(parameters)")
        }
        #expect(try run("Set-RetentionComplianceRule", ["Identity": "R", "RetentionDuration": 400]).status == 200)
        #expect(try run("New-ComplianceCase", ["Name": "Case9"]).status == 200)
        #expect(try run("Get-ComplianceCase", [:]).texts("Name").contains("Case9"))
    }
}
