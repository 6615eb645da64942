import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What objects show, and what they do not, as it was seen of the service.
@Suite struct ExchangeShownTests {
    private func names(_ cmdlet: String, _ parameters: JSONObject = [:]) throws -> Set<String> {
        let reply = try ExchangeHarness.reading().done(cmdlet, parameters)
        return Set(try #require(reply.rows.first?.objectValue, "\(cmdlet)").names)
    }

    @Test(arguments: [
        ("Get-AcceptedDomain", "MoeraDnsProvisioningMode"),
        ("Get-CASMailboxPlan", "ActiveSyncMailboxPolicy ImapUseProtocolDefaults MapiHttpEnabled"),
        ("Get-IRMConfiguration", "ExternalLicensingEnabled ServiceLocation SystemCleanupPeriod"),
        ("Get-MailboxPlan", "Database IsPilotMailboxPlan HiddenFromAddressListsEnabled"),
        ("Get-ManagementRole", "AllowEmptyRole RoleState IsServicePrincipalRole"),
        ("Get-ManagementRoleAssignment", "App"),
        ("Get-OrganizationConfig", "DelayedDelicensingBlockedExplicitlyState DelayedDelicensingEnabledState"),
        ("Get-OwaMailboxPolicy", "ThirdPartyFileProvidersEnabled TeamsnapCalendarsEnabled"),
        ("Get-RecipientPermission", "IsInherited PrimarySmtpAddress TrusteeWithPrimarySmtpAddress"),
        ("Get-ReportSubmissionPolicy", "ConfigurationType CustomizedContents CustomizedReportRecipients"),
        ("Get-RetentionPolicy", "MinAdminVersion"),
        ("Get-RetentionPolicyTag", "TriggerForRetention MessageFormatForJournaling RawRetentionId"),
        ("Get-UnifiedGroup", "Database ServerName IsMailboxConfigured IsExternalResourcesPublished"),
        ("Get-User", "UserType UserPersona CreationType DelayReleaseHoldApplied RoamingOptIn"),
        ("Get-DistributionGroup", "ManagedByWithDisplayName GrantSendOnBehalfToWithDisplayNames"),
        ("Get-Group", "Owners OrganizationalUnit SeniorityIndex IsHierarchicalGroup Description"),
        ("Get-Contact", "OrganizationalUnit GeoCoordinates UMDtmfMap SeniorityIndex"),
    ])
    func isShown(_ cmdlet: String, _ properties: String) throws {
        let names = try names(cmdlet)
        for property in properties.split(separator: " ") {
            #expect(names.contains(String(property)), "\(cmdlet) \(property)")
        }
    }

    @Test(arguments: [
        ("Get-ATPBuiltInProtectionRule", "ExchangeVersion Id"),
        ("Get-AtpPolicyForO365", "BlockUrls"),
        ("Get-MailboxAuditBypassAssociation", "AdminDisplayName"),
        ("Get-MalwareFilterPolicy", "Action BypassInboundMessages CustomAlertText"),
        ("Get-ManagementRole", "DisplayName"),
        ("Get-ManagementRoleAssignment", "AdminDisplayName DisplayName RecipientAdministrativeUnitScope"),
        ("Get-MobileDevice", "LastSuccessSync LastSyncAttemptTime"),
        ("Get-RemoteDomain", "SmtpDaneMandatoryModeEnabled"),
        ("Get-RoleGroup", "AdminDisplayName CustomConfigWriteScope RecipientOrganizationalUnitScope"),
        ("Get-SafeAttachmentPolicy", "ActionOnError ConfidenceLevelThreshold OperationMode ScanTimeout"),
    ])
    func isNotShown(_ cmdlet: String, _ properties: String) throws {
        let names = try names(cmdlet)
        for property in properties.split(separator: " ") {
            #expect(!names.contains(String(property)), "\(cmdlet) \(property)")
        }
    }

    @Test func objectsTellTheSecondOfTheirChanges() throws {
        let harness = try ExchangeHarness()
        harness.context.clock.advance(by: 60.25)
        try harness.done("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "x"])
        let row = try #require(try harness.done("Get-Mailbox", ["Identity": "adele"]).rows.first)
        #expect(row["WhenChangedUTC"] == "2026-09-21T14:14:20.0000000Z")
        #expect(row["WhenChanged"] == "2026-09-21T14:14:20.0000000+00:00")
        // What was read can be asked for, also by what the index knows more exactly.
        for relation in ["eq", "le", "ge"] {
            let filter = JSONValue.string("WhenChangedUTC -\(relation) '9/21/2026 2:14:20 PM' -and Alias -eq 'adele'")
            #expect(try harness.done("Get-Mailbox", ["Filter": filter]).texts("Alias") == ["adele"], "\(relation)")
        }
        let later = try harness.done("Get-Mailbox", ["Filter": "WhenChangedUTC -gt '9/21/2026 2:14:20 PM'"])
        #expect(later.rows.isEmpty)
    }

    @Test func aConnectorAsksForNothingThatWasNotSaid() throws {
        let harness = try ExchangeHarness()
        let made = try harness.done("New-InboundConnector", ["Name": "In", "SenderDomains": ["*"]])
        let row = try #require(made.rows.first)
        #expect(row["RequireTls"] == false && row["CloudServicesMailEnabled"] == false && row["Enabled"] == true)
        try harness.done("Set-InboundConnector", ["Identity": "In", "RequireTls": true])
        #expect(try harness.done("Get-InboundConnector").rows.first?["RequireTls"] == true)
    }

    @Test func theOrganizationHasTheDefaultsOfTheCapture() throws {
        let harness = try ExchangeHarness()
        var row = try #require(try harness.done("Get-OrganizationConfig").rows.first)
        for name in ["MessageRemindersEnabled", "WorkspaceTenantEnabled", "UnblockUnsafeSenderPromptEnabled"] {
            #expect(row[name] == true, "\(name)")
        }
        #expect(row["DelayedDelicensingEnabledState"] == "Enabled: False")
        try harness.done("Set-OrganizationConfig", ["DelayedDelicensingEnabled": true])
        row = try #require(try harness.done("Get-OrganizationConfig").rows.first)
        #expect(row["DelayedDelicensingEnabledState"] == "Enabled: True")
        #expect(row["TenantAdminNotificationForDelayedDelicensingState"] == "Enabled: False")
        let domain = try harness.done("Get-RemoteDomain", ["Identity": "Default"]).rows.first
        #expect(domain?["MeetingForwardNotificationEnabled"] == false)
    }

    @Test func rightsTellTheAddressOfWhoHasThem() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "Add-RecipientPermission",
            ["Identity": "van", "Trustee": "adele", "AccessRights": ["SendAs"], "Confirm": false]
        )
        let given: JSONObject = ["Identity": "van", "Trustee": "adele@contoso.com"]
        #expect(
            try harness.done("Get-RecipientPermission", given).texts("PrimarySmtpAddress") == ["adele@contoso.com"]
        )
        let anywhere = try harness.done("Get-RecipientPermission", ["Trustee": "adele@contoso.com"])
        #expect(anywhere.texts("PrimarySmtpAddress").allSatisfy { $0 == "adele@contoso.com" } && !anywhere.rows.isEmpty)
    }

    @Test(arguments: [
        ("Get-HostedContentFilterPolicy", "Default", "Hosted Content Filter", "HostedContentFilter"),
        ("Get-MalwareFilterPolicy", "Default", "Malware Filter", "MalwareFilter"),
        ("Get-AntiPhishPolicy", "Office365 AntiPhish Default", "AntiPhish", "HostedContentFilter"),
        ("Get-SafeLinksPolicy", "Built-In Protection Policy", "Safe Links", "SmartLinksProtection"),
        ("Get-SafeAttachmentPolicy", "Built-In Protection Policy", "Safe Attachment", "SafeAttachmentProtection"),
    ])
    func policiesOfProtectionLieAmongTheSettingsOfTransport(
        _ cmdlet: String,
        _ name: String,
        _ container: String,
        _ schema: String
    ) throws {
        let harness = try ExchangeHarness.reading()
        let row = try #require(try harness.done(cmdlet, ["Identity": .string(name)]).rows.first)
        let place = try #require(row["DistinguishedName"])
        #expect(
            place.stringValue?.hasPrefix("CN=\(name),CN=\(container),CN=Transport Settings,CN=Configuration,") == true
        )
        #expect(row["ObjectClass"] == ["top", .string("msExch\(schema)Config")])
        #expect(try harness.done(cmdlet, ["Identity": place]).rows.first?["Name"] == .string(name))
    }

    @Test func rulesLieInAContainerOfTheirKind() throws {
        let harness = try ExchangeHarness()
        let rule = try harness.done(
            "New-TransportRule",
            ["Name": "Out", "FromScope": "NotInOrganization", "PrependSubject": "[EXT] "]
        )
        let place = try #require(rule.texts("DistinguishedName").first)
        #expect(place.hasPrefix("CN=Out,CN=TransportVersioned,CN=Rules,CN=Transport Settings,CN=Configuration,"))
        #expect(try harness.done("Get-TransportRule", ["Identity": .string(place)]).texts("Name") == ["Out"])
        let own = try harness.done("Get-ATPBuiltInProtectionRule").texts("DistinguishedName")
        #expect(own.allSatisfy { $0.contains(",CN=ATPBuiltInProtectionVersioned,CN=Rules,") } && !own.isEmpty)
    }

    @Test func rolesOfApplicationsAreTold() throws {
        let roles = try ExchangeHarness.reading().done("Get-ManagementRole").rows
        #expect(roles.contains { $0["IsServicePrincipalRole"] == true })
        for role in roles {
            let isTheirs = role["Name"]?.stringValue?.hasPrefix("Application ") ?? false
            #expect(role["IsServicePrincipalRole"] == .bool(isTheirs), "\(role["Name"]?.text() ?? "")")
        }
    }
}
