import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What objects say of each other: rules of policies, policies of mailboxes, holds that policies put on them.
struct ExchangeRelationTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    private func mailbox(_ identity: String) throws -> JSONValue {
        try #require(try harness.run("Get-Mailbox", ["Identity": .string(identity)]).rows.first)
    }

    private func holds(_ row: JSONValue?) -> [String] {
        row?["InPlaceHolds"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    @Test func aPolicyForAllMailboxesHoldsThem() throws {
        let organization = { try harness.run("Get-OrganizationConfig").rows.first }
        let policy = try harness.comply(
            "New-RetentionCompliancePolicy",
            ["Name": "Everybody", "ExchangeLocation": ["All"], "ExchangeLocationException": ["alex@contoso.com"]]
        )
        let guid = try #require(policy.texts("Guid").first)
        let key = guid.filter { $0 != "-" }
        // Without a rule it does nothing.
        #expect(try holds(organization()).isEmpty)
        let rule: JSONObject = [
            "Name": "Keep", "Policy": "Everybody", "RetentionDuration": "365",
            "RetentionComplianceAction": "KeepAndDelete",
        ]
        #expect(try harness.comply("New-RetentionComplianceRule", rule).status == 200)
        #expect(try holds(organization()) == ["mbx\(key):3"])
        #expect(try holds(mailbox("alex")) == ["-mbx\(key)"] && holds(mailbox("adele")).isEmpty)
        _ = try harness.run("Remove-Mailbox", ["Identity": "van"])
        _ = try harness.run("Remove-Mailbox", ["Identity": "alex"])
        #expect(try harness.run("Get-Mailbox", ["InactiveMailboxOnly": true]).texts("Alias").contains("van"))
        #expect(try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "alex"]).rows.count == 1)
        let question = try harness.comply(
            "Remove-RetentionCompliancePolicy",
            ["Identity": "Everybody", "WhatIf": true]
        )
        #expect(question.status == 200)
        #expect(try holds(organization()) == ["mbx\(key):3"])
        #expect(try harness.comply("Remove-RetentionCompliancePolicy", ["Identity": "Everybody"]).status == 200)
        #expect(try holds(organization()).isEmpty)
    }

    @Test func marksOfAPolicyFollowItsPlacesAndLeaveTheMailboxesOwn() throws {
        let policy = try harness.comply(
            "New-RetentionCompliancePolicy",
            ["Name": "Both", "ExchangeLocation": ["All"], "ModernGroupLocation": ["All"]]
        )
        let key = try #require(policy.texts("Guid").first).filter { $0 != "-" }
        _ = try harness.comply(
            "New-RetentionComplianceRule",
            ["Name": "Keep", "Policy": "Both", "RetentionDuration": "9"]
        )
        let organization = { try harness.run("Get-OrganizationConfig").rows.first }
        #expect(try holds(organization()) == ["mbx\(key):2", "grp\(key):2"])
        try harness.done("Set-Mailbox", ["Identity": "alex", "LitigationHoldEnabled": true])
        try harness.done("Remove-Mailbox", ["Identity": "alex"])
        try harness.done("Set-Mailbox", ["Identity": "alex", "ExcludeFromOrgHolds": [.string("mbx\(key)")]])
        _ = try harness.comply("Set-RetentionCompliancePolicy", ["Identity": "Both", "Comment": "hello"])
        let inactive = try harness.run("Get-Mailbox", ["Identity": "alex", "InactiveMailboxOnly": true])
        #expect(holds(inactive.rows.first) == ["-mbx\(key)"])
        // Held by the organization alone, and by nothing once the policy is gone.
        _ = try harness.run("Remove-Mailbox", ["Identity": "van"])
        #expect(try harness.run("Get-Mailbox", ["InactiveMailboxOnly": true]).texts("Alias").contains("van"))
        _ = try harness.comply("Remove-RetentionCompliancePolicy", ["Identity": "Both"])
        #expect(try !harness.run("Get-Mailbox", ["InactiveMailboxOnly": true]).texts("Alias").contains("van"))
        #expect(try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "van"]).rows.count == 1)
    }

    @Test func anInactiveMailboxStaysWhenItsHoldBecomesEverybodys() throws {
        _ = try harness.comply(
            "New-RetentionCompliancePolicy",
            ["Name": "Some", "ExchangeLocation": ["van@contoso.com"]]
        )
        _ = try harness.comply(
            "New-RetentionComplianceRule",
            ["Name": "Keep", "Policy": "Some", "RetentionDuration": "9"]
        )
        _ = try harness.run("Remove-Mailbox", ["Identity": "van"])
        let changed = try harness.comply(
            "Set-RetentionCompliancePolicy",
            [
                "Identity": "Some", "RemoveExchangeLocation": ["van@contoso.com"], "AddExchangeLocation": ["All"],
            ]
        )
        #expect(changed.status == 200, "\(changed.errorText)")
        #expect(try harness.run("Get-Mailbox", ["InactiveMailboxOnly": true]).texts("Alias").contains("van"))
    }

    @Test(arguments: [
        "ClearFlag", "DeleteSystemCategory", "MarkAsRead", "StopProcessingRules", "DeleteMessage", "PinMessage",
    ])
    func everyActionMakesARule(_ action: String) throws {
        let value: JSONValue = action == "DeleteSystemCategory" ? "Bills" : true
        let made = try harness.run("New-InboxRule", ["Mailbox": "adele", "Name": "R", .init(action): value])
        #expect(made.status == 200, "\(made.errorText)")
    }

    @Test func aPolicyIsKeptByItsNameHoweverItIsNamed() throws {
        let policy = try harness.run("New-SafeLinksPolicy", ["Name": "P1"])
        let guid = try #require(policy.texts("Guid").first)
        let made = try harness.run(
            "New-SafeLinksRule",
            ["Name": "R1", "SafeLinksPolicy": .string(guid), "RecipientDomainIs": ["contoso.com"]]
        )
        #expect(made.texts("SafeLinksPolicy") == ["P1"], "\(made.errorText)")
        _ = try harness.run("Set-Mailbox", ["Identity": "adele", "RetentionPolicy": "default mrm policy"])
        #expect(try mailbox("adele")["RetentionPolicy"] == "Default MRM Policy")
        let pattern = try harness.run("Set-Mailbox", ["Identity": "adele", "RetentionPolicy": "*"])
        #expect(pattern.status == 404)
    }

    @Test func anAsteriskAloneAsksWhetherThereIsAnything() throws {
        _ = try harness.run("Set-Mailbox", ["Identity": "adele", "CustomAttribute9": "x"])
        let found = try harness.run("Get-Mailbox", ["Filter": "CustomAttribute9 -like '*'"])
        #expect(found.texts("Alias") == ["adele"])
    }

    @Test func aHoldOfACaseStandsOnItsMailboxesUntilItsRuleGoes() throws {
        _ = try harness.comply("New-ComplianceCase", ["Name": "Case"])
        let policy = try harness.comply(
            "New-CaseHoldPolicy",
            ["Name": "Held", "Case": "Case", "ExchangeLocation": ["adele@contoso.com"]]
        )
        let mark = "UniH\(try #require(policy.texts("Guid").first))"
        _ = try harness.comply("New-CaseHoldRule", ["Name": "Held rule", "Policy": "Held"])
        #expect(try holds(mailbox("adele")) == [mark])
        #expect(try harness.run("Get-Mailbox", ["Filter": "InPlaceHolds -ne $null"]).texts("Alias") == ["adele"])
        _ = try harness.run("Set-Mailbox", ["Identity": "adele", "ExcludeFromAllHolds": true])
        #expect(try holds(mailbox("adele")) == [mark])
        let held = try harness.run("Disable-Mailbox", ["Identity": "adele"])
        #expect(held.status == 400 && held.errorText.contains("remove its holds first"), "\(held.errorText)")
        #expect(try harness.comply("Remove-CaseHoldRule", ["Identity": "Held rule"]).status == 200)
        #expect(try holds(mailbox("adele")).isEmpty)
        // What ends leaves a delay hold.
        #expect(try mailbox("adele")["DelayHoldApplied"] == true)
        let released = try harness.run("Set-Mailbox", ["Identity": "adele", "RemoveDelayHoldApplied": true])
        #expect(released.status == 200, "\(released.errorText)")
        #expect(try harness.run("Disable-Mailbox", ["Identity": "adele"]).status == 200)
    }

    @Test func aMailboxThatAHoldOfACaseLeavesHasADelayHold() throws {
        _ = try harness.comply("New-ComplianceCase", ["Name": "Case"])
        let hold: JSONObject = [
            "Name": "Held", "Case": "Case", "ExchangeLocation": ["adele@contoso.com", "alex@contoso.com"],
        ]
        #expect(try harness.comply("New-CaseHoldPolicy", hold).status == 200)
        #expect(try harness.comply("New-CaseHoldRule", ["Name": "R", "Policy": "Held"]).status == 200)
        #expect(try mailbox("adele")["DelayHoldApplied"] == false)
        let left = try harness.comply(
            "Set-CaseHoldPolicy",
            ["Identity": "Held", "RemoveExchangeLocation": ["adele@contoso.com"]]
        )
        #expect(left.status == 200, "\(left.errorText)")
        #expect(try mailbox("adele")["DelayHoldApplied"] == true && mailbox("alex")["DelayHoldApplied"] == false)
        #expect(try harness.comply("Remove-CaseHoldPolicy", ["Identity": "Held"]).status == 200)
        #expect(try mailbox("alex")["DelayHoldApplied"] == true)
    }

    @Test func aRuleNamesAPolicyThatIsThereAndHasNoOther() throws {
        let sentTo: JSONObject = ["RecipientDomainIs": ["contoso.com"]]
        func rule(_ name: String, _ policy: String) throws -> ExchangeHarness.Reply {
            var parameters = sentTo
            parameters["Name"] = .string(name)
            parameters["SafeLinksPolicy"] = .string(policy)
            return try harness.run("New-SafeLinksRule", parameters)
        }
        #expect(try rule("R0", "nope").status == 404)
        _ = try harness.run("New-SafeLinksPolicy", ["Name": "P1"])
        #expect(try rule("R1", "P1").status == 200)
        let second = try rule("R2", "P1")
        #expect(second.status == 400 && second.errorText.contains("used by the rule \"R1\""), "\(second.errorText)")
    }

    /// Policies that rules of mail protection name.
    @Test(arguments: [
        ("SafeLinks", "SentTo"), ("HostedContentFilter", "SentTo"), ("MalwareFilter", "SentTo"),
        ("AntiPhish", "SentTo"), ("SafeAttachment", "SentTo"), ("HostedOutboundSpamFilter", "From"),
    ])
    func aPolicyGoesAndItsRuleStays(_ kind: String, _ condition: String) throws {
        let policy = "\(kind)Policy"
        try harness.done("New-\(policy)", ["Name": "P"])
        let rule: JSONObject = [
            "Name": "R", policy: "P", condition: ["adele@contoso.com"],
        ]
        try harness.done("New-\(kind)Rule", rule)
        try harness.done("Remove-\(policy)", ["Identity": "P"])
        #expect(!(try harness.done("Get-\(policy)").texts("Name").contains("P")))
        #expect(try harness.done("Get-\(kind)Rule", ["Identity": "R"]).texts(policy) == ["P"])
        try harness.done("Remove-\(kind)Rule", ["Identity": "R"])
    }

    struct Missing: CustomTestStringConvertible {
        var cmdlet: String
        var parameters: JSONObject
        var testDescription: String { "\(cmdlet) \(parameters.names.joined(separator: " "))" }
    }

    @Test(arguments: [
        Missing(cmdlet: "Set-CASMailbox", parameters: ["Identity": "adele", "OwaMailboxPolicy": "nope"]),
        Missing(cmdlet: "Set-CASMailbox", parameters: ["Identity": "adele", "ActiveSyncMailboxPolicy": "nope"]),
        Missing(cmdlet: "Set-Mailbox", parameters: ["Identity": "adele", "RetentionPolicy": "nope"]),
        Missing(cmdlet: "Set-Mailbox", parameters: ["Identity": "adele", "SharingPolicy": "nope"]),
        Missing(cmdlet: "Set-User", parameters: ["Identity": "adele", "AuthenticationPolicy": "nope"]),
        Missing(cmdlet: "New-RetentionPolicy", parameters: ["Name": "R", "RetentionPolicyTagLinks": ["nope"]]),
        Missing(cmdlet: "Set-CalendarProcessing", parameters: ["Identity": "adele", "ResourceDelegates": ["nope"]]),
        Missing(cmdlet: "New-InboxRule", parameters: ["Mailbox": "adele", "Name": "R", "MoveToFolder": ":\\Nope"]),
    ])
    func whatIsNamedMustBeThere(_ missing: Missing) throws {
        let reply = try harness.run(missing.cmdlet, missing.parameters)
        #expect(reply.status == 404, "\(reply.status) \(reply.errorText)")
    }

    @Test func whatIsThereIsTaken() throws {
        for (cmdlet, parameters) in [
            ("Set-CASMailbox", ["Identity": "adele", "OwaMailboxPolicy": "OwaMailboxPolicy-Default"]),
            ("Set-CASMailbox", ["Identity": "adele", "OwaMailboxPolicy": .null]),
            ("Set-Mailbox", ["Identity": "adele", "RetentionPolicy": "Default MRM Policy"]),
            ("New-InboxRule", ["Mailbox": "adele", "Name": "R", "MoveToFolder": ":\\Inbox", "From": "alex"]),
        ] as [(String, JSONObject)] {
            let reply = try harness.run(cmdlet, parameters)
            #expect(reply.status == 200, "\(cmdlet): \(reply.errorText)")
        }
    }

    @Test(
        arguments: [
            ("Set-Mailbox", ["Identity": "adele", "ProhibitSendReceiveQuota": "200GB"], "exceeds the maximum"),
            ("Set-Mailbox", ["Identity": "adele", "MaxSendSize": "200MB"], "exceeds the maximum"),
            (
                "Set-Mailbox",
                [
                    "Identity": "adele", "StartDateForRetentionHold": "2026-12-10T00:00:00Z",
                    "EndDateForRetentionHold": "2026-12-01T00:00:00Z",
                ], "must be later"
            ),
            ("New-InboxRule", ["Mailbox": "adele", "Name": "None"], "doesn't have any actions"),
            (
                "New-RetentionPolicyTag", ["Name": "T", "Type": "Inbox", "RetentionAction": "MoveToArchive"],
                "isn't valid"
            ),
            ("New-OutboundConnector", ["Name": "C", "UseMXRecord": false], "SmartHosts"),
            ("New-RemoteDomain", ["Name": "Again", "DomainName": "*"], "already exists"),
            ("Remove-RemoteDomain", ["Identity": "Default"], "can't be removed"),
        ] as [(String, JSONObject, String)]
    )
    func refusesWhatCannotBe(_ cmdlet: String, _ parameters: JSONObject, _ says: String) throws {
        let reply = try harness.run(cmdlet, parameters)
        #expect(reply.status == 400 && reply.errorText.contains(says), "\(reply.status) \(reply.errorText)")
    }

    @Test func aSecurityGroupIsJoinedByNobodyAlone() throws {
        let made = try harness.run("New-DistributionGroup", ["Name": "Guards", "Type": "Security"])
        #expect(made.status == 200, "\(made.errorText)")
        let open = try harness.run("Set-DistributionGroup", ["Identity": "Guards", "MemberJoinRestriction": "Open"])
        #expect(open.status == 400 && open.errorText.contains("security group"), "\(open.errorText)")
    }

    @Test func whoIsNotThereDoesNotMove() throws {
        let endpoint = try harness.run(
            "New-MigrationEndpoint",
            [
                "Name": "Old", "IMAP": true, "RemoteServer": "imap.fabrikam.com", "Port": 993, "Security": "Ssl",
            ]
        )
        #expect(endpoint.texts("EndpointType") == ["IMAP"], "\(endpoint.rows) \(endpoint.errorText)")
        let csv = "EmailAddress\nlee@contoso.com\nadele@contoso.com\nnobody@contoso.com\n"
        let made = try harness.run(
            "New-MigrationBatch",
            [
                "Name": "B", "SourceEndpoint": "Old", "AutoStart": true,
                "CSVData": [
                    "@odata.type": "#Exchange.ByteArrayType", "Data": .array(csv.utf8.map { .integer(Int64($0)) }),
                ],
            ]
        )
        #expect(made.texts("MigrationType") == ["IMAP"], "\(made.errorText)")
        harness.context.clock.advance(by: 86_400)
        let batch = try harness.run("Get-MigrationBatch", ["Identity": "B"]).rows.first
        #expect(batch?["Status"] == "SyncedWithErrors")
        let users = try harness.run("Get-MigrationUser", ["BatchId": "B"]).rows
        let failed = users.filter { $0["Status"] == "Failed" }
        #expect(batch?["FailedCount"] == .integer(Int64(failed.count)))
        #expect(failed.contains { $0["ErrorSummary"]?.stringValue?.contains("nobody@contoso.com") == true })
        #expect(users.contains { $0["Identity"] == "adele@contoso.com" && $0["Status"] == "Synced" })
        // Somebody is there now, and the user is tried again.
        _ = try harness.run("New-MailContact", ["Name": "nobody", "ExternalEmailAddress": "nobody@contoso.org"])
        _ = try harness.run(
            "Set-MailContact",
            ["Identity": "nobody", "EmailAddresses": ["Add": ["nobody@contoso.com"]]]
        )
        let again = try harness.run("Start-MigrationUser", ["Identity": "nobody@contoso.com"])
        #expect(again.status == 200, "\(again.errorText)")
        let moved = try harness.run("Get-MigrationUser", ["Identity": "nobody@contoso.com"])
        #expect(moved.texts("Status") == ["Synced"])
        let used = try harness.run("Remove-MigrationEndpoint", ["Identity": "Old"])
        #expect(used.status == 400 && used.errorText.contains("\"B\""), "\(used.errorText)")
    }

    @Test func aMailboxSaysWhatFollowsFromItsSettings() throws {
        _ = try harness.run("Set-Mailbox", ["Identity": "adele", "AuditOwner": ["MailboxLogin"]])
        #expect(try mailbox("adele")["DefaultAuditSet"] == ["Admin", "Delegate"])
        _ = try harness.run("Set-Mailbox", ["Identity": "adele", "LitigationHoldEnabled": true])
        #expect(try mailbox("adele")["RecoverableItemsQuota"]?.stringValue?.hasPrefix("100 GB") == true)
        for right in ["ReadPermission", "FullAccess"] {
            _ = try harness.run(
                "Add-MailboxPermission",
                ["Identity": "adele", "User": "alex", "AccessRights": [.string(right)]]
            )
        }
        let rights = try harness.run("Get-MailboxPermission", ["Identity": "adele", "User": "alex"]).rows.first
        #expect(
            rights?["AccessRights"]?.text().contains("FullAccess, ReadPermission") == true
                || rights?["AccessRights"] == ["FullAccess", "ReadPermission"]
        )
    }

    @Test func theFirstMailboxOfPublicFoldersHoldsTheirTree() throws {
        let first = try harness.run("New-Mailbox", ["Name": "PF1", "PublicFolder": true])
        #expect(first.rows.first?["IsRootPublicFolderMailbox"] == true, "\(first.errorText)")
        let second = try harness.run("New-Mailbox", ["Name": "PF2", "PublicFolder": true])
        #expect(second.rows.first?["IsRootPublicFolderMailbox"] == false)
        _ = try harness.run("New-PublicFolder", ["Name": "Sales"])
        let held = try harness.run("Remove-Mailbox", ["Identity": "PF1", "PublicFolder": true])
        #expect(held.status == 400 && held.errorText.contains("hierarchy"), "\(held.errorText)")
        _ = try harness.run("Remove-PublicFolder", ["Identity": "\\Sales"])
        #expect(try harness.run("Remove-Mailbox", ["Identity": "PF1", "PublicFolder": true]).status == 200)
    }
}
