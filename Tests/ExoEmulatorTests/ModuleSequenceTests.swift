import EmulatorCore
import ExoJSON
import Testing

@testable import EmulatorExchange

/// The requests of the module script, in its words, and what it needs of the answers.
struct ModuleSequenceTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    /// A call with the header fields that the script sends.
    private func call(
        _ cmdlet: String,
        _ parameters: JSONObject,
        size: Int = 1000,
        link: String? = nil
    ) throws -> ExchangeHarness.Reply {
        let headers = [
            "Accept": "application/json", "Prefer": "odata.maxpagesize=\(size);odata.continue-on-error",
            "X-AnchorMailbox": ExchangeHarness.anchor, "X-CmdletName": cmdlet, "X-ResponseFormat": "clixml",
            "X-SerializationLevel": "Partial", "X-ClientApplication": "ExoManagementModule",
            "X-ClientModuleVersion": "3.9.0", "WarningAction": "",
        ]
        return try harness.send(
            "POST",
            link.map { String($0.dropFirst("https://localhost:8443".count)) }
                ?? "/adminapi/beta/\(ExchangeHarness.contoso)/InvokeCommand",
            headers: headers,
            body: ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": .object(parameters)]]
        )
    }

    /// The text that PowerShell reads objects from, which no answer may lack.
    private func document(_ reply: ExchangeHarness.Reply) throws -> String {
        #expect(reply.status == 200, "\(reply.errorText)")
        let text = try #require(reply.rows.first?["_clixml"]?.stringValue)
        #expect(text.hasPrefix("<Objs ") && (text.hasSuffix("</Objs>") || text.hasSuffix("/>")))
        return text
    }

    private func question(_ reply: ExchangeHarness.Reply) -> String? {
        reply.body["@adminapi.confirmationmessage"]?.stringValue
    }

    private func name() throws -> String? {
        try harness.run("Get-Mailbox", ["Identity": "van"]).texts("DisplayName").first
    }

    @Test func aConfirmedCallAsksAndIsThenDone() throws {
        var parameters: JSONObject = ["Identity": "van", "DisplayName": "Blue Van", "Confirm": true]
        let asked = try call("Set-Mailbox", parameters)
        _ = try document(asked)
        #expect(question(asked)?.contains("Delivery Van") == true)
        #expect(try name() == "Delivery Van")
        parameters["Confirm"] = false
        let done = try call("Set-Mailbox", parameters)
        _ = try document(done)
        #expect(question(done) == nil)
        #expect(try name() == "Blue Van")
    }

    @Test(arguments: [[:], ["Confirm": true], ["Confirm": false]] as [JSONObject])
    func aPretendedCallTellsAndDoesNothing(_ more: JSONObject) throws {
        var parameters: JSONObject = ["Identity": "van", "DisplayName": "Blue Van", "WhatIf": true]
        for member in more.members { parameters[member.name] = member.value }
        let told = try call("Set-Mailbox", parameters)
        _ = try document(told)
        #expect(question(told)?.contains("Delivery Van") == true)
        #expect(try name() == "Delivery Van")
    }

    @Test func theLastPageAsksForTheRestAlone() throws {
        let parameters: JSONObject = ["ResultSize": 5]
        let first = try call("Get-Mailbox", parameters, size: 3)
        let link = try #require(first.nextLink)
        let second = try call("Get-Mailbox", parameters, size: 2, link: link)
        #expect(try document(first).split(separator: "<ToString>contoso.onmicrosoft.com/").count == 4)
        #expect(try document(second).split(separator: "<ToString>contoso.onmicrosoft.com/").count == 3)
        // Shown once by the script, whatever page it comes with.
        #expect(second.warnings == [InvokeCommand.moreResults])
        let all = try call("Get-Mailbox", ["ResultSize": "Unlimited"])
        #expect(all.warnings.isEmpty && all.nextLink == nil)
        let few = try call("Get-Mailbox", ["ResultSize": 3, "RecipientTypeDetails": "RoomMailbox"], size: 3)
        #expect(few.warnings.isEmpty && few.nextLink == nil)
    }

    @Test func aRefusalHasWhatTheScriptMakesAnErrorOf() throws {
        let reply = try call("Get-Mailbox", ["Identity": "nobody"])
        #expect(reply.status == 404)
        let detail = try #require(reply.body["error"]?["details"]?.arrayValue?.first)
        let document = try JSONValue(parsing: try #require(detail["message"]?.stringValue))
        #expect(document["localizedString"]?["stringId"] == "Ex6F9304")
        #expect(document["ClassName"]?.stringValue?.hasSuffix(".ManagementObjectNotFoundException") == true)
        #expect(document["Message"]?.stringValue?.contains("'nobody' couldn't be found") == true)
        #expect(reply.response.header("x-ExceptionType") == "ManagementObjectNotFoundException")
        #expect(reply.response.header("x-ExceptionTargetType") == "Mailbox")
        #expect(reply.response.header("X-CalculatedBETarget")?.contains(".") == true)
    }

    @Test func theLogNamesTheCmdletThatMetAFault() throws {
        let fault: JSONValue = ["target": "InvokeCommand", "status": 503]
        let headers = ["Content-Type": "application/json"]
        #expect(try harness.send("POST", "/_emulator/faults", as: nil, headers: headers, body: fault).status == 200)
        #expect(try call("Get-User", [:]).status == 503)
        #expect(try call("Get-User", ["ResultSize": 1]).status == 200)
        let log = try harness.send("GET", "/_emulator/requests?text=get-user", as: nil)
        let outcomes = log.body["requests"]?.arrayValue?.map { $0["outcome"]?.stringValue }
        #expect(outcomes == ["1 row", "fault"])
    }
}
