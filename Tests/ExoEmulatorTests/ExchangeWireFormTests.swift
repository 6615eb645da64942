import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Forms of requests and replies that programs without the official module meet.
struct ExchangeWireFormTests {
    private static let tag: JSONObject = ["@odata.type": "#Exchange.GenericHashTable"]

    private static func tagged(_ members: JSONObject) -> JSONValue {
        .object(JSONObject(tag.members + members.members))
    }

    @Test func aSwitchAddsAddressesAndNamesToAList() throws {
        let harness = try ExchangeHarness()
        let set = try harness.run(
            "Set-Mailbox",
            ["Identity": "adele", "GrantSendOnBehalfTo": ["alex@contoso.com"], "ForwardingAddress": "alex@contoso.com"]
        )
        #expect(set.status == 200, "\(set.errorText)")
        func shown(_ parameters: JSONObject) throws -> JSONObject {
            var all = parameters
            all["Identity"] = "adele"
            return try #require(try harness.run("Get-Mailbox", all).rows.first?.objectValue)
        }
        #expect(try shown([:])["GrantSendOnBehalfToWithDisplayNames"] == [])
        let name = try #require(try harness.run("Get-Mailbox", ["Identity": "alex"]).texts("DisplayName").first)
        let both = try shown([
            "includeGrantSendOnBehalfTowithDisplayNames": true, "IncludeForwardingAddressWithDisplayNames": true,
        ])
        #expect(both["GrantSendOnBehalfToWithDisplayNames"] == [.string("(alex@contoso.com, \(name))")])
        #expect(both["ForwardingAddressWithDisplayNames"] == .string("(alex@contoso.com, \(name))"))
        let off = try shown(["IncludeGrantSendOnBehalfToWithDisplayNames": false])
        #expect(off["GrantSendOnBehalfToWithDisplayNames"] == [])
    }

    @Test func whoLeadsIsNobodyElseOfThatName() throws {
        let harness = try ExchangeHarness()
        for name in ["green1", "green2"] {
            let person: JSONObject = ["Name": .string(name), "DisplayName": "Chris Green", "Shared": true]
            try harness.done("New-Mailbox", person)
        }
        try harness.done("Set-User", ["Identity": "adele", "Manager": "green2"])
        let led = try harness.done("Get-User", ["Identity": "adele", "IncludeManagerWithDisplayName": true])
        #expect(led.texts("ManagerWithDisplayName") == ["(green2@contoso.com, Chris Green)"])
    }

    @Test func whoLeadsWhomIsShownWithTheNameOnDemand() throws {
        let harness = try ExchangeHarness()
        try harness.done("Set-User", ["Identity": "adele", "Manager": "alex"])
        let name = try #require(try harness.done("Get-User", ["Identity": "alex"]).texts("DisplayName").first)
        let led = try harness.done("Get-User", ["Identity": "adele", "IncludeManagerWithDisplayName": true])
        #expect(led.texts("ManagerWithDisplayName") == ["(alex@contoso.com, \(name))"])
        let lead = try harness.done("Get-User", ["Identity": "alex", "IncludeDirectReportsWithDisplayNames": true])
        let reports = lead.rows.first?["DirectReportsWithDisplayName"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(reports.contains { $0.hasPrefix("(adele@contoso.com, ") }, "\(reports)")
    }

    @Test(
        arguments: [
            ("Get-Recipient", "IncludeManagerWithDisplayName", true),
            ("Get-UnifiedGroup", "IncludeModeratedByWithDisplayNames", true),
            ("Get-Mailbox", "IncludeGrantSendOnBehalfToWithDisplayNames", false),
        ]
    )
    func aSwitchThatShowsNothingIsTold(_ cmdlet: String, _ parameter: String, _ isTold: Bool) throws {
        let reply = try ExchangeHarness.reading().done(cmdlet, [.init(parameter): true])
        let ignored = reply.response.note.filter { $0.name == "ignored" }.map(\.value)
        #expect(ignored == (isTold ? ["-\(parameter)"] : []))
    }

    @Test func aTableSaysThatItIsOne() throws {
        let harness = try ExchangeHarness()
        func set(_ parameters: JSONObject) throws -> ExchangeHarness.Reply {
            try harness.comply("Set-Label", JSONObject([.init(name: "Identity", value: "Public")] + parameters.members))
        }
        let bare = try set(["AdvancedSettings": ["color": "#00ff00"]])
        #expect(bare.status == 400 && bare.errorText.contains("AdvancedSettings"), "\(bare.errorText)")
        #expect(bare.response.header("x-ExceptionType") == "ParameterTransformationException")
        #expect(try set(["AdvancedSettings": Self.tagged(["color": "#00ff00"])]).status == 200)
        let beside = try set([
            "AdvancedSettings@odata.type": "#Exchange.GenericHashTable", "AdvancedSettings": ["color": "#00ff01"],
        ])
        #expect(beside.status == 200, "\(beside.errorText)")
        func scope(_ conditions: JSONObject) throws -> ExchangeHarness.Reply {
            try harness.comply(
                "New-AdaptiveScope",
                [
                    "Name": "S", "LocationType": "User",
                    "FilterConditions": Self.tagged(["Conjunction": "And", "Conditions": .object(conditions)]),
                ]
            )
        }
        let condition: JSONObject = ["Value": "Sales", "Operator": "Equals", "Name": "Department"]
        let within = try scope(condition)
        #expect(within.status == 400 && within.errorText.contains("FilterConditions"), "\(within.errorText)")
        #expect(try scope(JSONObject(Self.tag.members + condition.members)).status == 200)
    }

    @Test func aListOfTablesSaysSoBesideItOrInEach() throws {
        let harness = try ExchangeHarness()
        func make(_ name: JSONValue, _ tables: JSONValue, _ beside: JSONObject = [:]) throws -> ExchangeHarness.Reply {
            let own: JSONObject = ["Name": name, "DeleteMessage": true, "MessageContainsDataClassifications": tables]
            return try harness.run("New-TransportRule", JSONObject(beside.members + own.members))
        }
        let kind = "MessageContainsDataClassifications@odata.type"
        let bare = try make("A", [["Name": "Credit Card Number"]])
        #expect(
            bare.status == 400 && bare.errorText.contains("MessageContainsDataClassifications"),
            "\(bare.errorText)"
        )
        let beside = try make(
            "B",
            [["Name": "Credit Card Number"]],
            [.init(kind): "#Collection(Exchange.GenericHashTable)"]
        )
        #expect(beside.status == 200, "\(beside.errorText)")
        let each = try make("C", [Self.tagged(["Name": "Credit Card Number"])])
        #expect(each.status == 200, "\(each.errorText)")
    }

    @Test func listsOfTablesAreCalledSoAndKeepNoTags() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply("New-DlpCompliancePolicy", ["Name": "D", "EndpointDlpLocation": "All"])
        let made = try harness.comply(
            "New-DlpComplianceRule",
            [
                "Name": "R", "Policy": "D",
                "EndpointDlpRestrictions": [Self.tagged(["Setting": "Print", "Value": "Block"])],
            ]
        )
        #expect(made.status == 200, "\(made.errorText)")
        let row = try #require(try harness.comply("Get-DlpComplianceRule", ["Identity": "R"]).rows.first?.objectValue)
        #expect(row["EndpointDlpRestrictions"] == [["Setting": "Print", "Value": "Block"]])
        #expect(row["EndpointDlpRestrictions@odata.type"] == "#Collection(Exchange.GenericHashTable)")
        #expect(row.members.filter { $0.name == "EndpointDlpRestrictions@odata.type" }.count == 1)
    }

    @Test func theIdOfARequestComesBackWhereItIsWanted() throws {
        let harness = try ExchangeHarness.reading()
        let id = "0b6f7b3e-3b0c-4a6e-9e57-5f2f6a1f0c11"
        let asked = ["client-request-id": id, "return-client-request-id": "true"]
        #expect(try harness.run("Get-OrganizationConfig", headers: asked).response.header("client-request-id") == id)
        let plain = ["client-request-id": id]
        #expect(try harness.run("Get-OrganizationConfig", headers: plain).response.header("client-request-id") == nil)
    }

    @Test func repliesCarryTheFieldsThatTheServiceSends() throws {
        let reply = try ExchangeHarness.reading().run("Get-OrganizationConfig").response
        #expect(reply.header("Cache-Control") == "no-cache")
        #expect(reply.header("X-ConcurrencyCount") == "0" && reply.header("X-CombinedAppOnlyConcurrencyCount") == "0")
        let reset = try #require(reply.header("Rate-Limit-Reset"))
        #expect(reset.count == 24 && reset.hasSuffix("Z") && reset.contains("."))
        let vector = try #require(reply.header("MS-CV"))
        #expect(vector.hasSuffix(".1.1") && vector.utf8.count == 26)
    }

    @Test func aLinkOfTheSecondVersionLivesTenMinutes() throws {
        let harness = try ExchangeHarness()
        let headers = ["X-AnchorMailbox": ExchangeHarness.anchor, "Prefer": "odata.maxpagesize=1"]
        let body: JSONValue = ["CmdletInput": ["CmdletName": "Get-Mailbox", "Parameters": ["ResultSize": "Unlimited"]]]
        func page(_ target: String, as caller: String) throws -> ExchangeHarness.Reply {
            try harness.send("POST", target, as: caller, headers: headers, body: body)
        }
        func link(_ reply: ExchangeHarness.Reply) throws -> String {
            String(try #require(reply.nextLink, "\(reply.errorText)").dropFirst("https://localhost:8443".count))
        }
        let door = "/adminapi/v2.0/\(ExchangeHarness.contoso)/Mailbox"
        let (alive, second) = (try link(page(door, as: "endpoints")), try link(page(door, as: "endpoints")))
        let first = try link(page("/adminapi/beta/\(ExchangeHarness.contoso)/InvokeCommand", as: "admin"))
        harness.context.clock.advance(by: 599)
        #expect(try page(alive, as: "endpoints").status == 200)
        harness.context.clock.advance(by: 2)
        #expect(try page(second, as: "endpoints").status == 400)
        #expect(try page(first, as: "admin").status == 200)
    }
}
