import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Contacts, mail users, plans, service principals, and the lists of what is let in.
@Suite struct ExchangeRecipientTests {
    @Test func aContactIsMadeChangedGroupedAndRemoved() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-MailContact",
            [
                "Name": "Rosa Diaz", "ExternalEmailAddress": "rosa@adatum.example", "FirstName": "Rosa",
                "LastName": "Diaz",
            ]
        )
        #expect(made.texts("ExternalEmailAddress") == ["SMTP:rosa@adatum.example"], "\(made.errorText)")
        #expect(made.texts("Alias") == ["RosaDiaz"] && made.texts("PrimarySmtpAddress") == ["rosa@adatum.example"])
        #expect(made.texts("RecipientTypeDetails") == ["MailContact"])

        let changed = try harness.run(
            "Set-Contact",
            ["Identity": "RosaDiaz", "Title": "Buyer", "Company": "Adatum", "Manager": "adele"]
        )
        #expect(changed.status == 200, "\(changed.errorText)")
        let person = try harness.run("Get-Contact", ["Identity": "rosa@adatum.example"])
        #expect(person.texts("FirstName") == ["Rosa"] && person.texts("Title") == ["Buyer"])
        #expect(person.texts("Manager") == ["Adele Vance"])

        let moved = try harness.run(
            "Set-MailContact",
            [
                "Identity": "RosaDiaz", "ExternalEmailAddress": "rosa@litware.example", "CustomAttribute2": "vendor",
                "HiddenFromAddressListsEnabled": true,
            ]
        )
        #expect(moved.status == 200, "\(moved.errorText)")
        let contact = try #require(try harness.run("Get-MailContact", ["Identity": "RosaDiaz"]).rows.first)
        #expect(contact["PrimarySmtpAddress"] == "rosa@litware.example" && contact["CustomAttribute2"] == "vendor")
        #expect(contact["EmailAddresses"] == ["SMTP:rosa@litware.example"])
        #expect(contact["HiddenFromAddressListsEnabled"] == true)

        _ = try harness.run("New-DistributionGroup", ["Name": "Vendors", "Members": ["RosaDiaz"]])
        let members = try harness.run("Get-DistributionGroupMember", ["Identity": "Vendors"])
        #expect(members.texts("RecipientTypeDetails") == ["MailContact"], "\(members.errorText)")
        #expect(try harness.run("Remove-MailContact", ["Identity": "RosaDiaz"]).status == 200)
        #expect(try harness.run("Get-DistributionGroupMember", ["Identity": "Vendors"]).rows.isEmpty)
        #expect(try harness.run("Get-Recipient", ["Identity": "rosa@litware.example"]).status == 404)
    }

    @Test func anAddressBelongsToOneRecipientOfAnyKind() throws {
        let harness = try ExchangeHarness()
        let taken = try harness.run(
            "New-MailContact",
            ["Name": "Impostor", "ExternalEmailAddress": "adele@contoso.com"]
        )
        #expect(taken.status == 400 && taken.errorText.contains("already being used"), "\(taken.errorText)")
        let malformed = try harness.run("New-MailContact", ["Name": "X", "ExternalEmailAddress": "no address"])
        #expect(malformed.status == 400)
        for parameters: JSONObject in [
            ["EmailAddresses": ["Add": ["van@contoso.com"], "@odata.type": "#Exchange.GenericHashTable"]],
            ["GrantSendOnBehalfTo": ["nobody at all"]], ["AcceptMessagesOnlyFrom": ["nobody at all"]],
            ["ModeratedBy": ["nobody at all"]], ["ForwardingAddress": "nobody at all"],
        ] {
            var all = parameters
            all["Identity"] = "adele"
            let refused = try harness.run("Set-Mailbox", all)
            #expect([400, 404].contains(refused.status), "\(parameters) \(refused.errorText)")
        }
    }

    @Test func whatNamesARecipientFollowsItsName() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("New-MailContact", ["Name": "Rosa", "ExternalEmailAddress": "rosa@adatum.example"])
        let set = try harness.run(
            "Set-Mailbox",
            ["Identity": "adele", "ForwardingAddress": "Rosa", "GrantSendOnBehalfTo": ["alex", "van"]]
        )
        #expect(set.status == 200, "\(set.errorText)")
        func mailbox() throws -> JSONValue? { try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.first }
        _ = try harness.run("Set-MailContact", ["Identity": "Rosa", "Name": "Rosa Maria"])
        #expect(try mailbox()?["ForwardingAddress"] == "Rosa Maria")
        let deputies = try mailbox()?["GrantSendOnBehalfTo"]
        #expect(deputies?.arrayValue?.count == 2)
        #expect(try harness.run("Remove-MailContact", ["Identity": "Rosa Maria"]).status == 200)
        #expect(try mailbox()?["ForwardingAddress"] == .null && mailbox()?["GrantSendOnBehalfTo"] == deputies)

        _ = try harness.run(
            "Add-MailboxPermission",
            ["Identity": "van", "User": "adele", "AccessRights": "FullAccess"]
        )
        let renamed = try harness.run(
            "Set-Mailbox",
            ["Identity": "adele", "MicrosoftOnlineServicesID": "adele.v@contoso.com"]
        )
        #expect(renamed.status == 200, "\(renamed.errorText)")
        let rights = try harness.run("Get-MailboxPermission", ["Identity": "van"])
        #expect(rights.texts("User").contains("adele.v@contoso.com"), "\(rights.errorText)")
    }

    @Test func aMailUserHasAnAccountAndMailElsewhere() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-MailUser",
            [
                "Name": "Iris Ng", "ExternalEmailAddress": "iris@partner.example",
                "MicrosoftOnlineServicesID": "iris@contoso.com",
                "Password": .string(try harness.sealed("Long enough 1!")),
            ]
        )
        #expect(made.texts("RecipientTypeDetails") == ["MailUser"], "\(made.errorText)")
        let id = try #require(made.texts("ExternalDirectoryObjectId").first)
        #expect(try harness.graph("GET", "users/\(id)").body["userPrincipalName"] == "iris@contoso.com")
        #expect(try harness.run("Get-User", ["Identity": "iris@contoso.com"]).texts("RecipientType") == ["MailUser"])
        let changed = try harness.run("Set-MailUser", ["Identity": "iris@contoso.com", "CustomAttribute1": "A"])
        #expect(changed.status == 200, "\(changed.errorText)")
        #expect(try harness.run("Get-MailUser", ["Identity": .string(id)]).texts("CustomAttribute1") == ["A"])
        #expect(try harness.run("Remove-MailUser", ["Identity": "iris@contoso.com"]).status == 200)
        #expect(try harness.graph("GET", "users/\(id)").status == 404)
        #expect(try harness.run("Get-MailUser", ["Identity": "iris@contoso.com"]).status == 404)
        let gone = try harness.run("Get-MailUser", ["SoftDeletedMailUser": true, "Identity": "iris@contoso.com"])
        #expect(gone.rows.count == 1, "\(gone.errorText)")
    }

    @Test func newMailboxesFollowTheirPlan() throws {
        let harness = try ExchangeHarness()
        let plans = try harness.run("Get-MailboxPlan")
        #expect(plans.rows.count == 4 && plans.rows.filter { $0["IsDefault"] == true }.count == 1, "\(plans.errorText)")
        let plan = try #require(plans.rows.first { $0["IsDefault"] == true })
        #expect(plan["Identity"]?.stringValue?.split(separator: "-").first == "ExchangeOnlineEnterprise")
        #expect(try harness.run("Get-Mailbox", ["MailboxPlan": "ExchangeOnlineEnterprise"]).rows.count > 5)
        let set = try harness.run(
            "Set-MailboxPlan",
            ["Identity": "ExchangeOnlineEnterprise", "MaxSendSize": "70MB", "MaxReceiveSize": "80MB"]
        )
        #expect(set.status == 200, "\(set.errorText)")
        let unlimited = try harness.run(
            "Set-MailboxPlan",
            ["Identity": "ExchangeOnlineDeskless", "ProhibitSendQuota": "Unlimited"]
        )
        #expect(unlimited.status == 200, "\(unlimited.errorText)")
        let made = try harness.run("New-Mailbox", ["Name": "Depot", "Shared": true])
        #expect(made.texts("MaxSendSize") == ["70 MB (73,400,320 bytes)"], "\(made.errorText)")
        _ = try harness.run("Set-MailboxPlan", ["Identity": "ExchangeOnlineDeskless", "IsDefault": true])
        #expect(
            try harness.run("Get-MailboxPlan").rows.filter { $0["IsDefault"] == true }.map { $0["DisplayName"] }
                == ["ExchangeOnlineDeskless"]
        )
        let clients = try harness.run("Get-CASMailboxPlan", ["Identity": "ExchangeOnlineEnterprise"])
        #expect(clients.rows.first?["ImapEnabled"] == true, "\(clients.errorText)")
        _ = try harness.run("Set-CASMailboxPlan", ["Identity": "ExchangeOnlineEnterprise", "ImapEnabled": false])
        let open = try harness.run("Get-CASMailboxPlan", ["Filter": "ImapEnabled -eq 'true' -or PopEnabled -eq 'true'"])
        #expect(open.rows.count == 4, "\(open.errorText)")
        let imap = try harness.run("Get-CASMailboxPlan", ["Filter": "ImapEnabled -eq $true"])
        #expect(imap.rows.count == 3, "\(imap.errorText)")
        let after = try harness.run("Get-CASMailboxPlan", ["Identity": "ExchangeOnlineEnterprise"])
        #expect(after.rows.first?["ImapEnabled"] == false)
    }

    @Test func protocolsOfAMailboxAreOnUntilTurnedOff() throws {
        let harness = try ExchangeHarness()
        func isOn(_ name: String) throws -> JSONValue? {
            try harness.run("Get-CASMailbox", ["Identity": "adele"]).rows.first?[name]
        }
        for name in ["PopEnabled", "ImapEnabled", "OWAEnabled", "ECPEnabled"] { #expect(try isOn(name) == true) }
        let set = try harness.run("Set-CASMailbox", ["Identity": "adele", "PopEnabled": false, "OWAEnabled": false])
        #expect(set.status == 200, "\(set.errorText)")
        #expect(try isOn("PopEnabled") == false && isOn("OWAEnabled") == false && isOn("ImapEnabled") == true)
    }

    @Test func aServicePrincipalPointsToAnApplication() throws {
        let harness = try ExchangeHarness()
        let ids = ("5f6a3fbe-6e4b-4f0e-8a9e-3a3a54c7d001", "5f6a3fbe-6e4b-4f0e-8a9e-3a3a54c7d002")
        let made = try harness.run(
            "New-ServicePrincipal",
            ["AppId": .string(ids.0), "ObjectId": .string(ids.1), "DisplayName": "Reporter"]
        )
        #expect(made.texts("AppId") == [ids.0] && made.texts("ObjectId") == [ids.1], "\(made.errorText)")
        let again = try harness.run("New-ServicePrincipal", ["AppId": .string(ids.0), "ObjectId": .string(ids.1)])
        #expect(again.status == 400)
        for name in [ids.0, ids.1, "reporter"] {
            let found = try harness.run("Get-ServicePrincipal", ["Identity": .string(name)])
            #expect(found.texts("DisplayName") == ["Reporter"], "\(name) \(found.errorText)")
        }
        _ = try harness.run("Set-ServicePrincipal", ["Identity": .string(ids.0), "DisplayName": "Reports"])
        #expect(try harness.run("Get-ServicePrincipal").texts("DisplayName") == ["Reports"])
        #expect(try harness.run("Remove-ServicePrincipal", ["Identity": "Reports"]).status == 200)
        #expect(try harness.run("Get-ServicePrincipal").rows.isEmpty)
    }

    @Test func theAllowBlockListKeepsEntriesUntilTheyRunOut() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-TenantAllowBlockListItems",
            ["ListType": "Sender", "Block": true, "Entries": ["bad@evil.example", "evil.example"], "Notes": "seen"]
        )
        #expect(made.texts("Value") == ["bad@evil.example", "evil.example"], "\(made.errorText)")
        #expect(made.texts("Action") == ["Block", "Block"])
        let twice = try harness.run(
            "New-TenantAllowBlockListItems",
            ["ListType": "Sender", "Allow": true, "Entries": ["evil.example"]]
        )
        #expect(twice.status == 400)
        let hash = try harness.run(
            "New-TenantAllowBlockListItems",
            ["ListType": "FileHash", "Block": true, "Entries": ["abc"], "NoExpiration": true]
        )
        #expect(hash.status == 400 && hash.errorText.contains("64 hexadecimal digits"))
        #expect(try harness.run("Get-TenantAllowBlockListItems", ["ListType": "Url"]).rows.isEmpty)
        let kept = try harness.run(
            "Set-TenantAllowBlockListItems",
            ["ListType": "Sender", "Entries": ["evil.example"], "NoExpiration": true, "Notes": "for good"]
        )
        #expect(kept.status == 200, "\(kept.errorText)")
        harness.context.clock.advance(by: 31 * 86_400)
        let left = try harness.run("Get-TenantAllowBlockListItems", ["ListType": "Sender", "Block": true])
        #expect(left.texts("Value") == ["evil.example"] && left.texts("Notes") == ["for good"], "\(left.errorText)")
        let id = try #require(left.texts("Identity").first)
        let removed = try harness.run(
            "Remove-TenantAllowBlockListItems",
            ["ListType": "Sender", "Ids": [.string(id)]]
        )
        #expect(removed.status == 200, "\(removed.errorText)")
        #expect(try harness.run("Get-TenantAllowBlockListItems", ["ListType": "Sender"]).rows.isEmpty)
    }

    @Test func entriesOfTheAllowBlockListHaveTheFormOfTheCapture() throws {
        let harness = try ExchangeHarness()
        let made = try harness.done(
            "New-TenantAllowBlockListItems",
            [
                "ListType": "Sender", "Block": true, "Entries": ["fabrikam.com"],
                "ExpirationDate": "2026-10-01T00:00:00Z",
            ]
        )
        #expect(made.texts("ObjectState") == ["New"])
        let rows = try harness.done("Get-TenantAllowBlockListItems", ["ListType": "Sender"]).rows
        let row = try #require(rows.first?.objectValue)
        #expect(row["EntryValueHash"] == "E32FfJFjdk/d8vP6mPTgGeqr4xJHeJ7ZGXx10AJZwRs=")
        #expect(row["ObjectState"] == "Unchanged" && row["SubmissionID"] == "Non-Submission")
        #expect(row["ExpirationDate"] == "2026-10-01T00:00:00.0000000Z")
        #expect(row["CreatedDateTime"] == "2026-09-21T14:13:20.0000000Z")
        #expect(row["LastModifiedDateTime"] == row["CreatedDateTime"])
        #expect(row.names.contains("LastUsedDate(DateTime])"))
    }

    @Test func theSpoofListKeepsPairs() throws {
        let harness = try ExchangeHarness()
        let made = try harness.run(
            "New-TenantAllowBlockListSpoofItems",
            [
                "Identity": "Default", "SpoofedUser": "contoso.com", "SendingInfrastructure": "10.0.0.0/24",
                "SpoofType": "External", "Action": "Allow",
            ]
        )
        let id = try #require(made.texts("Identity").first, "\(made.errorText)")
        let set = try harness.run(
            "Set-TenantAllowBlockListSpoofItems",
            ["Identity": "Default", "Ids": [.string(id)], "Action": "Block"]
        )
        #expect(set.status == 200, "\(set.errorText)")
        #expect(try harness.run("Get-TenantAllowBlockListSpoofItems", ["Action": "Allow"]).rows.isEmpty)
        let found = try harness.run("Get-TenantAllowBlockListSpoofItems")
        #expect(found.texts("Action") == ["Block"] && found.texts("SendingInfrastructure") == ["10.0.0.0/24"])
        let removed = try harness.run(
            "Remove-TenantAllowBlockListSpoofItems",
            ["Identity": "Default", "Ids": [.string(id)]]
        )
        #expect(removed.status == 200, "\(removed.errorText)")
        #expect(try harness.run("Get-TenantAllowBlockListSpoofItems").rows.isEmpty)
    }

    @Test func principalsAreFoundByAnyName() throws {
        let harness = try ExchangeHarness.reading()
        let user = try harness.run("Get-User", ["Identity": "adele@contoso.com"])
        let found = try harness.run("Get-SecurityPrincipal", ["Identity": "adele@contoso.com"])
        #expect(found.texts("Guid") == user.texts("Guid") && found.texts("Type") == ["User"], "\(found.errorText)")
        #expect(try harness.run("Get-LinkedUser").rows.isEmpty)
    }
}
