import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorPortal
@testable import ExoEmulator

struct EntraHybridTests {
    private static func bench() throws -> EntraBench {
        let bench = try EntraBench()
        var application = try #require(try bench.context.directory.application(EntraBench.publicClient))
        application.issuesIDTokens = true
        application.issuesAccessTokens = true
        try bench.context.directory.save(application)
        return bench
    }

    private static func half(_ text: String) throws -> JSONValue {
        .string(Base64URL.encode(try Digest.sha256(Array(text.utf8)).prefix(16)))
    }

    @Test(arguments: ["id_token", "code id_token", "id_token token", "token", "code id_token token"])
    func answersInTheFragment(_ type: String) throws {
        let bench = try Self.bench()
        let reply = try bench.signIn(changes: ["response_type": type, "instance_aware": "true"])
        #expect(reply.header("Location")?.hasPrefix("\(EntraBench.redirect)/#") == true)
        let fields = reply.locationFields
        #expect((fields["code"] != nil) == type.contains("code"))
        #expect((fields["id_token"] != nil) == type.contains("id_token"))
        let words = type.split(separator: " ")
        #expect((fields["access_token"] != nil) == words.contains("token"))
        #expect(fields["state"] == "s t&ate" && fields["session_state"] != nil)
        #expect(fields["cloud_instance_host_name"] == "localhost:8443")
        guard let token = fields["id_token"] else { return }
        let claims = try EntraBench.claims(token)
        #expect(claims["nonce"] == "n-1" && claims["aud"] == .string(EntraBench.publicClient))
        if let code = fields["code"] { #expect(claims["c_hash"] == (try Self.half(code))) }
        if let access = fields["access_token"] { #expect(claims["at_hash"] == (try Self.half(access))) }
    }

    @Test func givesTheVersion1IDToken() throws {
        let bench = try Self.bench()
        let query = EntraBench.encoded([
            ("client_id", EntraBench.publicClient), ("response_type", "id_token"), ("nonce", "n"),
            ("redirect_uri", EntraBench.redirect), ("response_mode", "form_post"),
        ])
        let page = try bench.send("GET", "/common/oauth2/authorize?\(query)")
        let reply = try bench.submit(page, [("login", "admin@contoso.com"), ("password", Seed.password)])
        #expect(reply.status == 200 && reply.text.contains("action=\"\(EntraBench.redirect)\""))
        let input = try #require(reply.text.split(separator: "name=\"id_token\"").last)
        let token = try #require(EntraBench.attribute("value", in: String(input)))
        #expect(try EntraBench.claims(token)["upn"] == "admin@contoso.com")
    }

    @Test(
        arguments: [
            (["response_type": "id_token", "nonce": nil], "AADSTS900144"),
            (["response_type": "id_token", "response_mode": "query"], "AADSTS70007"),
            (["response_type": "token", "response_mode": "query"], "AADSTS70007"),
            (["response_type": "code code"], "AADSTS70005"),
        ] as [([String: String?], String)]
    )
    func neverPutsATokenIntoAQuery(_ changes: [String: String?], _ code: String) throws {
        let bench = try Self.bench()
        let reply = try bench.send("GET", EntraBench.authorizeTarget(changes))
        #expect(reply.locationFields["error_description"]?.hasPrefix(code) == true)
        let isToken = changes["response_type"] != "code code"
        #expect(reply.header("Location")?.contains("#error=") == isToken)
    }

    @Test func refusesTokensThatARegistrationForbids() throws {
        let bench = try EntraBench()
        for (type, code) in [("id_token", "AADSTS700054"), ("token", "AADSTS700051")] {
            let reply = try bench.send("GET", EntraBench.authorizeTarget(["response_type": type]))
            #expect(reply.locationFields["error"] == "unsupported_response_type")
            #expect(reply.locationFields["error_description"]?.hasPrefix(code) == true)
        }
    }

    @Test func answersOldNativeClients() throws {
        let bench = try EntraBench()
        let uri = "urn:ietf:wg:oauth:2.0:oob"
        try bench.context.directory.setRedirectURIs(
            [RedirectURIRecord(appID: EntraBench.publicClient, kind: .publicClient, uri: uri)],
            of: EntraBench.publicClient
        )
        let reply = try bench.signIn(changes: ["redirect_uri": uri, "haschrome": "1", "unknown": "x"])
        #expect(reply.header("Location")?.hasPrefix("\(uri)?code=") == true)
    }
}
