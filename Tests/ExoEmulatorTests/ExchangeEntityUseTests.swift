import EmulatorCore
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorExchange

/// Filters, rights, documents and batches of entities, and what scripts need of them.
struct ExchangeEntityUseTests: EntityAsking {
    // MARK: Filters

    struct FilterCase: CustomTestStringConvertible {
        var filter: String
        var opath: String
        var testDescription: String { filter }
    }

    /// What the official module sends, and the filter that it was made of.
    static let filters = [
        FilterCase(filter: "DisplayName eq 'Adele Vance'", opath: "DisplayName -eq 'Adele Vance'"),
        FilterCase(
            filter: "startswith(DisplayName, 'A') and RecipientTypeDetails eq 'UserMailbox'",
            opath: "DisplayName -like 'A*' -and RecipientTypeDetails -eq 'UserMailbox'"
        ),
        FilterCase(
            filter: "(Alias eq 'adele' or not (contains(Name, 'a'))) and WhenCreated gt '2024-01-01'",
            opath: "(Alias -eq 'adele' -or -not(Name -like '*a*')) -and WhenCreated -gt '2024-01-01'"
        ),
        FilterCase(
            filter: "LitigationHoldEnabled eq true and CustomAttribute1 eq null",
            opath: "LitigationHoldEnabled -eq $true -and CustomAttribute1 -eq $null"
        ),
        FilterCase(
            filter: "not (startswith(Name, 'a')) and Name ne 'b'",
            opath: "Name -notlike 'a*' -and Name -notlike 'b'"
        ),
        FilterCase(filter: "EmailAddresses/any(d:contains(d, 'adele'))", opath: "EmailAddresses -like '*adele*'"),
        FilterCase(
            filter: "EmailAddresses/any(d:d eq 'smtp:adele@contoso.com')",
            opath: "EmailAddresses -eq 'smtp:adele@contoso.com'"
        ),
        FilterCase(filter: "ForwardingSmtpAddress ne null", opath: "ForwardingSmtpAddress -ne $null"),
        FilterCase(filter: "Alias in ('adele', 'alex')", opath: "Alias -eq 'adele' -or Alias -eq 'alex'"),
        FilterCase(filter: "endswith(Alias, 'e') eq true", opath: "Alias -like '*e'"),
        FilterCase(filter: "DisplayName eq 'O''Neil'", opath: "DisplayName -eq 'O''Neil'"),
    ]

    @Test(arguments: filters)
    func findsWhatTheCmdletsOwnFilterFinds(_ testCase: FilterCase) throws {
        let filter = PercentCoding.encoded(testCase.filter)
        let entities = try get("Mailbox?$filter=\(filter)", headers: ["Prefer": "odata.maxpagesize=1000;"])
        let rows = try ExchangeHarness.reading().run("Get-Mailbox", ["Filter": .string(testCase.opath)])
        #expect(entities.status == 200 && rows.status == 200, "\(entities.errorText) \(rows.errorText)")
        #expect(entities.texts("Alias") == rows.texts("Alias"))
    }

    @Test(
        arguments: [
            "Bogus eq 'x'", "Name eq 'O'Neil'", "Name eq", "Name", "Name eq 'a' and", "(Name eq 'a'",
            "length(Name) eq 1",
            "Database eq", "contains(Name, 'a*b')", "AuditEnabled eq 'x", "EmailAddresses/all(d:d eq 'x')", "eq eq eq",
        ]
    )
    func refusesAFilterThatIsNone(_ filter: String) throws {
        let reply = try get("Mailbox?$filter=\(PercentCoding.encoded(filter))")
        #expect(reply.status == 400, "\(reply.status)")
        #expect(reply.body["error"]?["code"] == "BadRequest")
    }

    @Test func takesTheOptionsOfTheModule() throws {
        #expect(
            try get("Mailbox?RecipientTypeDetails=SharedMailbox,RoomMailbox").texts("RecipientTypeDetails")
                .allSatisfy { ["SharedMailbox", "RoomMailbox"].contains($0) }
        )
        #expect(try get("Mailbox?Anr=adele").texts("Alias") == ["adele"])
        // An address that the module left unescaped has a stray option.
        #expect(try get("Mailbox?Anr=jo+hn%20&x").status == 200)
        #expect(try get("Mailbox?SoftDeletedMailbox=True").status == 200)
        #expect(
            try get("Mailbox?Archive=True&$select=ArchiveStatus").texts("ArchiveStatus").allSatisfy { $0 == "Active" }
        )
        #expect(
            try get("Recipient?RecipientType=MailContact").texts("RecipientType").allSatisfy { $0 == "MailContact" }
        )
    }

    // MARK: Rights

    @Test func groupsTheRightsOnAMailboxByAccount() throws {
        let harness = try ExchangeHarness()
        let granted = try harness.run(
            "Add-MailboxPermission",
            ["Identity": "alex", "User": "adele", "AccessRights": ["FullAccess"]]
        )
        #expect(granted.status == 200)
        let reply = try get("Mailbox('\(key("alex"))')/MailboxPermission?isEncoded=true", in: harness)
        #expect(reply.status == 200, "\(reply.errorText)")
        #expect(
            reply.body["@odata.context"]
                == .string("\(ExchangeHarness.place)/$metadata#Collection(Exchange.MailboxPermission)")
        )
        #expect(reply.texts("User").first == "NT AUTHORITY\\SELF")
        let adele = try #require(reply.rows.first { $0["User"] == "adele@contoso.com" })
        let entry = try #require(adele["PermissionList"]?.arrayValue?.first)
        #expect(entry["AccessRights"] == ["FullAccess"])
        #expect(entry["IsInherited"] == false && entry["Deny"] == false && entry["InheritanceType"] == "All")
        let own = try #require(reply.rows.first?["PermissionList"]?.arrayValue?.first)
        #expect(own["AccessRights"] == ["FullAccess", "ReadPermission"])
        let one = try get(
            "Mailbox('\(key("alex"))')/MailboxPermission('\(key("adele"))')?isEncoded=true",
            in: harness
        )
        #expect(one.texts("User") == ["adele@contoso.com"])
    }

    @Test func expandsTheRightsOnRecipients() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run(
            "Add-RecipientPermission",
            ["Identity": "alex", "Trustee": "adele", "AccessRights": ["SendAs"], "Confirm": false]
        )
        let options =
            "$expand=RecipientPermission&isEncoded=true&$select=RecipientPermission,%20ExternalDirectoryObjectId"
        let one = try get("Recipient('\(key("alex"))')?\(options)", in: harness)
        #expect(
            one.body["@odata.context"] == .string("\(ExchangeHarness.place)/$metadata#Recipient/$entity"),
            "\(one.errorText)"
        )
        let entries = try #require(one.body["RecipientPermission"]?.arrayValue)
        #expect(entries.contains { $0["Trustee"] == "adele@contoso.com" && $0["AccessRights"] == ["SendAs"] })
        #expect(one.body["ExternalDirectoryObjectId"]?.stringValue != nil)
        let all = try get("Recipient?\(options)", in: harness)
        #expect(all.rows.count > 5 && all.rows.allSatisfy { $0["RecipientPermission"]?.arrayValue != nil })
        func filtered(_ identity: String, _ trustee: String, _ rights: String) throws -> ExchangeHarness.Reply {
            let function =
                "GetRecipientPermissionByFilters(identity='\(identity)',trustee='\(trustee)',accessRights=\(rights))"
            return try get("Recipient/Exchange.\(function)?\(options)", in: harness)
        }
        let byTrustee = try filtered("", key("adele"), "[%22SendAs%22]")
        #expect(byTrustee.rows.count == 1, "\(byTrustee.errorText)")
        let both = try filtered(key("alex"), key("adele"), "[]")
        #expect(both.rows.first?["RecipientPermission"]?.arrayValue?.count == 1)
        #expect(try filtered("", "", "[%22SendAs%22]").rows.count > 5)
        #expect(try filtered(key("alex"), key("adele"), "null").rows == both.rows)
    }

    @Test func whoMayNotRunTheCmdletIsNotAllowedToReadItsEntities() throws {
        let reply = try get("Mailbox('\(key("adele"))')/MailboxPermission?isEncoded=true", as: "adele")
        #expect(reply.status == 401)
        #expect(reply.body["error"]?["message"] == "User is not allowed to call Get-MailboxPermission")
        // Of mailboxes everybody reads the own.
        #expect(try get("Mailbox", as: "adele").texts("Alias") == ["adele"])
        #expect(try get("Mailbox", as: "reader").status == 200)
        #expect(try get("Mailbox", as: nil).status == 401)
    }

    @Test func showsProtocolsOfMailboxes() throws {
        let reply = try get("CasMailbox('\(key("adele"))')?isEncoded=true&PropertySet=Pop,ProtocolSettings")
        #expect(reply.status == 200, "\(reply.errorText)")
        #expect(reply.body["@odata.context"] == .string("\(ExchangeHarness.place)/$metadata#CasMailbox/$entity"))
        #expect(reply.body["PopEnabled"]?.boolValue != nil)
        #expect(reply.body.objectValue?.names.contains("ExternalPopSettings") == true)
        let address = try get("CasMailbox/Exchange.BySmtpAddress(SmtpAddress='adele@contoso.com')")
        #expect(address.body["PrimarySmtpAddress"] == "adele@contoso.com", "\(address.errorText)")
    }

    // MARK: Documents and batches

    @Test func listsItsEntitySets() throws {
        let reply = try get("/adminapi/beta/\(ExchangeHarness.contoso)")
        #expect(reply.body["@odata.context"] == .string("\(ExchangeHarness.place)/$metadata"))
        #expect(reply.rows.count > 50)
        #expect(reply.rows.contains(["name": "Mailbox", "kind": "EntitySet", "url": "Mailbox"]))
    }

    @Test func describesItsModel() throws {
        let reply = try get("$metadata", headers: ["Accept": "application/xml"])
        #expect(reply.response.header("Content-Type")?.hasPrefix("application/xml") == true)
        let text = String(decoding: reply.response.body, as: UTF8.self)
        #expect(text.contains(#"<EntityType Name="Mailbox">"#))
        #expect(text.contains(#"<Property Name="TotalItemSize" Type="Edm.Int64" />"#))
        #expect(
            text.contains(
                #"<NavigationProperty Name="MailboxPermission" Type="Collection(Exchange.MailboxPermission)""#
            )
        )
        #expect(text.contains(#"<EntitySet Name="CasMailbox" EntityType="Exchange.CasMailbox">"#))
        #expect(text.contains(#"<Function Name="GetMailboxStatistics" IsBound="true">"#))
        #expect(text.contains(#"<ActionImport Name="InvokeCommand" Action="Exchange.InvokeCommand" />"#))
    }

    @Test func answersEntitiesAndCmdletsOfOneBatch() throws {
        let reply = try ExchangeHarness.reading().send(
            "POST",
            "\(ExchangeHarness.root)/$batch",
            headers: ["Prefer": "odata.continue-on-error", "X-AnchorMailbox": ExchangeHarness.anchor],
            body: [
                "requests": [
                    ["id": "0", "method": "GET", "url": .string("Mailbox('\(key("adele"))')?isEncoded=true")],
                    [
                        "id": "1", "method": "POST", "url": "InvokeCommand",
                        "headers": ["Content-Type": "application/json"],
                        "body": ["CmdletInput": ["CmdletName": "Get-Mailbox", "Parameters": ["Identity": "adele"]]],
                    ],
                    ["id": "2", "method": "GET", "url": "Mailbox('nobody')"],
                    ["id": "3", "method": "GET", "url": "Recipient?$top=1"],
                ]
            ]
        )
        let responses = try #require(reply.body["responses"]?.arrayValue)
        #expect(responses.map { $0["status"] } == [200, 200, 404, 200])
        #expect(responses[0]["body"]?["Alias"] == "adele")
        #expect(responses[3]["body"]?["value"]?.arrayValue?.count == 1)
    }

    @Test func aPartOfABatchMayWaitForAnother() throws {
        func statuses(_ first: String) throws -> [JSONValue?] {
            let reply = try ExchangeHarness.reading().send(
                "POST",
                "\(ExchangeHarness.root)/$batch",
                headers: ["Prefer": "odata.continue-on-error"],
                body: [
                    "requests": [
                        ["id": "a", "method": "GET", "url": .string("Mailbox('\(first)')")],
                        ["id": "b", "method": "GET", "url": "Mailbox('alex')", "dependsOn": ["a"]],
                        ["id": "c", "method": "GET", "url": "Mailbox('alex')"],
                    ]
                ]
            )
            return (reply.body["responses"]?.arrayValue ?? []).map { $0["status"] }
        }
        #expect(try statuses("adele") == [200, 200, 200])
        #expect(try statuses("nobody") == [404, 424, 200])
    }

    // MARK: What scripts need

    /// What public scripts ask of Get-EXO* by -Properties, and read without asking.
    static let needed: [(path: String, asked: [String], default: [String])] = [
        (
            "Mailbox('adele')",
            [
                "RecipientTypeDetails", "DisplayName", "WhenMailboxCreated", "ForwardingSMTPAddress",
                "DeliverToMailboxAndForward", "ForwardingAddress", "LitigationHoldEnabled", "ArchiveStatus",
                "EmailAddresses", "GrantSendOnBehalfTo", "ArchiveName", "AutoExpandingArchiveEnabled",
                "CustomAttribute6", "LitigationHoldDuration", "ProhibitSendReceiveQuota", "ArchiveGuid",
                "ArchiveQuota", "AuditAdmin", "AuditDelegate", "AuditEnabled", "AuditOwner", "DefaultAuditSet",
                "LegacyExchangeDN", "RetentionPolicy", "WhenCreated", "ArchiveDatabase",
            ],
            [
                "DisplayName", "UserPrincipalName", "ExternalDirectoryObjectId", "PrimarySmtpAddress",
                "RecipientTypeDetails", "Identity", "Alias", "DistinguishedName", "Name", "EmailAddresses", "Id",
            ]
        ),
        (
            "Recipient('adele')",
            [
                "ManagedBy", "ExternalEmailAddress", "CustomAttribute4", "Guid", "WindowsLiveID", "Company",
                "CountryOrRegion", "Department", "FirstName", "LastName", "Title", "City", "Office", "PostalCode",
                "HiddenFromAddressListsEnabled", "Phone",
            ],
            [
                "PrimarySmtpAddress", "DisplayName", "RecipientTypeDetails", "ExternalDirectoryObjectId",
                "EmailAddresses", "Alias", "Name", "DistinguishedName", "RecipientType",
            ]
        ),
        (
            "CasMailbox('adele')", ["OWAEnabled", "ActiveSyncEnabled", "MAPIEnabled"],
            ["PrimarySmtpAddress", "ImapEnabled", "PopEnabled", "EwsEnabled"]
        ),
    ]

    @Test(arguments: needed)
    func hasWhatScriptsAskForAndRead(_ path: String, _ asked: [String], _ read: [String]) throws {
        let selected = try get("\(path)?$select=\(asked.joined(separator: ","))")
        #expect(selected.status == 200, "\(selected.errorText)")
        for name in asked { #expect(selected.body.objectValue?.value(ignoringCase: name) != nil, "\(name)") }
        let usual = try get(path)
        for name in read {
            let value = usual.body[name]
            #expect(value != nil && value != .null, "\(name)")
        }
    }

    @Test func filtersRecipientsByTheirGroups() throws {
        let harness = try ExchangeHarness.reading()
        let group = try #require(
            try harness.run("Get-DistributionGroup").rows.first { row in
                let name = row["Name"] ?? ""
                return (try? harness.run("Get-DistributionGroupMember", ["Identity": name]).rows.isEmpty) == false
            }
        )
        let member = try #require(
            try harness.run("Get-DistributionGroupMember", ["Identity": group["Name"] ?? ""]).rows.first
        )
        let name = try #require(member["DistinguishedName"]?.stringValue)
        let reply = try get("Recipient?$filter=\(PercentCoding.encoded("Members eq '\(name)'"))")
        #expect(reply.texts("Name").contains(group["Name"]?.stringValue ?? ""), "\(reply.errorText)")
    }
}
