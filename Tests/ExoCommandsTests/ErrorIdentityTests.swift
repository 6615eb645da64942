import ExoCommands
import ExoTransport
import TestSupport
import Testing

/// Every error about a request names it by the service's id and by ours, which Microsoft's support asks for.
struct ErrorIdentityTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var cmdlet = "Get-Mailbox"
        var replies: [ScriptedReply]
        var testDescription: String { why }
    }

    private static func reply(_ body: String, status: Int = 200) -> ScriptedReply {
        .json(body, status: status, headers: ["request-id": "the-services-own"])
    }

    private static let beginning = #"{"@odata.context":"c","value":[{"Name":"a"},"#

    static let cases: [Case] = [
        Case(why: "a refusal", replies: [reply(#"{"error":{"code":"BadRequest","message":"no"}}"#, status: 400)]),
        Case(why: "a refusal in a page", replies: [reply(#"{"error":{"message":"no"}}"#)]),
        Case(why: "a body that is no JSON", replies: [reply("<html>no</html>", status: 403)]),
        Case(why: "a page of somebody else", replies: [reply("<html>no</html>")]),
        Case(
            why: "an error beside the rows",
            replies: [reply(#"{"@odata.context":"c","@adminapi.errors":["|A.B|no"],"value":[{"Name":"a"}]}"#)]
        ),
        Case(why: "a row that is no JSON", replies: [reply(beginning + #"{"Name":nothing}]}"#)]),
        Case(why: "a page without an end", replies: [reply(beginning).cutOff()]),
        Case(why: "a page that is not well formed", replies: [reply(beginning + "]")]),
        Case(
            why: "a reply that breaks off before anything of use, again and again",
            replies: Array(repeating: reply(#"{"@odata"#).cutOff(), count: 3)
        ),
        Case(
            why: "a link to another host",
            replies: [reply(#"{"@odata.context":"c","@odata.nextLink":"https://e.example/","value":[{"Name":"a"}]}"#)]
        ),
        Case(
            why: "a change whose reply breaks off",
            cmdlet: "Set-Mailbox",
            replies: [reply(beginning).cutOff()]
        ),
    ]

    @Test(arguments: cases) func errorsNameTheRequest(_ example: Case) async throws {
        let run = try TestRun(clock: TestClock(advancesItself: true))
        _ = await run.connect()
        let transport = ScriptedTransport(example.replies)
        run.transport = transport
        let words = example.cmdlet == "Get-Mailbox" ? ["Get-Mailbox"] : [example.cmdlet, "a", "-Office", "x"]
        let outcome = await run.run(words)
        #expect(outcome.code != .done)
        let id = try #require(transport.requests.first?.headers["client-request-id"])
        #expect(outcome.errors.contains("client-request-id \(id)"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("request-id the-services-own"), "said: \(outcome.errors)")
    }
}
