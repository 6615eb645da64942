import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What the cmdlets' pages, from mailboxes to perimeters, say that a value must be, follows from, or begins with.
@Suite struct ExchangePageRuleTests {
    private static let plan = "ExchangeOnlineEnterprise"

    @Test(
        arguments: [
            (
                "New-OutboundConnector", ["Name": "a", "RecipientDomains": ["domain.*.contoso.com"]],
                "of RecipientDomains isn't valid"
            ),
            (
                "New-OutboundConnector",
                ["Name": "a", "TlsSettings": "DomainValidation", "TlsDomain": "a.*.contoso.com"],
                "Cannot convert value \"a.*.contoso.com\""
            ),
            (
                "New-OutboundConnector", ["Name": "a", "ConnectorType": "Partner", "AllAcceptedDomains": true],
                "AllAcceptedDomains requires"
            ),
            (
                "New-OutboundConnector", ["Name": "a", "RouteAllMessagesViaOnPremises": true],
                "RouteAllMessagesViaOnPremises requires"
            ),
            (
                "New-OutboundConnector", ["Name": "a", "SenderRewritingEnabled": true],
                "SenderRewritingEnabled requires"
            ),
            (
                "New-OutboundConnector", ["Name": "a", "UseMXRecord": false, "SmartHosts": ["192.168.0.1/99"]],
                "of SmartHosts isn't valid"
            ),
            ("Set-PerimeterConfig", ["GatewayIPAddresses": ["notip"]], "of GatewayIPAddresses isn't valid"),
            ("Set-OrganizationConfig", ["IPListBlocked": ["notanip"]], "of IPListBlocked isn't valid"),
            ("New-OMEConfiguration", ["Identity": "a", "ExternalMailExpiryInDays": "1000"], "range 0 to 730"),
            (
                "Set-MobileDeviceMailboxPolicy", ["Identity": "Default", "MaxInactivityTimeLock": "02:00:00"],
                "range 00:01:00 to 01:00:00"
            ),
            (
                "Set-MobileDeviceMailboxPolicy", ["Identity": "Default", "MaxPasswordFailedAttempts": 3],
                "range 4 to 16"
            ),
            (
                "Set-MobileDeviceMailboxPolicy", ["Identity": "Default", "MaxPasswordFailedAttempts": "17"],
                "range 4 to 16"
            ),
            ("Set-MobileDeviceMailboxPolicy", ["Identity": "Default", "MinPasswordLength": 17], "range 1 to 16"),
            ("Set-MobileDeviceMailboxPolicy", ["Identity": "Default", "PasswordHistory": 51], "range 0 to 50"),
            (
                "Set-MailboxPlan",
                ["Identity": .string(plan), "IssueWarningQuota": "100GB", "ProhibitSendQuota": "50GB"],
                "'ProhibitSendQuota' must be greater than or equal to"
            ),
            (
                "Set-MailboxPlan", ["Identity": .string(plan), "MaxSendSize": "200MB"],
                "of MaxSendSize exceeds the maximum"
            ),
            (
                "Set-MailboxIRMAccess", ["Identity": "zoe", "User": "yuki", "AccessLevel": "Block"],
                "doesn't have Full Access"
            ),
            (
                "New-MailContact",
                [
                    "Name": "a", "ExternalEmailAddress": "a@x.com", "MessageFormat": "Text",
                    "MessageBodyFormat": "Html",
                ], "of MessageBodyFormat isn't valid when"
            ),
            (
                "New-MailContact",
                [
                    "Name": "a", "ExternalEmailAddress": "a@x.com", "MessageFormat": "Mime",
                    "MacAttachmentFormat": "UuEncode",
                ], "of MacAttachmentFormat isn't valid when"
            ),
            (
                "Set-MailUser", ["Identity": "vendor.ada", "MessageFormat": "Text", "MessageBodyFormat": "Html"],
                "of MessageBodyFormat isn't valid when"
            ),
            (
                "Set-MailboxRegionalConfiguration", ["Identity": "adele", "Language": "nonsense"],
                "no name of a culture"
            ),
            (
                "Set-MailboxRegionalConfiguration", ["Identity": "adele", "DateFormat": "yyyy/MM/dd"],
                "DateFormat \"yyyy/MM/dd\" isn't valid"
            ),
            (
                "Set-MailboxRegionalConfiguration", ["Identity": "adele", "TimeFormat": "HH.mm.ss"],
                "TimeFormat \"HH.mm.ss\" isn't valid"
            ),
            (
                "Set-MailboxRegionalConfiguration", ["Identity": "chen", "TimeFormat": "foo"],
                "TimeFormat \"foo\" isn't valid"
            ),
        ] as [(String, JSONObject, String)]
    )
    func whatThePageForbidsIsRefused(_ cmdlet: String, _ parameters: JSONObject, _ says: String) throws {
        let reply = try ExchangeHarness().run(cmdlet, parameters)
        #expect(reply.status == 400 && reply.errorText.contains(says), "\(cmdlet): \(reply.errorText)")
    }

    @Test(
        arguments: [
            ("New-OutboundConnector", ["Name": "a", "UseMXRecord": false, "SmartHosts": ["192.168.0.1/25"]]),
            ("New-OutboundConnector", ["Name": "a", "RecipientDomains": ["*.contoso.com", "*"]]),
            (
                "New-OutboundConnector",
                [
                    "Name": "a", "ConnectorType": "OnPremises", "AllAcceptedDomains": true,
                    "RouteAllMessagesViaOnPremises": true, "SenderRewritingEnabled": true,
                ]
            ),
            (
                "New-InboundConnector",
                [
                    "Name": "a", "SenderDomains": ["*.contoso.com"], "SenderIPAddresses": ["192.168.0.1/25"],
                    "RestrictDomainsToIPAddresses": true,
                ]
            ),
            ("Set-PerimeterConfig", ["GatewayIPAddresses": ["203.0.113.7"]]),
            (
                "Set-OrganizationConfig",
                ["IPListBlocked": ["203.0.113.0/24", "198.51.100.1-198.51.100.9", "2001:db8::1"]]
            ),
            ("New-OMEConfiguration", ["Identity": "a", "ExternalMailExpiryInDays": "730"]),
            ("Set-MobileDeviceMailboxPolicy", ["Identity": "Default", "MaxPasswordFailedAttempts": "Unlimited"]),
            ("Set-MobileDeviceMailboxPolicy", ["Identity": "Default", "MaxInactivityTimeLock": "00:15:00"]),
            (
                "Set-MailboxPlan",
                [
                    "Identity": .string(plan), "ProhibitSendReceiveQuota": "40GB", "ProhibitSendQuota": "39.5GB",
                    "IssueWarningQuota": "39GB",
                ]
            ),
            (
                "Set-MailUser",
                ["Identity": "vendor.ada", "MessageFormat": "Text", "MessageBodyFormat": "Text"]
            ),
            ("Set-MailboxRegionalConfiguration", ["Identity": "adele", "DateFormat": "yyyy-MM-dd"]),
        ] as [(String, JSONObject)]
    )
    func whatThePageNamesIsTaken(_ cmdlet: String, _ parameters: JSONObject) throws {
        try ExchangeHarness().done(cmdlet, parameters)
    }

    @Test func formsOfDatesFollowTheLanguageAgainWhereTheyAreNothing() throws {
        let harness = try ExchangeHarness()
        func set(_ parameters: JSONObject) throws -> ExchangeHarness.Reply {
            var parameters = parameters
            parameters["Identity"] = "lee"
            return try harness.run("Set-MailboxRegionalConfiguration", parameters)
        }
        func forms() throws -> [JSONValue?] {
            let row = try harness.done("Get-MailboxRegionalConfiguration", ["Identity": "lee"]).rows.first
            return [row?["DateFormat"], row?["TimeFormat"]]
        }
        #expect(try set(["Language": "en-US", "DateFormat": "MM/dd/yyyy", "TimeFormat": "HH:mm"]).status == 200)
        let refused = try set(["Language": "de-DE"])
        #expect(refused.status == 400 && refused.errorText.contains("isn't valid for current language setting"))
        #expect(try forms() == ["MM/dd/yyyy", "HH:mm"])
        #expect(try set(["Language": "es-ar", "DateFormat": .null, "TimeFormat": .null]).status == 200)
        #expect(try forms() == ["d/M/yyyy", "HH:mm"])
        #expect(try set(["Language": "fr-CA"]).status == 200)
        #expect(try forms() == ["yyyy-MM-dd", "HH:mm"])
    }

    @Test func aPolicyThatAMailboxHasStays() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-MobileDeviceMailboxPolicy", ["Name": "RM"])
        try harness.done("Set-CASMailbox", ["Identity": "adele", "ActiveSyncMailboxPolicy": "RM"])
        let remove: JSONObject = ["Identity": "RM", "Confirm": false]
        let refused = try harness.run("Remove-MobileDeviceMailboxPolicy", remove)
        #expect(refused.status == 400 && refused.errorText.contains("Adele Vance"), "\(refused.errorText)")
        try harness.done("Set-CASMailbox", ["Identity": "adele", "ActiveSyncMailboxPolicy": "Default"])
        try harness.done("Remove-MobileDeviceMailboxPolicy", remove)
    }

    @Test func policiesForPhonesBeginAsThePageSays() throws {
        let harness = try ExchangeHarness()
        let made = try #require(
            try harness.done("New-MobileDeviceMailboxPolicy", ["Name": "P", "RequireStorageCardEncryption": true]).rows
                .first
        )
        #expect(made["MaxPasswordFailedAttempts"] == "Unlimited" && made["MinPasswordLength"] == .null)
        #expect(made["DeviceEncryptionEnabled"] == true)
        try harness.done(
            "Set-MobileDeviceMailboxPolicy",
            ["Identity": "P", "MaxPasswordFailedAttempts": 8, "MinPasswordLength": 6]
        )
        let set = try harness.done("Get-MobileDeviceMailboxPolicy", ["Identity": "P"]).rows.first
        #expect(set?["MaxPasswordFailedAttempts"] == "8" && set?["MinPasswordLength"] == 6)
    }

    @Test func endpointsAndMessageOptionsBeginAsThePageSays() throws {
        let harness = try ExchangeHarness()
        let imap = try #require(
            try harness.done(
                "New-MigrationEndpoint",
                ["IMAP": true, "Name": "I", "RemoteServer": "imap.contoso.com"]
            ).rows.first
        )
        #expect(imap["Port"] == 993 && imap["MaxConcurrentMigrations"] == "100")
        #expect(imap["MaxConcurrentIncrementalSyncs"] == "20")
        let options = try harness.done("Get-MailboxMessageConfiguration", ["Identity": "adele"]).rows.first
        #expect(options?["PreviewMarkAsReadDelaytime"] == 5 && options?["DefaultFontColor"] == "#000000")
    }

    @Test func whoMayOpenAMailboxThroughAGroupIsBlockedToo() throws {
        let harness = try ExchangeHarness()
        let block: JSONObject = ["Identity": "zoe", "User": "yuki", "AccessLevel": "Block"]
        try harness.done("New-DistributionGroup", ["Name": "Openers", "Type": "Security"])
        try harness.done(
            "Add-MailboxPermission",
            ["Identity": "zoe", "User": "Openers", "AccessRights": "FullAccess"]
        )
        #expect(try harness.run("Set-MailboxIRMAccess", block).status == 400)
        try harness.done("Add-DistributionGroupMember", ["Identity": "Openers", "Member": "yuki"])
        try harness.done("Set-MailboxIRMAccess", block)
    }

    @Test func equipmentIsNoPlace() throws {
        let harness = try ExchangeHarness.reading()
        let places = try harness.done("Get-Place").texts("Type")
        #expect(!places.isEmpty && Set(places) == ["Room"])
        #expect(try harness.run("Get-Place", ["Identity": "van"]).status == 404)
    }
}
