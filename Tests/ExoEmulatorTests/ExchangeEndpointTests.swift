import EmulatorCore
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorExchange

/// Admin API v2.0: six endpoints with cmdlets, parameters and permissions of their own.
struct ExchangeEndpointTests {
    private func call(
        _ endpoint: String,
        _ cmdlet: String,
        _ parameters: JSONObject = [:],
        as caller: String = "endpoints",
        headers: [String: String] = [:],
        query: String = "",
        in harness: ExchangeHarness? = nil
    ) throws -> ExchangeHarness.Reply {
        var headers = headers
        headers["X-AnchorMailbox"] = ExchangeHarness.anchor
        return try (harness ?? ExchangeHarness.reading()).send(
            "POST",
            "/adminapi/v2.0/\(ExchangeHarness.contoso)/\(endpoint)\(query)",
            as: caller,
            headers: headers,
            body: ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": .object(parameters)]]
        )
    }

    @Test func runsTheCmdletsOfItsEndpoints() throws {
        let organization = try call("OrganizationConfig", "Get-OrganizationConfig")
        #expect(organization.rows.count == 1 && organization.rows[0]["MailTipsAllTipsEnabled"] != nil)
        #expect(organization.body["@odata.context"]?.stringValue?.contains("/adminapi/v2.0/") == true)
        #expect(try call("AcceptedDomain", "Get-AcceptedDomain").texts("DomainName").contains("contoso.com"))
        #expect(try call("mailbox", "get-mailbox", ["Identity": "adele"]).texts("Alias") == ["adele"])
    }

    @Test func changesWhoMaySendOnBehalf() throws {
        let harness = try ExchangeHarness()
        let overwritten = try call(
            "Mailbox",
            "Set-Mailbox",
            ["Identity": "adele", "GrantSendOnBehalfTo": ["alex@contoso.com"]],
            in: harness
        )
        #expect(overwritten.status == 200, "\(overwritten.errorText)")
        func delegates() throws -> [JSONValue] {
            let reply = try call("Mailbox", "Get-Mailbox", ["Identity": "adele"], in: harness)
            return reply.rows.first?["GrantSendOnBehalfTo"]?.arrayValue ?? []
        }
        #expect(try delegates().count == 1)
        let removed: JSONValue = ["@odata.type": "#Exchange.GenericHashTable", "Remove": ["alex@contoso.com"]]
        _ = try call("Mailbox", "Set-Mailbox", ["Identity": "adele", "GrantSendOnBehalfTo": removed], in: harness)
        #expect(try delegates().isEmpty)
    }

    @Test func givesAndTakesRightsInAFolder() throws {
        let harness = try ExchangeHarness()
        let place: JSONObject = ["Identity": "adele:\\Calendar", "User": "alex"]
        func rights() throws -> [JSONValue] {
            let reply = try call("MailboxFolderPermission", "Get-MailboxFolderPermission", place, in: harness)
            return reply.rows.first?["AccessRights"]?.arrayValue ?? []
        }
        for (cmdlet, right) in [("Add", "Reviewer"), ("Set", "Editor")] {
            var parameters = place
            parameters["AccessRights"] = .string(right)
            let name = "\(cmdlet)-MailboxFolderPermission"
            let reply = try call("MailboxFolderPermission", name, parameters, in: harness)
            #expect(reply.status == 200, "\(reply.errorText)")
            #expect(try rights() == [.string(right)])
        }
        _ = try call("MailboxFolderPermission", "Remove-MailboxFolderPermission", place, in: harness)
        #expect(try rights().isEmpty)
    }

    @Test func pagesByPostingTheSameBodyToTheLink() throws {
        let harness = try ExchangeHarness(mailboxes: 30)
        let headers = ["Prefer": "odata.maxpagesize=20"]
        let parameters: JSONObject = ["ResultSize": "Unlimited"]
        let first = try call(
            "Mailbox",
            "Get-Mailbox",
            parameters,
            headers: headers,
            query: "?$select=Name",
            in: harness
        )
        let link = try #require(first.nextLink)
        #expect(link.contains("/adminapi/v2.0/\(ExchangeHarness.contoso)/Mailbox?%24skiptoken="))
        #expect(first.rows.count == 20 && first.rows[0].objectValue?.count == 1)
        let query = "?" + link.split(separator: "?")[1]
        let second = try call("Mailbox", "Get-Mailbox", parameters, headers: headers, query: query, in: harness)
        #expect(second.status == 200 && !second.rows.isEmpty)
        #expect(Set(first.texts("Name")).isDisjoint(with: second.texts("Name")))
    }

    struct Refusal: CustomTestStringConvertible {
        var why: String
        var endpoint: String
        var cmdlet: String
        var parameters: JSONObject = [:]
        var caller = "endpoints"
        var status: Int
        var testDescription: String { why }
    }

    static let refusals = [
        Refusal(why: "a cmdlet of another endpoint", endpoint: "Mailbox", cmdlet: "Get-AcceptedDomain", status: 400),
        Refusal(why: "a cmdlet of none", endpoint: "Mailbox", cmdlet: "Remove-Mailbox", status: 400),
        Refusal(
            why: "a parameter that is not taken here",
            endpoint: "Mailbox",
            cmdlet: "Set-Mailbox",
            parameters: ["Identity": "adele", "DisplayName": "x"],
            status: 400
        ),
        Refusal(
            why: "a parameter of a cmdlet that takes none",
            endpoint: "OrganizationConfig",
            cmdlet: "Get-OrganizationConfig",
            parameters: ["Identity": "x"],
            status: 400
        ),
        Refusal(
            why: "a user with the permission of the other API",
            endpoint: "OrganizationConfig",
            cmdlet: "Get-OrganizationConfig",
            caller: "admin",
            status: 401
        ),
        Refusal(
            why: "an application with the permission of the other API",
            endpoint: "OrganizationConfig",
            cmdlet: "Get-OrganizationConfig",
            caller: "app",
            status: 401
        ),
        Refusal(why: "an endpoint that is none", endpoint: "User", cmdlet: "Get-User", status: 404),
        Refusal(
            why: "a mailbox that is none",
            endpoint: "Mailbox",
            cmdlet: "Get-Mailbox",
            parameters: ["Identity": "nobody"],
            status: 404
        ),
    ]

    @Test(arguments: refusals)
    func refusesWhatItDoesNotTake(_ refusal: Refusal) throws {
        let reply = try call(refusal.endpoint, refusal.cmdlet, refusal.parameters, as: refusal.caller)
        #expect(reply.status == refusal.status, "\(reply.errorText)")
        #expect(reply.body["error"]?["message"]?.stringValue?.isEmpty == false)
    }

    @Test func takesApplicationsWithItsOwnPermission() throws {
        #expect(try call("AcceptedDomain", "Get-AcceptedDomain", as: "app-endpoints").status == 200)
        // What opens the endpoints opens nothing else.
        #expect(try ExchangeHarness.reading().run("Get-AcceptedDomain", as: "app-endpoints").status == 401)
    }

    @Test func asksForPOST() throws {
        let reply = try ExchangeHarness.reading().send("GET", "/adminapi/v2.0/contoso.com/Mailbox", as: "endpoints")
        #expect(reply.status == 405 && reply.response.header("Allow") == "POST")
    }
}
