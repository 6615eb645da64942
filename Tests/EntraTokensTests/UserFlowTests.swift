import EntraTokens
import ExoJSON
import ExoTransport
import Testing
import TestSupport

struct UserFlowTests {
    private static let scope = "https://outlook.office365.com/.default"
    private let clock = TestClock(advancesItself: true)

    private func client(_ transport: ScriptedTransport) -> AuthorityClient {
        AuthorityClient(transport: transport, clock: clock, now: { [clock] in clock.date })
    }

    private func request(_ form: Authority.Form = .entra, account: String? = nil) -> TokenRequest {
        TokenRequest(
            authority: Authority(.commercial, tenant: "contoso.com", form: form),
            scopes: [Self.scope],
            account: account
        )
    }

    /// A user's reply, with the next refresh token.
    private func reply(_ user: String, refresh: String, tenant: String = TestToken.contoso) -> ScriptedReply {
        let info = TestToken.base64URL(Array(#"{"uid":"\#(user)","utid":"t"}"#.utf8))
        let token = TestToken.user(tenant: tenant, changing: ["uti": .string(refresh)])
        return .json(
            #"{"expires_in":3600,"access_token":"\#(token)","refresh_token":"\#(refresh)","client_info":"\#(info)"}"#
        )
    }

    private func refusal(_ code: Int, _ error: String = "invalid_grant", _ more: String = "") -> ScriptedReply {
        .json(#"{"error":"\#(error)","error_codes":[\#(code)],"error_description":"no"\#(more)}"#, status: 400)
    }

    private func forms(_ transport: ScriptedTransport) -> [[String: String]] {
        transport.requests.map { FormText.fields($0.body ?? []) }
    }

    @Test func exchangesTheCallersToken() async throws {
        let incoming = try AccessToken(TestToken.user(audience: "api://orders"))
        let flow = OnBehalfOfFlow(
            clientID: "service",
            authentication: ClientSecret("hunter2".utf8),
            assertion: incoming
        )
        let transport = ScriptedTransport([reply("a", refresh: "1"), reply("a", refresh: "1")])
        _ = try await flow.reply(to: request(), from: client(transport))
        _ = try await flow.reply(to: request(.entraV1), from: client(transport))
        let sent = forms(transport)
        #expect(sent[0]["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        #expect(sent[0]["requested_token_use"] == "on_behalf_of")
        #expect(sent[0]["assertion"] == TestToken.user(audience: "api://orders"))
        #expect(sent[0]["scope"] == "\(Self.scope) openid profile offline_access")
        #expect(sent[0]["client_secret"] == "hunter2")
        #expect(sent[0]["claims"]?.contains("cp1") == true)
        #expect(sent[1]["resource"] == "https://outlook.office365.com")
        #expect(sent[1]["scope"] == "openid")
        #expect(transport.requests[1].url.hasSuffix("/contoso.com/oauth2/token"))
    }

    @Test func keepsEachCallersTokensApart() async throws {
        let store = MemoryTokenStore()
        let transport = ScriptedTransport([reply("a", refresh: "1"), reply("b", refresh: "2")])
        var tokens: [AccessToken] = []
        for caller in ["a", "b", "a", "b"] {
            let flow = OnBehalfOfFlow(
                clientID: "service",
                authentication: ClientSecret("s".utf8),
                assertion: try AccessToken(TestToken.user(changing: ["oid": .string(caller)]))
            )
            let source = CachedTokenSource(flow, client: client(transport), store: store)
            tokens.append(try await source.token(for: request()))
        }
        #expect(tokens[0] != tokens[1])
        #expect(tokens[0] == tokens[2])
        #expect(tokens[1] == tokens[3])
        try transport.expectNothingLeft()
        // Nobody who asks without that incoming token is given what it brought.
        let other = CachedTokenSource(
            RefreshTokenFlow(application: ClientApplication(id: "service"), refreshToken: RefreshToken("r")),
            client: client(ScriptedTransport([refusal(70000)])),
            store: store
        )
        await #expect(throws: TokenError.self) { _ = try await other.token(for: request()) }
    }

    @Test func handsTheClaimsForTheCallerOn() async throws {
        let flow = OnBehalfOfFlow(
            clientID: "service",
            authentication: ClientSecret("hunter2".utf8),
            assertion: try AccessToken(TestToken.user())
        )
        let transport = ScriptedTransport([refusal(50079, "interaction_required", #","claims":"{\"x\":1}""#)])
        let error = await #expect(throws: TokenError.self) {
            _ = try await flow.reply(to: request(), from: client(transport))
        }
        #expect(error?.code == .interactionRequired)
        #expect((error?.cause as? EntraError)?.claims == #"{"x":1}"#)
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    private func password(_ name: String = "admin@contoso.com") -> PasswordFlow {
        PasswordFlow(username: name, password: ClientSecret("hunter2&é".utf8))
    }

    @Test func signsInByPassword() async throws {
        let transport = ScriptedTransport([reply("a", refresh: "1"), reply("a", refresh: "1")])
        _ = try await password().reply(to: request(), from: client(transport))
        _ = try await password().reply(to: request(.entraV1), from: client(transport))
        let sent = forms(transport)
        #expect(sent[0]["grant_type"] == "password")
        #expect(sent[0]["username"] == "admin@contoso.com")
        #expect(sent[0]["password"] == "hunter2&é")
        #expect(sent[0]["client_id"] == "fb78d390-0c51-40cd-8e17-fdbfab77341b")
        #expect(sent[0]["scope"] == "\(Self.scope) openid profile offline_access")
        #expect(sent[1]["resource"] == "https://outlook.office365.com")
        #expect(sent[1]["scope"] == "openid")
    }

    @Test(arguments: [50072, 50074, 50076, 50079, 50158])
    func saysThatAPasswordIsNotEnough(_ code: Int) async throws {
        let transport = ScriptedTransport([refusal(code)])
        let error = await #expect(throws: TokenError.self) {
            _ = try await password().reply(to: request(), from: client(transport))
        }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("a password alone does not sign admin@contoso.com in") == true)
        #expect(error?.message.contains("AADSTS\(code)") == true)
        #expect(error?.repair?.description.contains("device code") == true)
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    @Test func tellsAUserOfAnotherProviderWhereThePasswordIsKept() async throws {
        let realm = ScriptedReply.json(
            #"{"account_type":"Federated","federation_active_auth_url":"https://sts.contoso.com/adfs/x"}"#
        )
        .expecting("GET", url: "/common/userrealm/?user=admin%40contoso.com&api-version=1.0")
        let transport = ScriptedTransport([refusal(50126), realm])
        let error = await #expect(throws: TokenError.self) {
            _ = try await password().reply(to: request(), from: client(transport))
        }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("signs in at sts.contoso.com") == true)
        #expect(error?.message.contains("AADSTS50126") == true)
        for reply in [ScriptedReply.json(#"{"account_type":"Managed"}"#), .text("<", status: 404), .text("<")] {
            let plain = ScriptedTransport([refusal(50126), reply])
            let error = await #expect(throws: TokenError.self) {
                _ = try await password().reply(to: request(), from: client(plain))
            }
            #expect(error?.message.hasPrefix("the token service refused") == true)
            try plain.expectNothingLeft()
        }
    }

    @Test func keepsEachPasswordsUserApart() async throws {
        let store = MemoryTokenStore()
        let transport = ScriptedTransport([reply("a", refresh: "1"), reply("b", refresh: "2")])
        for name in ["a@contoso.com", "b@contoso.com"] {
            let source = CachedTokenSource(password(name), client: client(transport), store: store)
            _ = try await source.token(for: request())
        }
        try transport.expectNothingLeft()
    }

    @Test func goesOnWithTheNewestRefreshToken() async throws {
        let store = MemoryTokenStore()
        let transport = ScriptedTransport([
            reply("a", refresh: "second"), reply("a", refresh: "third"), reply("a", refresh: "fourth"),
        ])
        for _ in 0..<3 {
            // Each time another process, with the token that it was given.
            let source = CachedTokenSource(
                RefreshTokenFlow(refreshToken: RefreshToken("first")),
                client: client(transport),
                store: store
            )
            _ = try await source.token(for: request())
            _ = try await source.token(for: request())
            clock.advance(by: .seconds(3600))
        }
        #expect(forms(transport).map { $0["refresh_token"] } == ["first", "second", "third"])
        #expect(forms(transport).allSatisfy { $0["grant_type"] == "refresh_token" })
    }

    @Test func beginsAgainWithANewRefreshToken() async throws {
        let store = MemoryTokenStore()
        let transport = ScriptedTransport([reply("a", refresh: "2"), reply("b", refresh: "4")])
        for first in ["1", "3"] {
            let source = CachedTokenSource(
                RefreshTokenFlow(refreshToken: RefreshToken(first)),
                client: client(transport),
                store: store
            )
            _ = try await source.token(for: request())
        }
        #expect(forms(transport).map { $0["refresh_token"] } == ["1", "3"])
    }

    @Test func saysThatSomebodyHasToSignInWhenARefreshTokenIsRefused() async throws {
        let transport = ScriptedTransport([refusal(70008, "invalid_grant", #","suberror":"token_expired""#)])
        let source = CachedTokenSource(
            RefreshTokenFlow(refreshToken: RefreshToken("hunter2")),
            client: client(transport)
        )
        let error = await #expect(throws: TokenError.self) { _ = try await source.token(for: request()) }
        #expect(error?.code == .interactionRequired)
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    @Test func redeemsAPartnersTokenInEachCustomersTenant() async throws {
        let application = ClientApplication(id: "partner", authentication: ClientSecret("s".utf8))
        let transport = ScriptedTransport([
            reply("a", refresh: "2", tenant: TestToken.fabrikam).expecting(url: "/fabrikam.com/"),
            reply("a", refresh: "3").expecting(url: "/contoso.com/"),
        ])
        let source = CachedTokenSource(
            RefreshTokenFlow(application: application, refreshToken: RefreshToken("1")),
            client: client(transport)
        )
        for tenant in ["fabrikam.com", "contoso.com"] {
            var request = request()
            request.authority.tenant = tenant
            _ = try await source.token(for: request)
        }
        #expect(forms(transport).map { $0["refresh_token"] } == ["1", "2"])
        #expect(forms(transport).allSatisfy { $0["client_secret"] == "s" })
        try transport.expectNothingLeft()
    }
}
