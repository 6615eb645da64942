import EmulatorCore
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorExchange

/// What InvokeCommand takes of the ways in which its clients call it.
struct ExchangeDoorTests {
    /// Every form of a routing hint that documents or clients show.
    static let anchors = [
        "UPN:admin@contoso.com", "UPN:OAuthUser@contoso.onmicrosoft.com",
        "UPN:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@contoso.onmicrosoft.com",
        "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@11111111-1111-4111-8111-111111111111",
        "UPN:SystemMailbox{8cc370d3-822a-4ab8-a926-bb94bd0641a9}@contoso.com",
        "DiscoverySearchMailbox{D919BA05-46A6-415f-80AD-7E09334BB852}@contoso.com",
        "TID:11111111-1111-4111-8111-111111111111", "SMTP:adele@contoso.com",
        "MBX:f5745ff5-e89e-40e5-bcd9-d099cfcbc611@11111111-1111-4111-8111-111111111111", "adele@contoso.com",
        "f5745ff5-e89e-40e5-bcd9-d099cfcbc611@11111111-1111-4111-8111-111111111111",
    ]

    @Test(arguments: anchors)
    func pagesWithEveryFormOfARoutingHint(_ anchor: String) throws {
        let harness = try ExchangeHarness.reading()
        let headers = ["X-AnchorMailbox": anchor, "Prefer": "odata.maxpagesize=2"]
        for version in ["beta", "v1.0"] {
            let root = "/adminapi/\(version)/\(ExchangeHarness.contoso)"
            let call: JSONValue = [
                "CmdletInput": ["CmdletName": "Get-Mailbox", "Parameters": ["ResultSize": "Unlimited"]]
            ]
            let first = try harness.send("POST", "\(root)/InvokeCommand", headers: headers, body: call)
            #expect(first.status == 200 && first.rows.count == 2, "\(first.errorText)")
            let link = try #require(first.nextLink)
            #expect(link.hasPrefix("https://localhost:8443\(root)/InvokeCommand?%24skiptoken="))
            let target = String(link.dropFirst("https://localhost:8443".count))
            let second = try harness.send("POST", target, headers: headers, body: call)
            #expect(second.status == 200 && second.rows.count == 2, "\(second.errorText)")
            #expect(Set(first.texts("Name")).isDisjoint(with: second.texts("Name")))
        }
        #expect(try harness.entities("Mailbox('adele')", headers: ["X-AnchorMailbox": anchor]).status == 200)
    }

    @Test(arguments: ["Partial", "Full", "partial", "None", nil])
    func writesTheSameDocumentAtEveryLevel(_ level: String?) throws {
        var headers = ["X-ResponseFormat": "clixml"]
        if let level { headers["X-SerializationLevel"] = level }
        let reply = try ExchangeHarness.reading().run("Get-Mailbox", ["Identity": "adele"], headers: headers)
        let text = try #require(reply.rows.first?["_clixml"]?.stringValue)
        #expect(text.hasPrefix("<Objs ") && text.contains("adele@contoso.com"))
    }

    @Test func selectsPropertiesInEitherSpelling() throws {
        let harness = try ExchangeHarness.reading()
        for query in ["?$select=Alias,Name,Bogus", "?%24select=alias,%20name"] {
            let row = try #require(try harness.run("Get-Mailbox", ["Identity": "adele"], query: query).rows.first)
            #expect(row.objectValue?.names == ["Alias", "Name"])
        }
    }

    @Test func takesABareQuestionMarkAndHeadersInAnyCase() throws {
        let harness = try ExchangeHarness.reading()
        let reply = try harness.run(
            "GET-mailBOX",
            ["identity": "adele"],
            headers: ["x-responseformat": "JSON", "PREFER": "ODATA.MAXPAGESIZE=5", "X-Unknown": "x"],
            query: "?"
        )
        #expect(reply.texts("Alias") == ["adele"])
    }
}
