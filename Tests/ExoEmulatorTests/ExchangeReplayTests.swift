import EmulatorCore
import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorExchange
@testable import ExoEmulator

/// Requests as the official module was seen to send them: whatever they ask for, their form is taken.
struct ExchangeReplayTests {
    struct Request: Sendable {
        var method: String
        var target: String
        var headers: [String: String]
        var body: JSONValue?
    }

    private static let recorded = Result {
        try Fixture.text("requests/admin-api.jsonl").split(separator: "\n").map { line in
            let entry = try JSONValue(parsing: String(line))
            func text(_ value: JSONValue?) -> String {
                (value?.stringValue ?? "").replacing("{tid}", with: ExchangeHarness.contoso)
            }
            var headers: [String: String] = [:]
            for member in entry["headers"]?.objectValue?.members ?? [] { headers[member.name] = text(member.value) }
            let body = try entry["body"].map {
                try JSONValue(parsing: $0.text().replacing("{tid}", with: ExchangeHarness.contoso))
            }
            return Request(
                method: text(entry["method"]),
                target: text(entry["target"]).replacing(" ", with: "%20"),
                headers: headers,
                body: body
            )
        }
    }

    /// What may be wrong with a request whose form is right: what it asks for.
    ///
    /// The recordings asked a stub, which took every name, filter and value.
    private func isRefusedForItsForm(_ reply: ServerResponse) -> Bool {
        switch reply.status {
        case 200, 403, 404, 501: return false
        case 400:
            let type = reply.header("x-ExceptionType") ?? ""
            return ["ODataServiceException", "AmbiguousParameterSetException"].contains(type)
        default: return true
        }
    }

    /// Filters that the module passes on though they are none, or name what the set lacks: the service has to refuse them.
    private static let wrong = [
        "/CasMailbox?$filter=startswith(DisplayName,%20'Us')%20and%20CustomAttribute1%20eq%20'a%20b'",
        "/CasMailbox('dXNlcjE=')?isEncoded=true&$filter=Alias%20eq%20'x'", "/Mailbox?$filter=Bogus%20eq%20'x'",
        "/Mailbox?$filter=Name%20eq%20'O'Neil'", "/Mailbox?$filter=Name%20eq%20'a&b+c",
    ]

    @Test func takesEveryRecordedForm() throws {
        let requests = try Self.recorded.get()
        #expect(requests.count > 400)
        let harness = try ExchangeHarness()
        let bearer = ServerRequest.Field("Authorization", "Bearer \(try harness.token(of: "admin"))")
        var refused: [String] = []
        for request in requests {
            let fields = request.headers.map { ServerRequest.Field($0.key, $0.value) }
            let response = harness.emulator.respond(
                to: ServerRequest(
                    method: request.method,
                    target: request.target,
                    headers: fields + [bearer, .init("Host", "localhost:8443")],
                    body: request.body?.serialized() ?? []
                )
            )
            let isJSON = response.header("Content-Type")?.hasPrefix("application/json") ?? false
            let reply = ExchangeHarness.Reply(
                response: response,
                body: isJSON ? try JSONValue(parsing: response.body) : .null
            )
            if Self.wrong.contains(where: request.target.hasSuffix) {
                #expect(reply.status == 400, "\(request.target)")
                continue
            }
            if isRefusedForItsForm(reply.response) {
                let what = request.body.map { String($0.text().prefix(200)) } ?? ""
                refused.append("\(reply.status) \(request.method) \(request.target) \(what): \(reply.errorText)")
            }
            for part in reply.body["responses"]?.arrayValue ?? [] {
                guard let status = part["status"]?.integerValue, ![200, 400, 404, 501].contains(status) else {
                    continue
                }
                refused.append("\(status) in \(request.target)")
            }
        }
        #expect(refused.isEmpty, "\(refused.joined(separator: "\n"))")
    }
}
