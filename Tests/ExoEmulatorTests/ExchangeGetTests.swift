import EmulatorCore
import ExoJSON
import Testing

@testable import EmulatorEntra
@testable import EmulatorExchange

struct ExchangeGetTests {
    struct Case: CustomTestStringConvertible {
        var why: String
        var cmdlet: String
        var parameters: JSONObject
        var aliases: [String]
        var testDescription: String { why }

        init(_ why: String, _ cmdlet: String, _ parameters: JSONObject, finds aliases: String) {
            self.why = why
            self.cmdlet = cmdlet
            self.parameters = parameters
            self.aliases = aliases.split(separator: " ").map(String.init)
        }
    }

    static let cases: [Case] = [
        Case("by alias", "Get-Mailbox", ["Identity": "adele"], finds: "adele"),
        Case("cmdlet and parameter in any case", "get-mailbox", ["IDENTITY": "ADELE"], finds: "adele"),
        Case("by address", "Get-Mailbox", ["Identity": "adele@contoso.com"], finds: "adele"),
        Case("by secondary address", "Get-Mailbox", ["Identity": "smtp:adele@contoso.onmicrosoft.com"], finds: "adele"),
        Case("by display name with an address", "Get-Mailbox", ["Identity": "A <adele@contoso.com>"], finds: "adele"),
        Case("by display name", "Get-Mailbox", ["Identity": "björn åkesson"], finds: "bjorn"),
        Case("by path", "Get-Mailbox", ["Identity": "contoso.onmicrosoft.com/Adele Vance"], finds: "adele"),
        Case("by pattern", "Get-Mailbox", ["Identity": "room.*"], finds: "room.baltic room.adriatic room.stevens"),
        Case("one in a list", "Get-Mailbox", ["Identity": ["info"]], finds: "info"),
        Case(
            "null identity and a type",
            "Get-Mailbox",
            ["Identity": nil, "RecipientTypeDetails": "SharedMailbox"],
            finds: "info sales support"
        ),
        Case(
            "types as one text",
            "Get-Mailbox",
            ["RecipientTypeDetails": "shared,equip"],
            finds: "info sales support projector.1 van"
        ),
        Case(
            "types as a list",
            "Get-Mailbox",
            ["RecipientTypeDetails": ["EquipmentMailbox"]],
            finds: "projector.1 van"
        ),
        Case(
            "common parameters are taken",
            "Get-Mailbox",
            ["Identity": "van", "Verbose": true, "ErrorAction": "Stop"],
            finds: "van"
        ),
        Case(
            "annotations are no parameters",
            "Get-Mailbox",
            ["Identity@odata.type": "#String", "Identity": "van"],
            finds: "van"
        ),
        Case("name resolution", "Get-Mailbox", ["Anr": "vance"], finds: "adele"),
        Case(
            "by canonical name",
            "Get-Mailbox",
            [
                "Identity":
                    "EURPR01A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com/Adele Vance"
            ],
            finds: "adele"
        ),
        Case("by domain and user", "Get-User", ["Identity": #"CONTOSO\adele"#], finds: "adele"),
        Case("archives", "Get-Mailbox", ["Archive": true], finds: "lee patti"),
        Case(
            "the plan of a tenant",
            "Get-Mailbox",
            ["MailboxPlan": "exchangeonlineenterprise", "RecipientTypeDetails": "EquipmentMailbox"],
            finds: "projector.1 van"
        ),
        Case(
            "the service's own mailboxes",
            "Get-Mailbox",
            ["RecipientTypeDetails": ["ArbitrationMailbox", "auditlogmailbox", "MonitoringMailbox"]],
            finds: ""
        ),
        Case("public folders' mailboxes", "Get-Mailbox", ["RecipientTypeDetails": "PublicFolderMailbox"], finds: ""),
        Case("a switch as text, off", "Get-Mailbox", ["Archive": "false", "Identity": "van"], finds: "van"),
        Case("deleted mailboxes", "Get-Mailbox", ["SoftDeletedMailbox": true], finds: "ingrid marcus"),
        Case("inactive mailboxes", "Get-Mailbox", ["InactiveMailboxOnly": true], finds: "ingrid"),
        Case(
            "what reports of forwarding look for",
            "Get-Mailbox",
            ["Filter": "ForwardingAddress -ne $null -or ForwardingSmtpAddress -ne $null"],
            finds: "former soren"
        ),
        Case("holds", "Get-Mailbox", ["Filter": "LitigationHoldEnabled -eq $true"], finds: "patti"),
        Case(
            "what address lists hide",
            "Get-Recipient",
            ["Filter": "HiddenFromAddressListsEnabled -eq $true"],
            finds: "former"
        ),
        Case(
            "the groups of somebody",
            "Get-DistributionGroup",
            ["Filter": .string("Members -eq '\(distinguishedName("Adele Vance"))'")],
            finds: "all.company sales.team"
        ),
        Case(
            "the groups of a group, among recipients",
            "Get-Recipient",
            ["Filter": .string("Members -eq '\(distinguishedName("Marketing"))'")],
            finds: "all.company"
        ),
        Case(
            "whom somebody leads",
            "Get-User",
            ["Filter": .string("Manager -eq '\(distinguishedName("Megan Bowen"))'")],
            finds: "alex amelie isaiah zoe"
        ),
        Case(
            "groups without members",
            "Get-DistributionGroup",
            ["Filter": "-not (Members -ne $null)"],
            finds: "empty.list"
        ),
        Case(
            "who is in a group",
            "Get-Mailbox",
            ["Filter": .string("MemberOfGroup -eq '\(distinguishedName("Marketing"))'")],
            finds: "amelie isaiah megan zoe"
        ),
        Case(
            "who is in any group",
            "Get-Recipient",
            ["Filter": "MemberOfGroup -ne $null -and RecipientType -ne 'UserMailbox'"],
            finds: "it.ops marketing partner.kim sales.team vendor.ada"
        ),
        Case("mailboxes of groups", "Get-Mailbox", ["GroupMailbox": true], finds: "project.aurora leadership"),
        Case(
            "filter",
            "Get-Mailbox",
            ["Filter": "Alias -like 'room.*' -and ResourceCapacity -gt 6"],
            finds: "room.baltic room.stevens"
        ),
        Case(
            "sorted",
            "Get-Mailbox",
            ["RecipientTypeDetails": "RoomMailbox", "SortBy": "DisplayName"],
            finds: "room.adriatic room.baltic room.stevens"
        ),
        Case(
            "contacts are recipients",
            "Get-Recipient",
            ["RecipientType": "MailContact"],
            finds: "partner.kim partner.li press"
        ),
        Case("a group is a recipient", "Get-Recipient", ["Identity": "marketing@contoso.com"], finds: "marketing"),
        Case(
            "groups of Microsoft 365 by their type",
            "Get-Recipient",
            ["RecipientTypeDetails": "GroupMailbox"],
            finds: "project.aurora leadership"
        ),
        Case(
            "no groups of Microsoft 365 otherwise",
            "Get-Recipient",
            ["Filter": "Alias -eq 'leadership' -or Alias -eq 'adele'"],
            finds: "adele"
        ),
        Case("one of them by its name", "Get-Recipient", ["Identity": "leadership"], finds: "leadership"),
        Case("user by name", "Get-User", ["Identity": "adele@contoso.com"], finds: "adele"),
        Case(
            "groups",
            "Get-DistributionGroup",
            [:],
            finds: "all.company sales.team marketing empty.list it.ops finance.readers"
        ),
        Case(
            "groups of a type",
            "Get-DistributionGroup",
            ["RecipientTypeDetails": "MailUniversalSecurityGroup"],
            finds: "it.ops finance.readers"
        ),
        Case("members", "Get-DistributionGroupMember", ["Identity": "marketing"], finds: "amelie isaiah megan zoe"),
        Case(
            "members of other kinds",
            "Get-DistributionGroupMember",
            ["Identity": "All Company"],
            finds: "adele partner.kim sales.team marketing it.ops"
        ),
        Case("no members", "Get-DistributionGroupMember", ["Identity": "Empty List"], finds: ""),
    ]

    private static func distinguishedName(_ name: String) -> String {
        "CN=\(name),OU=contoso.onmicrosoft.com,OU=Microsoft Exchange Hosted Organizations,DC=EURPR01A001,DC=PROD,"
            + "DC=OUTLOOK,DC=COM"
    }

    @Test(arguments: cases)
    func findsWhatIsAskedFor(_ testCase: Case) throws {
        let reply = try ExchangeHarness.reading().run(testCase.cmdlet, testCase.parameters)
        #expect(reply.status == 200, "\(reply.errorText)")
        let found = reply.texts("Alias")
        if testCase.why == "sorted" { #expect(found == testCase.aliases) }
        #expect(found.sorted() == testCase.aliases.sorted())
    }

    @Test func namesOneObjectByEachOfItsKeys() throws {
        let harness = try ExchangeHarness.reading()
        let row = try #require(try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.first)
        for key in [
            "Guid", "ExchangeGuid", "ExternalDirectoryObjectId", "DistinguishedName", "LegacyExchangeDN",
            "UserPrincipalName", "Name", "SamAccountName",
        ] {
            let identity = try #require(row[key])
            let found = try harness.run("Get-Mailbox", ["Identity": identity])
            #expect(found.texts("Alias") == ["adele"], "\(key)")
        }
    }

    struct Refusal: CustomTestStringConvertible {
        var why: String
        var parameters: JSONObject
        var cmdlet: String
        var caller: String
        var status: Int
        var says: String
        var testDescription: String { why }

        init(
            _ why: String,
            _ parameters: JSONObject,
            cmdlet: String = "Get-Mailbox",
            caller: String = "admin",
            status: Int = 400,
            says: String
        ) {
            self.why = why
            self.parameters = parameters
            self.cmdlet = cmdlet
            self.caller = caller
            self.status = status
            self.says = says
        }
    }

    static let refusals: [Refusal] = [
        Refusal("no such object", ["Identity": "nobody"], status: 404, says: "couldn't be found"),
        Refusal("not a mailbox", ["Identity": "marketing"], status: 404, says: "couldn't be found"),
        Refusal("unknown parameter", ["Bogus": 1], says: "Invalid cmdlet parameters specified. Bogus"),
        Refusal("a search too short", ["Anr": "a"], says: "from 3 to 5120 characters"),
        Refusal("no such plan", ["MailboxPlan": "nosuchplan"], status: 404, says: "'nosuchplan' couldn't be found"),
        Refusal(
            "filter on a property that is not kept",
            ["Filter": "LanguagesRaw -eq 'de'"],
            status: 501,
            says: "filters of Get-Mailbox by LanguagesRaw"
        ),
        Refusal("two parameter sets", ["Identity": "adele", "Anr": "adele"], says: "Parameter set cannot be resolved"),
        Refusal("unknown name of an enumeration", ["RecipientTypeDetails": "Nonsense"], says: "SharedMailbox"),
        Refusal("two identities", ["Identity": ["a", "b"]], says: "Specified method is not supported"),
        Refusal("a size that is none", ["ResultSize": "abc"], says: "ResultSize"),
        Refusal("a size of nothing", ["ResultSize": 0], says: "greater than 0"),
        Refusal("a switch that is none", ["Archive": "perhaps"], says: "Archive"),
        Refusal(
            "filter on a foreign property",
            ["Filter": "Bogus -eq 'x'"],
            says: "not a recognized filterable property"
        ),
        Refusal(
            "filter on a property of another cmdlet",
            ["Filter": "Department -eq 'IT'"],
            says: "not a recognized filterable property"
        ),
        Refusal("filter cut off", ["Filter": "Alias -eq"], says: "Invalid filter syntax"),
        Refusal(
            "mandatory parameter missing",
            [:],
            cmdlet: "Get-DistributionGroupMember",
            says: "missing mandatory parameters: Identity"
        ),
        Refusal(
            "mandatory parameter empty",
            ["Identity": ""],
            cmdlet: "Set-Mailbox",
            says: "missing mandatory parameters: Identity"
        ),
        Refusal(
            "unknown cmdlet",
            [:],
            cmdlet: "Get-Nonsense",
            status: 403,
            says: "The term 'Get-Nonsense' is not recognized as the name of a cmdlet"
        ),
        Refusal(
            "cmdlet not emulated",
            [:],
            cmdlet: "Get-ServiceDeliveryReport",
            status: 501,
            says: "Get-ServiceDeliveryReport"
        ),
        Refusal(
            "user without a role",
            [:],
            cmdlet: "Get-TransportRule",
            caller: "adele",
            status: 403,
            says: "User is not allowed to call Get-TransportRule"
        ),
        Refusal(
            "reader who writes",
            ["Identity": "adele"],
            cmdlet: "Set-Mailbox",
            caller: "reader",
            status: 403,
            says: "User is not allowed to call Set-Mailbox"
        ),
    ]

    @Test(arguments: refusals)
    func refusesWithTheServicesWords(_ testCase: Refusal) throws {
        let reply = try ExchangeHarness.reading().run(testCase.cmdlet, testCase.parameters, as: testCase.caller)
        #expect(reply.status == testCase.status)
        #expect(reply.errorText.contains(testCase.says), "\(reply.errorText)")
        #expect(reply.response.header("x-ExceptionType") != nil)
    }

    @Test func refusesAnIdentityThatSeveralObjectsHave() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("Set-Mailbox", ["Identity": "alex", "DisplayName": "Twin"]).status == 200)
        #expect(try harness.run("Set-Mailbox", ["Identity": "joni", "DisplayName": "Twin"]).status == 200)
        let reply = try harness.run("Get-Mailbox", ["Identity": "twin"])
        #expect(reply.status == 400)
        #expect(reply.errorText.contains("matches multiple entries"))
    }

    @Test func refusesBodiesThatAreNoCommand() throws {
        let harness = try ExchangeHarness.reading()
        let bodies: [JSONValue] = [
            "x", [:], ["CmdletInput": [:]], ["CmdletInput": ["CmdletName": "Get-Mailbox", "Parameters": []]],
        ]
        for body in bodies {
            let target = "/adminapi/beta/contoso.com/InvokeCommand"
            #expect(try harness.send("POST", target, body: body).status == 400)
        }
        #expect(try harness.send("POST", "/adminapi/beta/contoso.com/InvokeCommand").status == 400)
    }

    @Test func anOrganizationAndItsDomains() throws {
        let harness = try ExchangeHarness.reading()
        let organization = try harness.run("Get-OrganizationConfig")
        #expect(organization.texts("Name") == ["contoso.onmicrosoft.com"])
        let domains = try harness.run("Get-AcceptedDomain")
        #expect(Set(domains.texts("DomainName")) == ["contoso.com", "contoso.onmicrosoft.com"])
        #expect(try harness.run("Get-AcceptedDomain", ["Identity": "CONTOSO.com"]).rows.first?["Default"] == true)
        #expect(try harness.run("Get-AcceptedDomain", ["Identity": "fabrikam.com"]).status == 404)
    }
}
