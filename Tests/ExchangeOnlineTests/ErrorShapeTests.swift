import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct ErrorShapeTests {
    struct Case: CustomTestStringConvertible {
        var why: String
        var status: Int
        var body: [UInt8]
        var headers: HTTPHeaders = [:]
        var code: ExchangeError.Code
        var message: String
        var type: String?
        var testDescription: String { why }

        init(
            _ why: String,
            _ status: Int,
            _ body: String,
            headers: HTTPHeaders = [:],
            code: ExchangeError.Code,
            message: String,
            type: String? = nil
        ) {
            self.why = why
            self.status = status
            self.body = Array(body.utf8)
            self.headers = headers
            self.code = code
            self.message = message
            self.type = type
        }
    }

    static let cases: [Case] = [
        Case(
            "id, type and text",
            404,
            fixture("not-found"),
            code: .notFound,
            message:
                "The operation couldn't be performed because object 'nobody' couldn't be found on 'DC01.contoso.example'.",
            type: "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException"
        ),
        Case(
            "type and text without an id",
            400,
            fixture("unknown-parameter"),
            code: .invalidRequest,
            message:
                "Parameter set cannot be resolved using the specified named parameters. Invalid cmdlet parameters specified. Bogus",
            type: "Microsoft.Exchange.AdminApi.CommandInvocation.AmbiguousParameterSetException"
        ),
        Case(
            "a JSON document as text",
            400,
            fixture("already-exists"),
            code: .conflict,
            message: "The object 'CN=grp,OU=contoso' already exists.",
            type: "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException"
        ),
        Case(
            "a .NET exception as JSON",
            400,
            fixture("serialized-exception"),
            code: .invalidRequest,
            message: "Msg text",
            type: "Microsoft.Exchange.Management.RecipientTaskException"
        ),
        Case(
            "no details, an inner exception",
            400,
            fixture("pagination"),
            code: .invalidRequest,
            message: "Expired or Invalid pagination request. Default Expiry time is 00:30:00",
            type: "System.Exception"
        ),
        Case(
            "only the outer message",
            403,
            fixture("not-allowed"),
            code: .forbidden,
            message: "User is not allowed to call Get-Mailbox"
        ),
        Case(
            "the type is only in a header",
            400,
            #"{"error":{"message":"m"}}"#,
            headers: ["x-ExceptionType": "X.Y"],
            code: .invalidRequest,
            message: "m",
            type: "X.Y"
        ),
        Case(
            "details that are a number as text",
            400,
            #"{"error":{"message":"m","details":[{"message":"12345"}]}}"#,
            code: .invalidRequest,
            message: "12345"
        ),
        Case(
            "text with bars that is no type",
            400,
            #"{"error":{"details":[{"message":"a | b | c"}]}}"#,
            code: .invalidRequest,
            message: "a | b | c"
        ),
        Case(
            "no details at all",
            409,
            #"{"error":{"message":"m","details":[]}}"#,
            code: .conflict,
            message: "m"
        ),
        Case(
            "the error is a text",
            403,
            #"{"error":"forbidden here"}"#,
            code: .forbidden,
            message: "the service does not allow Get-Mailbox to this identity: forbidden here"
        ),
        Case(
            "plain text",
            403,
            "The role assigned to application x isn't supported in this scenario.",
            code: .forbidden,
            message: "the service does not allow Get-Mailbox to this identity: "
                + "The role assigned to application x isn't supported in this scenario."
        ),
        Case(
            "NUL bytes",
            403,
            String(repeating: "\0", count: 4096),
            code: .forbidden,
            message: "the service does not allow Get-Mailbox to this identity"
        ),
        Case(
            "empty",
            401,
            "",
            code: .unauthorized,
            message: "the service does not accept the token"
        ),
        Case(
            "HTML",
            500,
            "<!DOCTYPE html><html><head><title>Server &amp; Error</title><style>p{}</style><script>if(a<b){}</script></head>"
                + "<body><h1>Oops</h1>\r\n<p>Try&nbsp;later</p></body></html>",
            code: .serviceFailed,
            message: "the service failed: Server & Error Oops Try later"
        ),
        Case(
            "text falsely labelled as gzip",
            500,
            "not compressed",
            headers: ["Content-Encoding": "gzip"],
            code: .serviceFailed,
            message: "the service failed: not compressed"
        ),
        Case(
            "JSON cut off",
            400,
            #"{"error":{"code":"BadRequest","mess"#,
            code: .invalidRequest,
            message: "the service refused the request"
        ),
        Case(
            "JSON without an error",
            400,
            #"{"Message":"No HTTP resource was found"}"#,
            code: .invalidRequest,
            message: "the service refused the request: No HTTP resource was found"
        ),
        Case(
            "terminal escapes in plain text",
            500,
            "a\u{1B}[2Jb\u{7}",
            code: .serviceFailed,
            message: "the service failed: a [2Jb"
        ),
        Case(
            "an address that is not there",
            404,
            "",
            code: .unexpectedResponse,
            message: "the service has nothing at this address"
        ),
        Case("a status nobody knows", 299 + 300, "", code: .serviceFailed, message: "the service failed"),
    ]

    static func fixture(_ name: String) -> String {
        do { return try Fixture.text("errors/\(name).json") } catch { return "\(error)" }
    }

    @Test(arguments: cases)
    func readsEveryShape(_ example: Case) async throws {
        var headers: HTTPHeaders = [
            "request-id": "11111111-0000-0000-0000-000000000001",
            "X-CalculatedBETarget": "VI1PR01MB1234.eurprd01.prod.exchangelabs.com",
        ]
        headers.fields += example.headers.fields
        let bench = Bench([ScriptedReply(status: example.status, headers: headers, parts: [example.body])])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == example.code)
        #expect(error?.message == example.message)
        #expect(error?.exceptionType == example.type)
        #expect(error?.status == example.status)
        #expect(error?.requestID == "11111111-0000-0000-0000-000000000001")
        #expect(error?.server == "VI1PR01MB1234")
        #expect(error?.correlationID == bench.transport.requests.first?.headers["client-request-id"])
        #expect(bench.transport.requests.count == 1)
    }

    @Test func readsWarningsInsideAnError() async throws {
        let bench = Bench([.json(Self.fixture("not-found"), status: 404)])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.warnings == ["a warning inside"])
    }

    @Test func capsALongExplanation() async throws {
        let bench = Bench([.text(String(repeating: "x", count: 2_000_000), status: 500)])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect((error?.message.count ?? 0) < 1100)
    }

    @Test func readsAnErrorWhoseBodyIsCutOff() async throws {
        let bench = Bench([ScriptedReply.text("half of it", status: 500).cutOff()])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.message == "the service failed: half of it")
    }

    @Test func reportsErrorsBesideRowsWithoutEndingTheRun() async throws {
        let body = #"{"@adminapi.errors":["Ex1|A.B|one went wrong",{"message":"two"},"three"],"value":[{"Name":"n"}]}"#
        let outcome = try await Bench([.json(body)]).run(Cmdlet("Get-Mailbox"))
        #expect(outcome.rows.count == 1)
        #expect(outcome.errors.map(\.message) == ["one went wrong", "two", "three"])
        #expect(outcome.errors.first?.exceptionType == "A.B")
    }

    @Test func takesAnErrorObjectWithAGoodStatusForARefusal() async throws {
        let bench = Bench([.json(Self.fixture("not-found"))])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.exceptionType == "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException")
    }

    @Test func tellsATokenThatWasChangedFromOneThatWasRevoked() async throws {
        let diagnostics = #"2000000;reason="The token has an invalid signature.";error_category="invalid_signature""#
        let bench = Bench([.text("", status: 401, headers: ["x-ms-diagnostics": diagnostics])])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        #expect(error?.code == .unauthorized)
        #expect(error?.repair?.description.contains("changed or cut") == true)
    }

    @Test func neverShowsTheToken() async throws {
        let bench = Bench([.text("", status: 401)])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
        let token = TestToken.user(now: bench.clock.date)
        var dumped = ""
        dump(connection, to: &dumped)
        dump(bench.events.all, to: &dumped)
        dump(error, to: &dumped)
        #expect(!dumped.contains(token))
        #expect(!dumped.contains(token.split(separator: ".")[1]))
    }

    @Test func givesTheQuestionOfAConfirmation() async throws {
        let bench = Bench([.json(#"{"@adminapi.confirmationmessage":"Removing it.","value":[]}"#)])
        let outcome = try await bench.run(Cmdlet("Remove-Mailbox", parameters: ["Identity": "a", "Confirm": true]))
        #expect(outcome.confirmationMessage == "Removing it.")
    }
}
