import EmulatorCore
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// Fires every refusal of the sign-in side once and looks at all of it.
struct EntraErrorTableTests {
    static let all = clients + grants + requests + signIns + devices + policies + pages

    @Test(arguments: all) func refusesAsTheServiceDoes(_ expected: ErrorCase) throws {
        let reply = try expected.fire(try APIBench())
        #expect(reply.status == expected.status, "\(reply.text.prefix(600))")
        let trace = try #require(reply.header("x-ms-request-id"))
        #expect(UUID(uuidString: trace) != nil && trace.hasSuffix("00"))
        #expect(reply.header("Cache-Control") == "no-store, no-cache" && reply.header("Pragma") == "no-cache")
        switch expected.place {
        case .body: try check(try JSONValue(parsing: reply.body), reply, expected, trace)
        case .redirect:
            let fields = reply.locationFields
            #expect(reply.header("Location")?.hasPrefix("\(EntraBench.redirect)/") == true)
            #expect(fields["error"] == expected.error && fields["state"] == "s t&ate")
            try check(description: fields["error_description"], expected, trace)
            try check(claims: fields["claims"], expected)
        case .page:
            #expect(reply.text.contains("AADSTS\(expected.code)") && reply.text.contains(trace))
            #expect(reply.header("Content-Type")?.hasPrefix("text/html") == true)
        case .form:
            #expect(reply.text.contains("AADSTS\(expected.code)") && reply.text.contains("<form "))
            #expect(reply.header("Content-Type")?.hasPrefix("text/html") == true)
        }
    }

    private func check(_ body: JSONValue, _ reply: ServerResponse, _ expected: ErrorCase, _ trace: String) throws {
        #expect(reply.header("Content-Type") == "application/json; charset=utf-8")
        #expect(reply.header("x-ms-clitelem") == "1,\(expected.code),0,,")
        #expect(reply.header("client-request-id") == EntraBench.correlation)
        #expect(body["error"] == .string(expected.error))
        #expect(body["suberror"]?.stringValue == expected.suberror)
        let codes = [expected.code] + expected.furtherCodes
        #expect(body["error_codes"] == .array(codes.map { .integer(Int64($0)) }))
        #expect(body["trace_id"] == .string(trace))
        #expect(body["correlation_id"] == .string(EntraBench.correlation))
        #expect(body["error_uri"]?.stringValue?.hasSuffix("/error?code=\(expected.code)") == true)
        let time = try #require(body["timestamp"]?.stringValue)
        #expect(body["error_description"]?.stringValue?.hasSuffix(" Timestamp: \(time)") == true)
        try check(description: body["error_description"]?.stringValue, expected, trace)
        try check(claims: body["claims"]?.stringValue, expected)
    }

    private func check(claims: String?, _ expected: ErrorCase) throws {
        #expect((claims != nil) == expected.namesPolicy)
        guard let claims else { return }
        let policies = try JSONValue(parsing: claims)["access_token"]?["capolids"]
        #expect(policies == ["essential": true, "values": [.string(Self.policyID)]])
    }

    // AADSTS<code>: <text> Trace ID: <guid> Correlation ID: <guid> Timestamp: yyyy-MM-dd HH:mm:ssZ
    private func check(description: String?, _ expected: ErrorCase, _ trace: String) throws {
        let text = try #require(description)
        #expect(text.hasPrefix("AADSTS\(expected.code): ") && !text.contains("\n") && !text.contains("\r"))
        for secret in [Seed.password, EntraBench.secret, APIBench.secret, "emulator-wrong", "eyJ"] {
            #expect(!text.contains(secret))
        }
        let parts = text.split(separator: " Trace ID: ")
        #expect(parts.count == 2)
        let words = try #require(parts.last).split(separator: " ")
        try #require(words.count == 7)
        #expect(words[0] == trace && words[1] == "Correlation" && words[2] == "ID:" && words[4] == "Timestamp:")
        #expect(UUID(uuidString: String(words[3])) != nil)
        #expect(words[5].split(separator: "-").map(\.count) == [4, 2, 2])
        #expect(words[6].hasSuffix("Z") && words[6].split(separator: ":").count == 3)
    }

    @Test func knowsAtLeastSixtyCodes() {
        #expect(Set(Self.all.map(\.code)).count >= 60)
    }
}
