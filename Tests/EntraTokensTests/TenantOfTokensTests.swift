import EntraTokens
import ExoJSON
import ExoTransport
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Tokens of a tenant that is named by a domain are kept and found under its id, as MSAL does it.
struct TenantOfTokensTests {
    private let clock = TestClock()

    private func source(_ transport: ScriptedTransport, _ store: any TokenStore) -> CachedTokenSource {
        CachedTokenSource(
            ClientCredentialsFlow(
                clientID: CachedTokens.confidentialClient,
                authentication: ClientSecret("secret".utf8)
            ),
            client: AuthorityClient(transport: transport, clock: clock, now: { [clock] in clock.date }),
            store: store
        )
    }

    private func request(_ tenant: String, scope: String = CachedTokens.exchange) -> TokenRequest {
        TokenRequest(authority: Authority(.commercial, tenant: tenant), scopes: [scope])
    }

    private func token(_ mark: String = "1") -> ScriptedReply {
        let token = TestToken.application(changing: ["uti": .string(mark)])
        return .json(#"{"access_token":"\#(token)","expires_in":3600}"#).expecting("POST", url: "contoso.com/oauth2")
    }

    private let metadata = ScriptedReply.json(
        """
        {"token_endpoint":"https://login.microsoftonline.com/\(TestToken.contoso)/oauth2/v2.0/token",
        "issuer":"https://login.microsoftonline.com/\(TestToken.contoso)/v2.0"}
        """
    ).expecting("GET", url: "contoso.com/v2.0/.well-known/openid-configuration")

    private func storeOfMSAL() async throws -> MemoryTokenStore {
        let cache = try TokenCache(parsing: Array(CachedTokens.msalForPython.utf8))
        let store = MemoryTokenStore()
        try await store.update { $0 = cache }
        return store
    }

    @Test func keepsATokenUnderTheIDThatTheReplyTells() async throws {
        let transport = ScriptedTransport([token()], tenants: [:])
        let store = MemoryTokenStore()
        let first = try await source(transport, store).token(for: request("Contoso.com"))
        #expect(try await store.read().listed.map(\.tenant) == [TestToken.contoso])
        // Nothing was kept that might have been meant, so nobody asked for the id; who names it finds the token.
        #expect(
            try await source(ScriptedTransport([], tenants: [:]), store).token(for: request(TestToken.contoso)) == first
        )
        try transport.expectNothingLeft()
    }

    @Test func findsATokenOfMSALByTheDomain() async throws {
        let transport = ScriptedTransport([metadata], tenants: [:])
        let source = source(transport, try await storeOfMSAL())
        for _ in 0..<2 { #expect(try await source.token(for: request("contoso.com")).text == "AT-app") }
        try transport.expectNothingLeft()
    }

    @Test func asksForTheIDOnceHoweverManyTokensAreWanted() async throws {
        let transport = ScriptedTransport([token("2"), token("3")], tenants: [:])
        let source = source(transport, try await storeOfMSAL())
        for scope in ["https://graph.microsoft.com/.default", "https://vault.azure.net/.default"] {
            _ = try await source.token(for: request("contoso.com", scope: scope))
        }
        try transport.expectNothingLeft()
    }

    @Test func findsATokenByTheDomainWithoutARequest() async throws {
        let store = MemoryTokenStore()
        let first = ScriptedTransport([token("2")], tenants: [:])
        _ = try await source(first, store).token(for: request("contoso.com"))
        let second = ScriptedTransport([], tenants: [:])
        let found = try await source(second, store).token(for: request("contoso.com"))
        #expect(found.claims.raw["uti"]?.stringValue == "2")
        try second.expectNothingLeft()
    }

    @Test func goesOnWithoutTheIDWhereTheAuthorityDoesNotTellIt() async throws {
        let refusal = ScriptedReply.text("<html>", status: 404).expecting("GET")
        let transport = ScriptedTransport([refusal, refusal, token("2")], tenants: [:])
        let found = try await source(transport, try await storeOfMSAL()).token(for: request("contoso.com"))
        #expect(found.claims.raw["uti"]?.stringValue == "2")
        try transport.expectNothingLeft()
    }

    @Test func findsATokenOfTheUsersOwnTenantWhereNoneIsNamed() throws {
        let cache = try TokenCache(parsing: Array(CachedTokens.msalForPython.utf8))
        for tenant in ["organizations", "common"] {
            let key = CachedTokens.key("adele@contoso.com") { $0.tenant = tenant }
            #expect(cache.accessToken(for: key)?.token == "AT-user")
        }
        // A token for a tenant in which the user is a guest is another one.
        let guest = CachedTokens.msalForPython.replacing(
            #""realm": "11111111-1111-4111-8111-111111111111""#,
            with: #""realm": "22222222-2222-4222-8222-222222222222""#
        )
        let other = try TokenCache(parsing: Array(guest.utf8))
        #expect(other.accessToken(for: CachedTokens.key("adele@contoso.com") { $0.tenant = "organizations" }) == nil)
        #expect(other.accessToken(for: CachedTokens.key("adele@contoso.com")) == nil)
    }
}
