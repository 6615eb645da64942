import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra

struct EntraErrorBodyTests {
    @Test func writesClaimsAsTextAndEveryCode() throws {
        let bench = try EntraBench()
        let call = EntraCall(
            ServerRequest(method: "POST", target: "/contoso.com/oauth2/v2.0/token"),
            EntraContext(bench.context)
        )
        let error = EntraError(
            code: 70002,
            name: "invalid_grant",
            suberror: "message_only",
            furtherCodes: [70008],
            claims: ["access_token": ["capolids": ["essential": true, "values": ["a-policy"]]]],
            text: "Refused."
        )
        let body = error.body(call)
        #expect(body["error_codes"] == [70002, 70008] && body["suberror"] == "message_only")
        #expect(
            body["claims"]
                == #"{"access_token":{"capolids":{"essential":true,"values":["a-policy"]}}}"#
        )
        #expect(EntraError.noSession.body(call)["claims"] == nil)
    }
}
