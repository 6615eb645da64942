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
    }

    static let cases = [
        Case(why: "by alias", cmdlet: "Get-Mailbox", parameters: ["Identity": "adele"], aliases: ["adele"]),
        Case(
            why: "cmdlet and parameter in any case",
            cmdlet: "get-mailbox",
            parameters: ["IDENTITY": "ADELE"],
            aliases: ["adele"]
        ),
        Case(
            why: "by address",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity": "adele@contoso.com"],
            aliases: ["adele"]
        ),
        Case(
            why: "by secondary address",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity": "smtp:adele@contoso.onmicrosoft.com"],
            aliases: ["adele"]
        ),
        Case(
            why: "by display name with an address",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity": "A <adele@contoso.com>"],
            aliases: ["adele"]
        ),
        Case(
            why: "by display name",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity": "björn åkesson"],
            aliases: ["bjorn"]
        ),
        Case(
            why: "by path",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity": "contoso.onmicrosoft.com/Adele Vance"],
            aliases: ["adele"]
        ),
        Case(
            why: "by pattern",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity": "room.*"],
            aliases: ["room.baltic", "room.adriatic", "room.stevens"]
        ),
        Case(why: "one in a list", cmdlet: "Get-Mailbox", parameters: ["Identity": ["info"]], aliases: ["info"]),
        Case(
            why: "null identity and a type",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity": nil, "RecipientTypeDetails": "SharedMailbox"],
            aliases: ["info", "sales", "support"]
        ),
        Case(
            why: "types as one text",
            cmdlet: "Get-Mailbox",
            parameters: ["RecipientTypeDetails": "shared,equip"],
            aliases: ["info", "sales", "support", "projector.1", "van"]
        ),
        Case(
            why: "types as a list",
            cmdlet: "Get-Mailbox",
            parameters: ["RecipientTypeDetails": ["EquipmentMailbox"]],
            aliases: ["projector.1", "van"]
        ),
        Case(
            why: "common parameters are taken",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity": "van", "Verbose": true, "ErrorAction": "Stop"],
            aliases: ["van"]
        ),
        Case(
            why: "annotations are no parameters",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity@odata.type": "#String", "Identity": "van"],
            aliases: ["van"]
        ),
        Case(why: "name resolution", cmdlet: "Get-Mailbox", parameters: ["Anr": "vance"], aliases: ["adele"]),
        Case(
            why: "by canonical name",
            cmdlet: "Get-Mailbox",
            parameters: [
                "Identity":
                    "EURPR01A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com/Adele Vance"
            ],
            aliases: ["adele"]
        ),
        Case(
            why: "by domain and user",
            cmdlet: "Get-User",
            parameters: ["Identity": #"CONTOSO\adele"#],
            aliases: ["adele"]
        ),
        Case(why: "archives", cmdlet: "Get-Mailbox", parameters: ["Archive": true], aliases: ["lee", "patti"]),
        Case(
            why: "the plan of a tenant",
            cmdlet: "Get-Mailbox",
            parameters: ["MailboxPlan": "exchangeonlineenterprise", "RecipientTypeDetails": "EquipmentMailbox"],
            aliases: ["projector.1", "van"]
        ),
        Case(
            why: "the service's own mailboxes",
            cmdlet: "Get-Mailbox",
            parameters: ["RecipientTypeDetails": ["ArbitrationMailbox", "auditlogmailbox", "MonitoringMailbox"]],
            aliases: []
        ),
        Case(
            why: "public folders' mailboxes",
            cmdlet: "Get-Mailbox",
            parameters: ["RecipientTypeDetails": "PublicFolderMailbox"],
            aliases: []
        ),
        Case(
            why: "a switch as text, off",
            cmdlet: "Get-Mailbox",
            parameters: ["Archive": "false", "Identity": "van"],
            aliases: ["van"]
        ),
        Case(
            why: "deleted mailboxes",
            cmdlet: "Get-Mailbox",
            parameters: ["SoftDeletedMailbox": true],
            aliases: ["ingrid", "marcus"]
        ),
        Case(
            why: "inactive mailboxes",
            cmdlet: "Get-Mailbox",
            parameters: ["InactiveMailboxOnly": true],
            aliases: ["ingrid"]
        ),
        Case(
            why: "what reports of forwarding look for",
            cmdlet: "Get-Mailbox",
            parameters: ["Filter": "ForwardingAddress -ne $null -or ForwardingSmtpAddress -ne $null"],
            aliases: ["former", "soren"]
        ),
        Case(
            why: "holds",
            cmdlet: "Get-Mailbox",
            parameters: ["Filter": "LitigationHoldEnabled -eq $true"],
            aliases: ["patti"]
        ),
        Case(
            why: "what address lists hide",
            cmdlet: "Get-Recipient",
            parameters: ["Filter": "HiddenFromAddressListsEnabled -eq $true"],
            aliases: ["former"]
        ),
        Case(
            why: "the groups of somebody",
            cmdlet: "Get-DistributionGroup",
            parameters: ["Filter": .string("Members -eq '\(distinguishedName("Adele Vance"))'")],
            aliases: ["all.company", "sales.team"]
        ),
        Case(
            why: "the groups of a group, among recipients",
            cmdlet: "Get-Recipient",
            parameters: ["Filter": .string("Members -eq '\(distinguishedName("Marketing"))'")],
            aliases: ["all.company"]
        ),
        Case(
            why: "whom somebody leads",
            cmdlet: "Get-User",
            parameters: ["Filter": .string("Manager -eq '\(distinguishedName("Megan Bowen"))'")],
            aliases: ["alex", "amelie", "isaiah", "zoe"]
        ),
        Case(
            why: "groups without members",
            cmdlet: "Get-DistributionGroup",
            parameters: ["Filter": "-not (Members -ne $null)"],
            aliases: ["empty.list"]
        ),
        Case(
            why: "who is in a group",
            cmdlet: "Get-Mailbox",
            parameters: ["Filter": .string("MemberOfGroup -eq '\(distinguishedName("Marketing"))'")],
            aliases: ["amelie", "isaiah", "megan", "zoe"]
        ),
        Case(
            why: "who is in any group",
            cmdlet: "Get-Recipient",
            parameters: ["Filter": "MemberOfGroup -ne $null -and RecipientType -ne 'UserMailbox'"],
            aliases: ["it.ops", "marketing", "partner.kim", "sales.team", "vendor.ada"]
        ),
        Case(
            why: "mailboxes of groups",
            cmdlet: "Get-Mailbox",
            parameters: ["GroupMailbox": true],
            aliases: ["project.aurora", "leadership"]
        ),
        Case(
            why: "filter",
            cmdlet: "Get-Mailbox",
            parameters: ["Filter": "Alias -like 'room.*' -and ResourceCapacity -gt 6"],
            aliases: ["room.baltic", "room.stevens"]
        ),
        Case(
            why: "sorted",
            cmdlet: "Get-Mailbox",
            parameters: ["RecipientTypeDetails": "RoomMailbox", "SortBy": "DisplayName"],
            aliases: ["room.adriatic", "room.baltic", "room.stevens"]
        ),
        Case(
            why: "contacts are recipients",
            cmdlet: "Get-Recipient",
            parameters: ["RecipientType": "MailContact"],
            aliases: ["partner.kim", "partner.li", "press"]
        ),
        Case(
            why: "a group is a recipient",
            cmdlet: "Get-Recipient",
            parameters: ["Identity": "marketing@contoso.com"],
            aliases: ["marketing"]
        ),
        Case(
            why: "user by name",
            cmdlet: "Get-User",
            parameters: ["Identity": "adele@contoso.com"],
            aliases: ["adele"]
        ),
        Case(
            why: "groups",
            cmdlet: "Get-DistributionGroup",
            parameters: [:],
            aliases: ["all.company", "sales.team", "marketing", "empty.list", "it.ops", "finance.readers"]
        ),
        Case(
            why: "groups of a type",
            cmdlet: "Get-DistributionGroup",
            parameters: ["RecipientTypeDetails": "MailUniversalSecurityGroup"],
            aliases: ["it.ops", "finance.readers"]
        ),
        Case(
            why: "members",
            cmdlet: "Get-DistributionGroupMember",
            parameters: ["Identity": "marketing"],
            aliases: ["amelie", "isaiah", "megan", "zoe"]
        ),
        Case(
            why: "members of other kinds",
            cmdlet: "Get-DistributionGroupMember",
            parameters: ["Identity": "All Company"],
            aliases: ["adele", "partner.kim", "sales.team", "marketing", "it.ops"]
        ),
        Case(
            why: "no members",
            cmdlet: "Get-DistributionGroupMember",
            parameters: ["Identity": "Empty List"],
            aliases: []
        ),
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
        var cmdlet = "Get-Mailbox"
        var parameters: JSONObject
        var caller = "admin"
        var status = 400
        var says: String
        var testDescription: String { why }
    }

    static let refusals = [
        Refusal(why: "no such object", parameters: ["Identity": "nobody"], status: 404, says: "couldn't be found"),
        Refusal(why: "not a mailbox", parameters: ["Identity": "marketing"], status: 404, says: "couldn't be found"),
        Refusal(why: "unknown parameter", parameters: ["Bogus": 1], says: "Invalid cmdlet parameters specified. Bogus"),
        Refusal(why: "a search too short", parameters: ["Anr": "a"], says: "from 3 to 5120 characters"),
        Refusal(
            why: "no such plan",
            parameters: ["MailboxPlan": "nosuchplan"],
            status: 404,
            says: "'nosuchplan' couldn't be found"
        ),
        Refusal(
            why: "filter on a property that is not kept",
            parameters: ["Filter": "LanguagesRaw -eq 'de'"],
            status: 501,
            says: "filters of Get-Mailbox by LanguagesRaw"
        ),
        Refusal(
            why: "two parameter sets",
            parameters: ["Identity": "adele", "Anr": "adele"],
            says: "Parameter set cannot be resolved"
        ),
        Refusal(
            why: "unknown name of an enumeration",
            parameters: ["RecipientTypeDetails": "Nonsense"],
            says: "SharedMailbox"
        ),
        Refusal(
            why: "two identities",
            parameters: ["Identity": ["a", "b"]],
            says: "Specified method is not supported"
        ),
        Refusal(why: "a size that is none", parameters: ["ResultSize": "abc"], says: "ResultSize"),
        Refusal(why: "a size of nothing", parameters: ["ResultSize": 0], says: "greater than 0"),
        Refusal(why: "a switch that is none", parameters: ["Archive": "perhaps"], says: "Archive"),
        Refusal(
            why: "filter on a foreign property",
            parameters: ["Filter": "Bogus -eq 'x'"],
            says: "not a recognized filterable property"
        ),
        Refusal(
            why: "filter on a property of another cmdlet",
            parameters: ["Filter": "Department -eq 'IT'"],
            says: "not a recognized filterable property"
        ),
        Refusal(why: "filter cut off", parameters: ["Filter": "Alias -eq"], says: "Invalid filter syntax"),
        Refusal(
            why: "mandatory parameter missing",
            cmdlet: "Get-DistributionGroupMember",
            parameters: [:],
            says: "missing mandatory parameters: Identity"
        ),
        Refusal(
            why: "mandatory parameter empty",
            cmdlet: "Set-Mailbox",
            parameters: ["Identity": ""],
            says: "missing mandatory parameters: Identity"
        ),
        Refusal(
            why: "unknown cmdlet",
            cmdlet: "Get-Nonsense",
            parameters: [:],
            status: 403,
            says: "User is not allowed to call Get-Nonsense"
        ),
        Refusal(
            why: "cmdlet not emulated",
            cmdlet: "Get-TransportRule",
            parameters: [:],
            status: 501,
            says: "Get-TransportRule"
        ),
        Refusal(
            why: "user without a role",
            parameters: [:],
            caller: "adele",
            status: 403,
            says: "User is not allowed to call Get-Mailbox"
        ),
        Refusal(
            why: "reader who writes",
            cmdlet: "Set-Mailbox",
            parameters: ["Identity": "adele"],
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
