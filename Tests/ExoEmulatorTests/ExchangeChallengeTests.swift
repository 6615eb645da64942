import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

struct ExchangeChallengeTests {
    private func call(_ bench: EntraBench, _ token: String) throws -> ServerResponse {
        let request = ServerRequest(
            method: "GET",
            target: "/adminapi/beta/\(EntraBench.contoso)/EXOModuleFile?Version=3.9.0",
            headers: [.init("Authorization", "Bearer \(token)"), .init("X-AnchorMailbox", "UPN:admin@contoso.com")]
        )
        return bench.emulator.respond(to: request)
    }

    private func signIn(_ bench: EntraBench, claims: String? = nil) throws -> JSONObject {
        var form = [
            ("client_id", EntraBench.publicClient), ("grant_type", "password"), ("username", "admin@contoso.com"),
            ("password", Seed.password), ("scope", "\(EntraBench.exchangeDefault) offline_access"),
        ]
        if let claims { form.append(("claims", claims)) }
        return try bench.token(form).body
    }

    @Test func asksForANewerTokenAfterARevocation() throws {
        let bench = try EntraBench()
        let first = try signIn(bench)
        let token = try #require(first["access_token"]?.stringValue)
        #expect(try call(bench, token).header("WWW-Authenticate") == nil)
        bench.context.clock.advance(by: 1.5)
        let user = try #require(try bench.context.directory.user("admin@contoso.com"))
        try bench.context.directory.revokeSessions(ofUser: user.id, at: bench.context.clock.now)
        let refusal = try call(bench, token)
        let header = try #require(refusal.header("WWW-Authenticate"))
        #expect(refusal.status == 401 && header.contains(#"error="insufficient_claims""#))
        #expect(header.contains(#"authorization_uri="https://localhost:8443/common/oauth2/authorize""#))
        #expect(header.contains(#"client_id="00000002-0000-0ff1-ce00-000000000000""#))
        let text = try #require(EntraBench.attribute("claims", in: header))
        let bytes = try #require(Base64.decode(text))
        let claims = String(decoding: bytes, as: UTF8.self)
        #expect(claims == #"{"access_token":{"nbf":{"essential":true,"value":"1790000001"}}}"#)
        // The old sign-in is worth nothing, a new one answers the challenge.
        let silent = try bench.token([
            ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"), ("claims", claims),
            ("refresh_token", try #require(first["refresh_token"]?.stringValue)),
        ])
        #expect(silent.body["error_codes"] == [50173] && silent.body["suberror"] == "bad_token")
        let second = try signIn(bench, claims: claims)
        let answer = try call(bench, try #require(second["access_token"]?.stringValue))
        #expect(answer.header("WWW-Authenticate") == nil && answer.status != 401)
    }

    @Test func asksForNothingWhereATokenIsMerelyWrong() throws {
        let bench = try EntraBench()
        let header = try #require(try call(bench, "a.b.c").header("WWW-Authenticate"))
        #expect(header.contains(#"error="invalid_token""#) && !header.contains("claims="))
    }
}
