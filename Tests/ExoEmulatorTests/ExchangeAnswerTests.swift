import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import EmulatorPortal

struct ExchangeAnswerTests {
    @Test func theSeedHasWhatReportsLookFor() throws {
        let harness = try ExchangeHarness.reading()
        func mailbox(_ alias: String, _ parameters: JSONObject = [:]) throws -> JSONValue {
            var parameters = parameters
            parameters["Identity"] = .string(alias)
            return try #require(try harness.run("Get-Mailbox", parameters).rows.first)
        }
        let former = try mailbox("former")
        #expect(former["ForwardingAddress"] == "Debra Berger" && former["DeliverToMailboxAndForward"] == false)
        #expect(former["AccountDisabled"] == true && former["HiddenFromAddressListsEnabled"] == true)
        let soren = try mailbox("soren")
        #expect(soren["ForwardingSmtpAddress"] == "smtp:soren.aeroe@adatum.com")
        #expect(soren["DeliverToMailboxAndForward"] == true && soren["AccountDisabled"] == false)
        let patti = try mailbox("patti")
        #expect(patti["LitigationHoldEnabled"] == true && patti["LitigationHoldOwner"] == "admin@contoso.com")
        #expect(patti["ArchiveStatus"] == "Active" && patti["ArchiveState"] == "Local")
        #expect(patti["GrantSendOnBehalfTo"] == ["Debra Berger"])
        #expect(try mailbox("support")["GrantSendOnBehalfTo"] == ["Hassan Demir", "Grady Archie"])
        let ingrid = try mailbox("ingrid", ["InactiveMailboxOnly": true])
        #expect(ingrid["IsInactiveMailbox"] == true && ingrid["LitigationHoldEnabled"] == true)
        #expect(ingrid["WhenSoftDeleted"]?.stringValue?.isEmpty == false)
        #expect(try harness.run("Get-Mailbox", ["Identity": "marcus"]).status == 404)
        let adele = try #require(try harness.run("Get-User", ["Identity": "adele"]).rows.first)
        #expect(adele["Manager"] == "Miriam Graham" && adele["DirectReports"] == ["Lynne Robbins"])
        #expect(try harness.run("Get-Recipient", ["Identity": "lynne"]).texts("Manager") == ["Adele Vance"])
        // As documented.
        #expect(soren["MessageCopyForSentAsEnabled"] == false && soren["IsExchangeCloudManaged"] == false)
    }

    @Test func theEnvelopeHasTheServicesOrder() throws {
        let reply = try ExchangeHarness.reading().run("Get-Mailbox", ["ResultSize": 1])
        #expect(
            reply.body.objectValue?.names == [
                "@odata.context", "@odata.nextLink", "adminapi.warnings@odata.type", "@adminapi.warnings", "value",
            ]
        )
        #expect(
            reply.body["@odata.context"]?.stringValue
                == "https://localhost:8443/adminapi/beta/\(ExchangeHarness.contoso)/$metadata"
                + "#Collection(Exchange.GenericHashTable)"
        )
        #expect(reply.response.header("Content-Type")?.hasPrefix("application/json;odata.metadata=minimal") == true)
    }

    struct Member: CustomTestStringConvertible {
        var property: String
        /// The members from the first annotation on.
        var members: JSONObject
        var testDescription: String { property }
    }

    static let members = [
        Member(property: "IsMailboxEnabled", members: ["IsMailboxEnabled": true]),
        Member(
            property: "PitrCopyIntervalInSeconds",
            members: [
                "PitrCopyIntervalInSeconds@data.type": "System.Int16", "PitrCopyIntervalInSeconds@odata.type": "#Int16",
                "PitrCopyIntervalInSeconds": 0,
            ]
        ),
        Member(
            property: "RecipientSoftDeletedStatus",
            members: ["RecipientSoftDeletedStatus@data.type": "System.Int32", "RecipientSoftDeletedStatus": 0]
        ),
        Member(
            property: "ArchiveGuid",
            members: [
                "ArchiveGuid@data.type": "System.Guid", "ArchiveGuid@odata.type": "#Guid",
                "ArchiveGuid": "00000000-0000-0000-0000-000000000000",
            ]
        ),
        Member(
            property: "WhenChangedUTC",
            members: ["WhenChangedUTC@data.type": "System.DateTime", "WhenChangedUTC": "2026-09-21T14:13:20.0000000Z"]
        ),
        Member(
            property: "WhenChanged",
            members: ["WhenChanged@data.type": "System.DateTime", "WhenChanged": "2026-09-21T14:13:20.0000000+00:00"]
        ),
        Member(property: "LitigationHoldDate", members: ["LitigationHoldDate": nil]),
        Member(
            property: "InPlaceHolds",
            members: ["InPlaceHolds@odata.type": "#Collection(String)", "InPlaceHolds": []]
        ),
        Member(
            property: "DefaultAuditSet",
            members: [
                "DefaultAuditSet@odata.type": "#Collection(String)", "DefaultAuditSet": ["Admin", "Delegate", "Owner"],
            ]
        ),
        Member(property: "ProhibitSendQuota", members: ["ProhibitSendQuota": "99 GB (106,300,440,576 bytes)"]),
        Member(property: "RecipientLimits", members: ["RecipientLimits": "500"]),
    ]

    @Test(arguments: members)
    func annotationsPrecedeAValue(_ member: Member) throws {
        let reply = try ExchangeHarness.reading().run(
            "Get-Mailbox",
            ["Identity": "adele"],
            query: "?$select=\(member.property)"
        )
        let object = try #require(reply.rows.first?.objectValue)
        #expect(object.members == member.members.members)
    }

    @Test func aMailboxHasThePropertiesOfTheCaptureInTheirOrder() throws {
        let reply = try ExchangeHarness.reading().run("Get-Mailbox", ["Identity": "adele"])
        let names = try #require(reply.rows.first?.objectValue?.names).filter { !$0.contains("@") }
        // The capture is older than some of them.
        let newer: Set = [
            "ForwardingAddressWithDisplayNames", "GrantSendOnBehalfToWithDisplayNames", "IsExchangeCloudManaged",
            "UniqueRecipientsCountLimitLevel", "UniqueUnrestrictedGroupsLimitEnabled",
        ]
        #expect(newer.isSubset(of: names) && names.count == 256 + newer.count)
        #expect(
            Array(names.filter { !newer.contains($0) }.prefix(5)) == [
                "AcceptMessagesOnlyFromWithDisplayNames", "AcceptMessagesOnlyFromSendersOrMembersWithDisplayNames",
                "AcceptMessagesOnlyFromDLMembersWithDisplayNames", "Database", "DatabaseGuid",
            ]
        )
        #expect(names.last == "OriginatingServer")
        #expect(names.firstIndex(of: "CustomAttribute10") == names.firstIndex(of: "CustomAttribute1").map { $0 + 1 })
    }

    @Test func textBeyondASCIIIsEscaped() throws {
        let reply = try ExchangeHarness.reading().run("Get-Mailbox", ["Identity": "yuki"])
        #expect(reply.response.body.allSatisfy { $0 < 0x80 })
        #expect(reply.texts("DisplayName") == ["由紀 田中"])
        #expect(reply.rows.first?["ProtocolSettings"]?[2] == "OWA§1")
    }

    struct Shape: CustomTestStringConvertible {
        var why: String
        var headers: [String: String] = [:]
        var forced = EmulatorSettings.ErrorShape.automatic
        var start: String
        var testDescription: String { why }
    }

    static let shapes = [
        Shape(why: "plain client", start: "|\(AdminAPIError.notFoundType)|The operation"),
        Shape(
            why: "module of 2023",
            headers: ["X-ClientApplication": "ExoManagementModule", "X-ClientModuleVersion": "3.1.0"],
            start: "Ex6F9304|\(AdminAPIError.notFoundType)|The operation"
        ),
        Shape(
            why: "module of 2026",
            headers: ["X-ClientApplication": "ExoManagementModule", "X-ClientModuleVersion": "3.9.2-Preview1"],
            start: "{\"Message\":\"The operation"
        ),
        Shape(why: "forced", forced: .identified, start: "Ex6F9304|"),
    ]

    @Test(arguments: shapes)
    func theCallersHeadersChooseTheShapeOfAnError(_ shape: Shape) throws {
        let harness = try ExchangeHarness()
        harness.context.settings.change { $0.errorShape = shape.forced }
        let reply = try harness.run("Get-Mailbox", ["Identity": "nobody"], headers: shape.headers)
        let error = try #require(reply.body["error"])
        #expect(error["code"] == "NotFound")
        #expect(error["message"] == "Error executing cmdlet")
        #expect(error["details"]?[0]?["code"] == "Context")
        #expect(error["details"]?[0]?["message"]?.stringValue?.hasPrefix(shape.start) == true)
        #expect(error["innererror"]?["internalexception"]?["type"]?.stringValue == AdminAPIError.notFoundType)
        #expect(reply.response.header("x-ExceptionType") == "ManagementObjectNotFoundException")
        #expect(reply.response.header("x-ExceptionTargetType") == "Mailbox")
    }

    @Test func a403HasTheBodyThatTheSwitchSays() throws {
        let harness = try ExchangeHarness()
        harness.context.settings.change { $0.forbiddenBody = .nulBytes }
        let nul = try harness.run("Get-TransportRule", as: "adele").response
        #expect(nul.body == Array(repeating: 0, count: 4096) && nul.header("Content-Encoding") == "gzip")
        harness.context.settings.change { $0.forbiddenBody = .plainText }
        let text = try harness.run("Get-TransportRule", as: "adele").response.body
        #expect(String(decoding: text, as: UTF8.self) == "User is not allowed to call Get-TransportRule")
    }

    struct Filter: CustomTestStringConvertible {
        var text: String
        var aliases: [String]
        var testDescription: String { text }
    }

    static let filters = [
        Filter(text: "Alias -eq 'ADELE'", aliases: ["adele"]),
        Filter(text: "alias -eq \"adele\" -or Alias -eq 'van'", aliases: ["adele", "van"]),
        Filter(
            text: "(Alias -like 'room.*') -and -not (Alias -like '*baltic')",
            aliases: ["room.adriatic", "room.stevens"]
        ),
        Filter(text: "{RecipientTypeDetails -eq 'SharedMailbox'}", aliases: ["info", "sales", "support"]),
        Filter(text: "Alias -like '*o*n*r'", aliases: ["oconnor"]),
        Filter(text: "DisplayName -eq 'Siobhán O''Connor'", aliases: ["oconnor"]),
        Filter(text: "IsResource -eq $true -and ResourceCapacity -ge 12", aliases: ["room.baltic", "room.stevens"]),
        Filter(text: "IsShared -eq 'True' -and Alias -ne 'info'", aliases: ["sales", "support"]),
        Filter(text: "IsShared -eq True -and Alias -notlike 's*'", aliases: ["info"]),
        Filter(text: "ResourceCapacity -ne $null -and ResourceCapacity -lt 10", aliases: ["room.adriatic"]),
        Filter(text: "EmailAddresses -eq 'adele@contoso.com'", aliases: ["adele"]),
        Filter(text: "EmailAddresses -like 'smtp:van@*'", aliases: ["van"]),
        Filter(text: "Alias -eq 'van' -or Alias -eq 'info' -and IsShared -eq $false", aliases: ["van"]),
        Filter(text: "ProhibitSendQuota -gt '49GB' -and Alias -eq 'van'", aliases: ["van"]),
        Filter(text: "WhenCreated -gt '1/1/2030'", aliases: []),
        Filter(text: "Alias -eq 'van' -and WhenCreated -le '9/21/2026 2:13:20 PM'", aliases: ["van"]),
        Filter(text: "Alias -gt 'v' -and Alias -lt 'w'", aliases: ["van"]),
        Filter(text: "ResourceCapacity -eq '20'", aliases: ["room.stevens"]),
        Filter(text: "ProhibitSendQuota -eq 'Unlimited'", aliases: []),
        Filter(text: "RetainDeletedItemsFor -ge '14' -and Alias -eq 'van'", aliases: ["van"]),
        Filter(text: "WhenCreated -gt '2020-01-01T00:00:00Z' -and Alias -eq 'van'", aliases: ["van"]),
        Filter(text: "WhenCreated -eq $null", aliases: []),
        Filter(text: "Alias -eq 'van' -and CustomAttribute1 -eq ''", aliases: ["van"]),
    ]

    @Test(arguments: filters)
    func filtersSelect(_ filter: Filter) throws {
        let reply = try ExchangeHarness.reading().run("Get-Mailbox", ["Filter": .string(filter.text)])
        #expect(reply.status == 200, "\(reply.errorText)")
        #expect(reply.texts("Alias").sorted() == filter.aliases)
    }

    static let longChain = Array(repeating: "Alias -eq 'van'", count: 2000).joined(separator: " -or ")

    @Test func aLongChainOfComparisonsIsAnswered() throws {
        let reply = try ExchangeHarness.reading().run("Get-Mailbox", ["Filter": .string(Self.longChain)])
        #expect(reply.texts("Alias") == ["van"])
    }

    @Test(arguments: [
        "Alias", "Alias -eq", "Alias eq 'x'", "-eq 'x'", "(Alias -eq 'x'", "Alias -eq 'x')", "Alias -eq 'x",
        "Alias -is 'x'", "Alias -eq 'x' Alias -eq 'y'", "Alias -eq 'x' -and", String(repeating: "(", count: 5000),
        String(repeating: "-not ", count: 5000) + "Alias -eq 'x'", longChain + " -or Alias -eq 'x'",
        Array(repeating: "Alias -eq 'x'", count: 40_000).joined(separator: " -or "),
        Array(repeating: "Alias -eq 'x'", count: 40_000).joined(separator: " -and "),
    ])
    func malformedAndBoundlessFiltersAreRefused(_ text: String) throws {
        let reply = try ExchangeHarness.reading().run("Get-Mailbox", ["Filter": .string(text)])
        #expect(reply.status == 400)
        #expect(reply.errorText.contains("Invalid filter syntax"), "\(reply.errorText)")
    }

    struct Mistyped: CustomTestStringConvertible {
        var text: String
        /// What the refusal repeats.
        var says: String
        var testDescription: String { text }
    }

    static let mistyped = [
        Mistyped(text: "WhenCreated -gt 'text'", says: #""text" of "WhenCreated" to a date"#),
        Mistyped(text: "WhenCreated -gt '13/45/2026'", says: "13/45/2026"),
        Mistyped(text: "WhenCreated -gt ''", says: "WhenCreated"),
        Mistyped(text: "WhenCreated -gt 2026", says: "2026"),
        Mistyped(text: "RecipientTypeDetails -eq 'Castle'", says: "SharedMailbox"),
        Mistyped(text: "RecipientTypeDetails -eq 4096000", says: "4096000"),
        Mistyped(text: "DisplayName -eq Adele", says: "DisplayName -eq 'Adele'"),
        Mistyped(text: "DisplayName -eq $name", says: "$name"),
        Mistyped(text: "DisplayName -eq True", says: "'True'"),
        Mistyped(text: "IsShared -eq 'perhaps'", says: "perhaps"),
        Mistyped(text: "IsShared -like 'T*'", says: "T*"),
        Mistyped(text: "ResourceCapacity -gt 'many'", says: "many"),
        Mistyped(text: "ResourceCapacity -gt 9223372036854775808", says: "9223372036854775808"),
        Mistyped(text: "ResourceCapacity -like '1'", says: "-like is for text"),
        Mistyped(text: "ProhibitSendQuota -gt 'big'", says: "big"),
        Mistyped(text: "ProhibitSendQuota -gt '99999999TB'", says: "99999999TB"),
        Mistyped(text: "RetainDeletedItemsFor -gt '10675199.03:00:00'", says: "10675199.03:00:00"),
    ]

    @Test(arguments: mistyped)
    func namesAFilterValueThatIsNotOfItsType(_ filter: Mistyped) throws {
        let reply = try ExchangeHarness.reading().run("Get-Mailbox", ["Filter": .string(filter.text)])
        #expect(reply.status == 400)
        #expect(reply.errorText.contains(filter.says), "\(reply.errorText)")
    }

    private static let clixml = ["X-ResponseFormat": "clixml", "Prefer": "odata.maxpagesize=3"]

    private func document(_ reply: ExchangeHarness.Reply) throws -> String {
        #expect(reply.rows.count == 1)
        return try #require(reply.rows.first?["_clixml"]?.stringValue)
    }

    @Test func aPageOfCLIXMLIsOneDocument() throws {
        let harness = try ExchangeHarness.reading()
        let page = try harness.run("Get-Mailbox", ["ResultSize": 5], headers: Self.clixml)
        let text = try document(page)
        #expect(text.hasPrefix("<Objs "))
        #expect(text.contains("<T>Microsoft.Exchange.Data.Directory.Management.Mailbox</T>"))
        #expect(text.split(separator: "<ToString>contoso.onmicrosoft.com/").count == 4)
        #expect(page.nextLink != nil)
        #expect(page.warnings == [InvokeCommand.moreResults])
        let chosen = try document(
            harness.run("Get-Mailbox", ["Identity": "van"], headers: Self.clixml, query: "?$select=Alias")
        )
        #expect(chosen.contains("<S N=\"Alias\">van</S>"))
        #expect(!chosen.contains("DisplayName"))
    }

    @Test func aCmdletWithoutOutputHasAnEmptyDocument() throws {
        let harness = try ExchangeHarness()
        let parameters: JSONObject = ["Identity": "van", "DisplayName": "Van"]
        for extra in [nil, "WhatIf", "Confirm"] as [String?] {
            var parameters = parameters
            if let extra { parameters[extra] = true }
            let text = try document(harness.run("Set-Mailbox", parameters, headers: Self.clixml))
            #expect(text.hasPrefix("<Objs "))
            #expect(!text.contains("<Obj "))
        }
    }
}
