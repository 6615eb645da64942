import EntraTokens
import ExchangeOnline
import ExoTransport
import Testing
import TestSupport

/// The forms in which a service may ask for claims.
struct ChallengeFormTests {
    struct Form: Sendable, CustomTestStringConvertible {
        var why: String
        var fields: [String]
        var claims = #"{"a":"??>~"}"#
        var testDescription: String { why }
    }

    static let forms: [Form] = [
        Form(why: "padded", fields: [#"Bearer error="insufficient_claims", claims="eyJhIjoiPz8+fiJ9""#]),
        Form(why: "in the other alphabet", fields: [#"Bearer claims="eyJhIjoiPz8-fiJ9""#]),
        Form(why: "without padding", fields: [#"Bearer claims="eyJhIjoiMSJ9Cg""#], claims: "{\"a\":\"1\"}\n"),
        Form(why: "with padding", fields: [#"Bearer claims="eyJhIjoiMSJ9Cg==""#], claims: "{\"a\":\"1\"}\n"),
        Form(
            why: "after other schemes in one field",
            fields: [#"Negotiate abc==, Basic realm="x, Bearer claims=y", bearer Claims="eyJhIjoiPz8+fiJ9", realm="""#]
        ),
        Form(
            why: "in the second field",
            fields: [#"Basic realm="claims=""#, #"Bearer realm="", claims="eyJhIjoiPz8+fiJ9""#]
        ),
        Form(why: "as it is", fields: [#"Bearer claims="{\"a\":\"??>~\"}""#]),
        Form(
            why: "in the second challenge of the scheme",
            fields: [#"Bearer realm="a", claims="", Bearer claims="eyJhIjoiPz8+fiJ9""#]
        ),
    ]

    @Test(arguments: forms)
    func asksForATokenWithTheClaims(_ form: Form) async throws {
        var refusal = ScriptedReply.text("", status: 401)
        for field in form.fields { refusal.headers.add(field, as: "WWW-Authenticate") }
        let now = TestClock().date
        let bench = Bench([refusal, Page.reply(0..<1)])
        let source = try TokenSequence([
            TestToken.user(now: now), TestToken.user(now: now, changing: ["uti": "new"]),
        ])
        _ = try await bench.connection(source: source).run(Cmdlet("Get-Mailbox"))
        #expect(source.claims == [form.claims])
        try bench.transport.expectNothingLeft()
    }

    @Test(arguments: [
        #"Basic realm="x", claims="e30=""#, #"Bearer realm="claims=\"e30=\"""#, #"Bearer claims="%%%""#,
        "Bearer claims",
    ])
    func seesNoClaimsWhereThereAreNone(_ field: String) async throws {
        let now = TestClock().date
        let bench = Bench([.text("", status: 401, headers: ["WWW-Authenticate": field]), Page.reply(0..<1)])
        let source = try TokenSequence([
            TestToken.user(now: now), TestToken.user(now: now, changing: ["uti": "new"]),
        ])
        _ = try await bench.connection(source: source).run(Cmdlet("Get-Mailbox"))
        #expect(source.claims == [""])
    }
}
