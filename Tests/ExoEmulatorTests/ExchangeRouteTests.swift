import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

struct ExchangeRouteTests {
    struct Case: CustomTestStringConvertible {
        var why: String
        var method = "GET"
        var target: String
        var caller: String? = "admin"
        var status: Int
        var testDescription: String { why }
    }

    private static let root = "/AdminApi/v1.0/\(ExchangeHarness.contoso)"
    private static let command = "/adminapi/beta/\(ExchangeHarness.contoso)/InvokeCommand"

    static let cases = [
        Case(why: "module file", target: "\(root)/EXOModuleFile?Version=3.9.0", status: 200),
        Case(why: "fixed segments in any case", target: root.lowercased() + "/exomodulefile", status: 200),
        Case(why: "tenant by domain", target: "/adminapi/v1.0/contoso.com/EXOModuleFile", status: 200),
        Case(why: "another tenant than the token's", target: "/adminapi/v1.0/fabrikam.com/EXOModuleFile", status: 401),
        Case(why: "unknown tenant", target: "/adminapi/v1.0/nobody.example/EXOModuleFile", status: 401),
        Case(why: "no token", target: "\(root)/EXOModuleFile", caller: nil, status: 401),
        Case(why: "no token for a cmdlet", method: "POST", target: command, caller: nil, status: 401),
        Case(why: "foreign token", target: "\(root)/EXOModuleFile", caller: "forged", status: 401),
        Case(why: "scope missing", target: "\(root)/EXOModuleFile", caller: "unscoped", status: 401),
        Case(
            why: "neither app role nor role",
            target: "\(root)/EXOModuleFile",
            caller: "app-without-anything",
            status: 401
        ),
        Case(why: "app role missing", target: "\(root)/EXOModuleFile", caller: "app-without-permission", status: 401),
        Case(why: "directory role missing", target: "\(root)/EXOModuleFile", caller: "app-without-role", status: 403),
        Case(why: "both grants", target: "\(root)/EXOModuleFile", caller: "app", status: 200),
        Case(why: "banner", target: "\(root)/EXOBanner('AutogenSession')?Version=3.9.0", status: 200),
        Case(why: "ping", target: "/AdminApi/beta/\(ExchangeHarness.contoso)/basicinfo('AdminApiState')", status: 200),
        Case(why: "an entity", target: "/adminapi/beta/contoso.com/Mailbox('adele')", status: 200),
        Case(why: "the service document", target: "/adminapi/beta/contoso.com", status: 200),
        Case(why: "the model", target: "/adminapi/beta/contoso.com/$metadata", status: 200),
        Case(
            why: "the model without a token",
            target: "/adminapi/beta/contoso.com/$metadata",
            caller: nil,
            status: 401
        ),
        Case(why: "a set without a cmdlet", target: "/adminapi/beta/contoso.com/Divergence", status: 501),
        Case(why: "an action", method: "POST", target: "/adminapi/beta/contoso.com/RbacQuery", status: 501),
        Case(why: "a key that does not end", target: "/adminapi/beta/contoso.com/Mailbox('adele", status: 400),
        Case(why: "an entity by POST", method: "POST", target: "/adminapi/beta/contoso.com/Mailbox", status: 405),
        Case(
            why: "v2.0 with the permission of the other API",
            method: "POST",
            target: "/adminapi/v2.0/contoso.com/Mailbox",
            status: 401
        ),
        Case(why: "no endpoint", method: "POST", target: "/adminapi/v2.0/contoso.com/Recipient", status: 404),
        Case(why: "nothing of that name", target: "/adminapi/beta/contoso.com/Nonsense", status: 404),
        Case(why: "v2.0 cut off", target: "/adminapi/v2.0/contoso.com", status: 501),
        Case(why: "v2.0 cut off, no token", target: "/adminapi/v2.0/x", caller: nil, status: 401),
        Case(why: "v2.0 with nothing behind the tenant", target: "/adminapi/v2.0/contoso.com/", status: 501),
        Case(why: "beta cut off, no token", target: "/adminapi/beta/contoso.com", caller: nil, status: 401),
        Case(why: "tenant cut off", target: "/adminapi/v2.0", caller: nil, status: 404),
        Case(why: "version cut off", target: "/adminapi", caller: nil, status: 404),
        Case(why: "longer than any route", target: "/adminapi/v2.0/contoso.com/x/y/z", status: 404),
        Case(why: "InvokeCommand by GET", target: command, status: 405),
        Case(why: "module file by POST", method: "POST", target: "\(root)/EXOModuleFile", status: 405),
    ]

    @Test(arguments: cases)
    func answersEachRouteWithItsStatus(_ testCase: Case) throws {
        let reply = try ExchangeHarness.reading().send(testCase.method, testCase.target, as: testCase.caller)
        #expect(reply.status == testCase.status)
        #expect(reply.response.header("request-id") != nil)
        #expect(reply.response.header("X-CalculatedBETarget") != nil)
    }

    @Test func leavesOtherPathsToOthers() throws {
        let reply = try ExchangeHarness.reading().send("GET", "/common/discovery/v2.0/keys", as: nil)
        #expect(reply.status == 200 && reply.response.header("X-CalculatedBETarget") == nil)
    }

    @Test func saysThatATokenIsForAnotherService() throws {
        let reply = try ExchangeHarness.reading().send("GET", "\(Self.root)/EXOModuleFile", as: "stranger")
        #expect(reply.status == 401)
        let diagnostics = try #require(reply.response.header("x-ms-diagnostics"))
        #expect(
            diagnostics
                == #"2000003;reason="The audience claim value is invalid 'aud'.";error_category="invalid_resource""#
        )
    }

    @Test func offersEveryCmdletThatTheRoleOpens() throws {
        let harness = try ExchangeHarness.reading()
        func cmdlets(_ caller: String, _ names: String = "*") throws -> [String] {
            let reply = try harness.send(
                "GET",
                "\(Self.root)/EXOModuleFile",
                as: caller,
                headers: ["CommandName": names]
            )
            let elements = reply.rows.compactMap { $0["exportedCmdlets"]?.stringValue }
            return elements.flatMap { $0.split(separator: ",").map(String.init) }
        }
        let administrators = try cmdlets("admin")
        #expect(administrators.count > 800 && administrators.contains("Set-Mailbox"))
        #expect(!administrators.contains { $0.hasPrefix("Get-EXO") })
        let readers = try cmdlets("reader")
        #expect(readers.contains("Get-TransportRule") && !readers.contains("Set-TransportRule"))
        let people = try cmdlets("adele")
        #expect(people.contains("Get-InboxRule") && !people.contains("Get-TransportRule"))
        #expect(
            try cmdlets("admin", "get-mailbox,SET-mailbox,Get-AcceptedDom*,Get-Nothing") == [
                "Get-AcceptedDomain", "Get-Mailbox", "Set-Mailbox",
            ]
        )
    }

    @Test func pingAndBannerAreFlatObjects() throws {
        let harness = try ExchangeHarness.reading()
        let ping = try harness.send("GET", "/AdminApi/beta/contoso.com/basicinfo('AdminApiState')")
        #expect(ping.body == ["PropertyName": "AdminApiState", "PropertyValue": "Running"])
        let banner = try harness.send("GET", "\(Self.root)/EXOBanner('AutogenSession')")
        #expect(banner.body["sessionType"] == "AutogenSession")
        #expect(banner.body["moduleBannerContent"]?.stringValue?.isEmpty == false)
    }

    @Test func refusesWithoutBodyAtTheBootstrapAndAsksForCredentials() throws {
        let reply = try ExchangeHarness.reading().send("GET", "\(Self.root)/EXOModuleFile", as: nil)
        #expect(reply.status == 401 && reply.response.body.isEmpty)
        #expect(reply.response.header("WWW-Authenticate") == #"Basic Realm="""#)
        #expect(reply.response.header("x-ms-diagnostics") == nil)
    }

    @Test(arguments: ["opaque", "a.b.c"])
    func saysThatATokenCannotBeParsed(_ token: String) throws {
        let harness = try ExchangeHarness.reading()
        let reply = try harness.run("Get-OrganizationConfig", as: token)
        #expect(reply.status == 401)
        let challenge = try #require(reply.response.header("WWW-Authenticate"))
        #expect(challenge.hasPrefix(#"Bearer client_id="00000002-0000-0ff1-ce00-000000000000""#))
        #expect(challenge.hasSuffix(#"error="invalid_token""#))
        #expect(reply.response.header("x-ms-diagnostics")?.hasPrefix("2000001;reason=") == true)
    }

    @Test func sendsCallersToTheRegionalBackendWhichDoesWithoutTheCookie() throws {
        let harness = try ExchangeHarness()
        harness.context.settings.change { $0.redirectsExchange = true }
        let target = "\(Self.root)/EXOModuleFile?Version=3.9.0"
        let redirect = try harness.send("GET", target)
        #expect(redirect.status == 302)
        #expect(redirect.response.header("Location") == "https://localhost:446\(target)")
        let cookie = try #require(redirect.response.header("Set-Cookie")?.split(separator: ";").first.map(String.init))
        // The official module returns no cookie.
        #expect(try harness.send("GET", target, listener: "regional").status == 200)
        #expect(try harness.send("GET", target, headers: ["Cookie": cookie], listener: "regional").status == 200)
    }

    @Test func spendsTheCallsOfAWindow() throws {
        let harness = try ExchangeHarness()
        let first = try harness.run("Get-OrganizationConfig").response
        let second = try harness.run("Get-OrganizationConfig").response
        #expect(first.header("Rate-Limit-Remaining") == "29999")
        #expect(second.header("Rate-Limit-Remaining") == "29998")
        harness.context.clock.advance(by: 60)
        #expect(try harness.run("Get-OrganizationConfig").response.header("Rate-Limit-Remaining") == "29999")
    }

    @Test func handsOutAScriptModuleForTheCallersCmdlets() throws {
        let reply = try ExchangeHarness.reading().send("GET", "\(Self.root)/EXOModuleFile?Version=3.9.0", as: "reader")
        #expect(reply.rows.count == 2 && reply.rows.last?["fileName"] == "exchange.format.ps1xml")
        #expect(reply.rows.last?["fileContent"]?.stringValue?.hasPrefix("<?xml ") == true)
        let file = try #require(reply.rows.first)
        #expect(file["fileName"] == "ExchangeOnline.psm1")
        let script = try #require(file["fileContent"]?.stringValue)
        #expect(script.contains("function Get-Mailbox {"))
        #expect(!script.contains("function Set-TransportRule {"))
        #expect(script.contains("$script:ParameterKey = 'PFJTQ"))
        #expect(script.hasSuffix("\n"))
    }

    @Test func leavesTheFormatsOutForWhoDoesWithoutThem() throws {
        let headers = ["SkipLoadingFormatData": "true", "CommandName": "Get-Mailbox"]
        let reply = try ExchangeHarness.reading().send("GET", "\(Self.root)/EXOModuleFile", headers: headers)
        #expect(reply.rows.map { $0["fileName"]?.stringValue } == ["ExchangeOnline.psm1"])
    }

    @Test(arguments: [("adele", "Get-TransportRule"), ("admin", "Get-Nothing")])
    func whoMayRunNothingGetsAModuleThatLoads(_ caller: String, _ names: String) throws {
        let headers = ["CommandName": names]
        let reply = try ExchangeHarness.reading().send(
            "GET",
            "\(Self.root)/EXOModuleFile",
            as: caller,
            headers: headers
        )
        let file = try #require(reply.rows.first)
        #expect(reply.status == 200 && file["exportedCmdlets"] == "")
        let script = try #require(file["fileContent"]?.stringValue)
        #expect(script.hasSuffix("\nExport-ModuleMember -Function @() -Variable HelpFileNames\n"))
    }

    @Test func answersTheHelpThatTheScriptNames() throws {
        func help(_ names: String, as caller: String = "reader") throws -> ExchangeHarness.Reply {
            try ExchangeHarness.reading().send(
                "GET",
                "\(Self.root)/EXOHelpFile?Version=3.9.0",
                as: caller,
                headers: ["HelpFileNames": names]
            )
        }
        let reply = try help(#"["Other-Help.xml","ExchangeOnline-Help.xml"]"#)
        let file = try #require(reply.rows.first)
        #expect(reply.rows.count == 1 && file["fileName"] == "ExchangeOnline-Help.xml")
        let text = try #require(file["helpFileContent"]?.stringValue)
        #expect(text.contains("<command:name>Get-Mailbox</command:name>"))
        #expect(text.contains("<command:verb>Get</command:verb><command:noun>Mailbox</command:noun>"))
        #expect(!text.contains("Set-TransportRule") && text.hasSuffix("</helpItems>\n"))
        #expect(try help(#"["Other-Help.xml"]"#).rows.isEmpty)
        #expect(try help("no list").status == 400)
    }

    struct EntityCase: CustomTestStringConvertible {
        var target: String
        var cmdlet: String
        var testDescription: String { target }
    }

    /// Sets of entities that no cmdlet reads here.
    static let missing = [
        EntityCase(target: "Divergence", cmdlet: "the entity set Divergence"),
        EntityCase(target: "Mailbox?$search=a", cmdlet: "the query option $search"),
    ]

    @Test(arguments: missing)
    func namesWhatOfEntitiesIsNotEmulated(_ testCase: EntityCase) throws {
        let reply = try ExchangeHarness.reading().send("GET", "/adminapi/beta/contoso.com/\(testCase.target)")
        #expect(reply.status == 501)
        #expect(reply.errorText.contains("does not emulate \(testCase.cmdlet);"), "\(reply.errorText)")
        #expect(reply.response.header("X-Exo-Emulator") == "not-emulated")
    }

    @Test func aCmdletThatIsNotEmulatedIsRefusedAsACmdletIs() throws {
        let reply = try ExchangeHarness.reading().run(
            "get-servicedeliveryreport",
            headers: ["X-ClientApplication": "ExoManagementModule", "X-ClientModuleVersion": "3.9.0"]
        )
        #expect(reply.status == 501)
        // The official module shows nothing but the details.
        let detail = try #require(reply.body["error"]?["details"]?.arrayValue?.first)
        let document = try JSONValue(parsing: try #require(detail["message"]?.stringValue))
        #expect(document["Message"]?.stringValue?.contains("does not emulate Get-ServiceDeliveryReport;") == true)
        #expect(document["ClassName"] == "System.NotImplementedException")
        #expect(document["localizedString"]?["stringId"]?.stringValue?.hasPrefix("Ex") == true)
        #expect(document["TypeName"] == document["ClassName"])
        // Security & Compliance has it, and Exchange knows no such cmdlet.
        #expect(try ExchangeHarness.reading().run("Get-ComplianceSearch").status == 403)
    }

    @Test func theLogOfRequestsTellsTheCmdletAndItsOutcome() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("get-mailbox", ["ResultSize": 2])
        _ = try harness.run("Get-Mailbox", ["Identity": "nobody"])
        _ = try harness.run("Set-Mailbox", ["Identity": "van", "DisplayName": "V", "WhatIf": true])
        _ = try harness.run("Get-ServiceDeliveryReport")
        _ = try harness.run("Get-Mailbox", as: "forged", headers: ["X-CmdletName": "Get-Mailbox"])
        _ = try harness.send("GET", "/adminapi/beta/contoso.com/Mailbox")
        _ = try harness.run("Set-Mailbox", ["Identity": "van", "DisplayName": "V"])
        let log = try harness.send("GET", "/_emulator/requests?text=contoso", as: nil)
        let byID = try harness.send("GET", "/_emulator/requests?text=invokecommand", as: nil)
        func told(_ reply: ExchangeHarness.Reply) -> [String] {
            (reply.body["requests"]?.arrayValue ?? []).map { entry in
                "\(entry["cmdlet"]?.stringValue ?? "?"): \(entry["outcome"]?.stringValue ?? "?")"
            }
        }
        #expect(told(log).count == 1 && told(log)[0].hasPrefix("Get-EXOMailbox: ") && told(log)[0].hasSuffix(" rows"))
        let byCmdlet = try harness.send("GET", "/_emulator/requests?text=servicedelivery", as: nil)
        #expect(told(byCmdlet) == ["Get-ServiceDeliveryReport: NotImplementedException"])
        #expect(
            told(byID) == [
                "Set-Mailbox: 0 rows", "Get-Mailbox: refused", "Get-ServiceDeliveryReport: NotImplementedException",
                "Set-Mailbox: asked back", "Get-Mailbox: ManagementObjectNotFoundException", "Get-Mailbox: 2 rows",
            ]
        )
    }
}
