import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct CutOffTests {
    /// A page in parts of seven bytes.
    static func parts(_ text: String, upTo length: Int? = nil) -> [[UInt8]] {
        let bytes = Array(text.utf8.prefix(length ?? text.utf8.count))
        return stride(from: 0, to: bytes.count, by: 7).map { Array(bytes[$0..<min($0 + 7, bytes.count)]) }
    }

    @Test func handsOutRowsBeforeThePageIsComplete() async throws {
        let page = Page.text(0..<3)
        let bench = Bench([ScriptedReply(parts: Self.parts(page))])
        let connection = try await bench.connection()
        var counts: [Int] = []
        for try await page in connection.pages(of: Cmdlet("Get-Mailbox")) { counts.append(page.count) }
        #expect(counts == [1, 1, 1, 0])
    }

    struct Case: CustomTestStringConvertible {
        var why: String
        var reply: ScriptedReply
        var testDescription: String { why }
    }

    @Test(arguments: [
        Case(
            why: "the connection ends in the middle of a row",
            reply: ScriptedReply(parts: [Array(Page.text(0..<3).utf8.dropLast(10))]).cutOff()
        ),
        Case(
            why: "the body has its announced length and still no end",
            reply: ScriptedReply(parts: [Array(Page.text(0..<3).utf8.dropLast(10))])
        ),
    ])
    func keepsTheRowsBeforeACut(_ example: Case) async throws {
        let bench = Bench([example.reply])
        let connection = try await bench.connection()
        var names: [String?] = []
        let error = await #expect(throws: ExchangeError.self) {
            for try await page in connection.pages(of: Cmdlet("Get-Mailbox")) {
                for row in page.rows { names.append(try row["Name"]?.stringValue) }
            }
        }
        #expect(names == ["n0", "n1"])
        #expect(error?.code == .incomplete)
        #expect(error?.rowsDelivered == 2)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func asksAgainForAPageOfWhichNothingCame() async throws {
        let cut = ScriptedReply(parts: [Array(#"{"@odata.con"#.utf8)]).cutOff()
        let bench = Bench([Page.reply(0..<1, link: Page.link("a")), cut, cut, Page.reply(1..<2)])
        let outcome = try await bench.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        #expect(outcome.rows.count == 2)
        #expect(bench.transport.requests.suffix(3).map(\.url) == Array(repeating: Page.link("a"), count: 3))
    }

    @Test func reportsTheOutcomeOfAChangeAsUnknownWhenItsReplyIsCutOff() async throws {
        let bench = Bench([ScriptedReply(parts: [Array(#"{"value":["#.utf8)]).cutOff()])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("Remove-Mailbox", parameters: ["Identity": "a"]))
        }
        #expect(error?.code == .outcomeUnknown)
        #expect(bench.transport.requests.count == 1)
    }

    struct VoidCase: CustomTestStringConvertible {
        var why: String
        var cmdlet: String
        var reply: ScriptedReply
        var code: ExchangeError.Code?
        var testDescription: String { why }
    }

    @Test(arguments: [
        VoidCase(why: "change, empty list", cmdlet: "Set-Mailbox", reply: .json(#"{"value":[]}"#)),
        VoidCase(why: "change, no value", cmdlet: "Set-Mailbox", reply: .json(#"{"@adminapi.warnings":[]}"#)),
        VoidCase(
            why: "change, null, by one of the service's servers",
            cmdlet: "Set-Mailbox",
            reply: .json(#"{"value":null}"#, headers: ["X-CalculatedBETarget": "VI1PR01MB1234.eurprd01.example"])
        ),
        VoidCase(
            why: "change, null, in the service's form",
            cmdlet: "Set-Mailbox",
            reply: .json(#"{"@odata.context":"https://x/$metadata#Collection","value":null}"#)
        ),
        VoidCase(
            why: "change, 204, by the service",
            cmdlet: "Set-Mailbox",
            reply: ScriptedReply(status: 204, headers: ["request-id": "11111111-0000-0000-0000-00000000000a"])
        ),
        VoidCase(
            why: "change, 200 without a body, by the service",
            cmdlet: "Set-Mailbox",
            reply: ScriptedReply(headers: ["OData-Version": "4.0"])
        ),
        VoidCase(
            why: "change, null, by anybody",
            cmdlet: "Set-Mailbox",
            reply: .json(#"{"value":null}"#),
            code: .outcomeUnknown
        ),
        VoidCase(
            why: "change, a gateway's message",
            cmdlet: "Set-Mailbox",
            reply: .json(#"{"message":"denied by gateway"}"#, headers: ["X-Request-Id": "77"]),
            code: .outcomeUnknown
        ),
        VoidCase(
            why: "change, a message with the service's fields",
            cmdlet: "Set-Mailbox",
            reply: .json(#"{"message":"denied"}"#, headers: ["OData-Version": "4.0"]),
            code: .outcomeUnknown
        ),
        VoidCase(why: "change, {}", cmdlet: "Set-Mailbox", reply: .json("{}"), code: .outcomeUnknown),
        VoidCase(why: "change, 204", cmdlet: "Set-Mailbox", reply: ScriptedReply(status: 204), code: .outcomeUnknown),
        VoidCase(why: "change, empty body", cmdlet: "Set-Mailbox", reply: ScriptedReply(), code: .outcomeUnknown),
        VoidCase(
            why: "change, a sign-in page",
            cmdlet: "Set-Mailbox",
            reply: .text("<html><body>Sign in</body></html>"),
            code: .outcomeUnknown
        ),
        VoidCase(why: "read, empty list", cmdlet: "Get-Mailbox", reply: .json(#"{"value":[]}"#)),
        VoidCase(
            why: "read, null, by the service",
            cmdlet: "Get-Mailbox",
            reply: .json(#"{"value":null}"#, headers: ["X-FEServer": "AM0PR01CA0001"])
        ),
        VoidCase(
            why: "read, 204, by the service",
            cmdlet: "Get-Mailbox",
            reply: ScriptedReply(status: 204, headers: ["OData-Version": "4.0"])
        ),
        VoidCase(
            why: "read, null, by anybody",
            cmdlet: "Get-Mailbox",
            reply: .json(#"{"value":null}"#),
            code: .unexpectedResponse
        ),
        VoidCase(
            why: "read, 204, by anybody",
            cmdlet: "Get-Mailbox",
            reply: ScriptedReply(status: 204),
            code: .unexpectedResponse
        ),
        VoidCase(
            why: "read, an object that is no page",
            cmdlet: "Get-Mailbox",
            reply: .json(#"{"login":"please"}"#),
            code: .unexpectedResponse
        ),
        VoidCase(
            why: "read, HTML with status 200",
            cmdlet: "Get-Mailbox",
            reply: .text("<html><body>Sign in to the proxy</body></html>"),
            code: .unexpectedResponse
        ),
        VoidCase(
            why: "read, NUL bytes with status 200",
            cmdlet: "Get-Mailbox",
            reply: ScriptedReply(parts: [[UInt8](repeating: 0, count: 4096)]),
            code: .unexpectedResponse
        ),
    ])
    func acceptsNoOutputOnlyWhereItIsMeant(_ example: VoidCase) async throws {
        let bench = Bench([example.reply])
        let connection = try await bench.connection()
        guard let code = example.code else {
            let outcome = try await connection.run(Cmdlet(example.cmdlet, isChecked: false))
            #expect(outcome.rows.isEmpty)
            return
        }
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet(example.cmdlet, isChecked: false))
        }
        #expect(error?.code == code)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func failsAReadWithAnEmptyReply() async throws {
        let bench = Bench([ScriptedReply(), ScriptedReply(), ScriptedReply()])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == .incomplete)
        try bench.transport.expectNothingLeft()
    }
}
