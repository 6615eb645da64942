import EmulatorCore
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorExchange

/// `$batch`: what the official module sends for objects from a pipeline.
@Suite struct ExchangeBatchTests {
    private static let root = "/adminapi/beta/\(ExchangeHarness.contoso)"

    private static func call(
        _ id: JSONValue,
        _ cmdlet: String,
        _ parameters: JSONObject,
        url: String = "https://outlook.office365.com\(root)/InvokeCommand",
        headers: JSONObject = ["Content-Type": "application/json", "X-AnchorMailbox": .string(ExchangeHarness.anchor)]
    ) -> JSONValue {
        [
            "id": id, "method": "POST", "url": .string(url), "headers": .object(headers),
            "body": ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": .object(parameters)]],
        ]
    }

    private func send(
        _ requests: [JSONValue],
        to harness: ExchangeHarness,
        prefer: String = "odata.continue-on-error"
    ) throws -> ExchangeHarness.Reply {
        try harness.send(
            "POST",
            "\(Self.root)/$batch",
            headers: ["Prefer": prefer, "X-AnchorMailbox": ExchangeHarness.anchor],
            body: ["requests": .array(requests)]
        )
    }

    @Test func answersEachCallInItsPlace() throws {
        let reply = try send(
            [
                Self.call("0", "Get-Mailbox", ["Identity": "adele@contoso.com"]),
                Self.call("1", "Get-Mailbox", ["Identity": "nobody@contoso.com"]),
                Self.call("2", "Get-Mailbox", ["ResultSize": 2], url: "InvokeCommand"),
            ],
            to: .reading()
        )
        #expect(reply.status == 200)
        let responses = try #require(reply.body["responses"]?.arrayValue)
        #expect(responses.map { $0["id"] } == ["0", "1", "2"])
        #expect(responses.map { $0["status"] } == [200, 404, 200])
        #expect(responses[0]["body"]?["value"]?.arrayValue?.first?["PrimarySmtpAddress"] == "adele@contoso.com")
        #expect(responses[1]["headers"]?["x-ExceptionType"] == "ManagementObjectNotFoundException")
        #expect(responses[1]["body"]?["error"]?["code"] == "NotFound")
        #expect(responses[2]["body"]?["value"]?.arrayValue?.count == 2)
        #expect(responses.allSatisfy { $0["headers"]?["request-id"]?.stringValue != nil })
    }

    @Test func writesAndTellsWhatWould() throws {
        let harness = try ExchangeHarness()
        let reply = try send(
            [
                Self.call("a", "Set-Mailbox", ["Identity": "van", "DisplayName": "V", "WhatIf": true]),
                Self.call("b", "Set-Mailbox", ["Identity": "adele", "DisplayName": "A", "Confirm": false]),
            ],
            to: harness
        )
        let responses = try #require(reply.body["responses"]?.arrayValue)
        #expect(responses[0]["body"]?["@adminapi.confirmationmessage"]?.stringValue != nil)
        #expect(responses[1]["body"]?["value"] == [])
        let names = try harness.run("Get-Mailbox", ["Filter": "DisplayName -eq 'V' -or DisplayName -eq 'A'"])
        #expect(names.texts("DisplayName") == ["A"])
        let log = try harness.send("GET", "/_emulator/requests?text=batch", as: nil)
        #expect(log.body["requests"]?.arrayValue?.first?["outcome"] == "2 calls")
    }

    @Test func anItemThatAsksForCLIXMLGetsIt() throws {
        let headers: JSONObject = ["X-ResponseFormat": "clixml", "X-AnchorMailbox": .string(ExchangeHarness.anchor)]
        let reply = try send(
            [Self.call(7, "Get-Mailbox", ["Identity": "adele"], headers: headers)],
            to: .reading()
        )
        let response = try #require(reply.body["responses"]?.arrayValue?.first)
        #expect(response["id"] == 7)
        #expect(response["body"]?["value"]?.arrayValue?.first?["_clixml"]?.stringValue?.contains("<Objs") == true)
    }

    @Test func stopsAtTheFirstFailureUnlessItIsToGoOn() throws {
        let reply = try send(
            [
                Self.call("0", "Get-Mailbox", ["Identity": "nobody"]),
                Self.call("1", "Get-Mailbox", ["Identity": "adele"]),
            ],
            to: .reading(),
            prefer: ""
        )
        #expect(reply.body["responses"]?.arrayValue?.map { $0["status"] } == [404, 424])
    }

    @Test func aTokenOfACallIsItsOwn() throws {
        let headers: JSONObject = [
            "Authorization": "Bearer forged", "X-AnchorMailbox": .string(ExchangeHarness.anchor),
        ]
        let reply = try send(
            [
                Self.call("0", "Get-Mailbox", ["Identity": "adele"], headers: headers),
                Self.call("1", "Get-Mailbox", ["Identity": "adele"]),
            ],
            to: .reading()
        )
        #expect(reply.body["responses"]?.arrayValue?.map { $0["status"] } == [401, 200])
    }

    @Test func refusesABatchWithinABatchAndOtherServices() throws {
        let batch: JSONValue = [
            "id": "0", "method": "POST", "url": .string("\(Self.root)/$batch"), "body": ["requests": []],
        ]
        let graph: JSONValue = ["id": "1", "method": "GET", "url": "https://graph.microsoft.com/v1.0/users"]
        let reply = try send([batch, graph], to: .reading())
        #expect(reply.body["responses"]?.arrayValue?.map { $0["status"] } == [400, 404])
    }

    /// A batch that is none, and what its refusal says.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let body: JSONValue
        let says: String
        var testDescription: String { says }
    }

    @Test(arguments: [
        Wrong(body: [:], says: "The body must be"),
        Wrong(body: ["requests": "x"], says: "The body must be"),
        Wrong(body: ["requests": [["id": "0"]]], says: "lacks its method or url"),
        Wrong(body: ["requests": [["method": "POST", "url": "InvokeCommand"]]], says: "has an id"),
        Wrong(body: ["requests": [["id": ["x"], "method": "POST", "url": "InvokeCommand"]]], says: "has an id"),
        Wrong(
            body: ["requests": .array(Array(repeating: call("0", "Get-Mailbox", [:]), count: 2))],
            says: "have the id"
        ),
        Wrong(
            body: ["requests": .array((0...1000).map { call(.integer($0), "Get-Mailbox", [:]) })],
            says: "100 requests at most"
        ),
    ])
    func refusesWhatIsNoBatch(_ wrong: Wrong) throws {
        let reply = try ExchangeHarness.reading().send("POST", "\(Self.root)/$batch", body: wrong.body)
        #expect(reply.status == 400 && reply.errorText.contains(wrong.says), "\(reply.status) \(reply.errorText)")
    }

    @Test func aBatchWithoutATokenIsRefusedAsAWhole() throws {
        let reply = try ExchangeHarness.reading().send("POST", "\(Self.root)/$batch", as: nil, body: ["requests": []])
        #expect(reply.status == 401)
        #expect(try ExchangeHarness.reading().send("GET", "\(Self.root)/$batch").status == 405)
        #expect(try send([], to: .reading()).body["responses"] == [])
    }

    @Test func makesNoMoreCallsOnceTheAnswersAreTooLong() throws {
        var bytes = Array(repeating: UInt8(ascii: "x"), count: Batch.mostBytes / 2)
        bytes[0] = UInt8(ascii: "\"")
        bytes[bytes.count - 1] = UInt8(ascii: "\"")
        let batch = try Batch(
            ExchangeRequest(
                request: ServerRequest(
                    method: "POST",
                    target: "\(Self.root)/$batch",
                    body: JSONValue.object([
                        "requests": .array((0..<4).map { Self.call(.string(String($0)), "Get-Mailbox", [:]) })
                    ]).serialized()
                ),
                path: []
            )
        )
        var calls = 0
        let reply = batch.response { _ in
            calls += 1
            return ServerResponse(status: 200, headers: [.init("Content-Type", "application/json")], body: bytes)
        }
        #expect(calls == 2)
        let responses = try #require(try JSONValue(parsing: reply.body)["responses"]?.arrayValue)
        #expect(responses.map { $0["status"] } == [200, 200, 507, 424])
    }
}
