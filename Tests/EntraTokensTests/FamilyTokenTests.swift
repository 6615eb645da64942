import EntraTokens
import ExoTransport
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Refresh tokens that the applications of a family share, as MSAL uses them.
struct FamilyTokenTests {
    private static let office = "d3590ed6-52b3-4102-aeff-aad2292ab01c"
    private static let teams = "1fec8e78-bce4-4aaf-ab1b-5451cc387264"

    private let clock = TestClock()

    /// A store in which an application has a refresh token.
    private func store(
        family: String? = "1",
        _ more: (inout TokenCache) throws -> Void = { _ in }
    ) async throws
        -> MemoryTokenStore
    {
        let reply = try CachedTokens.reply("old", life: -10, refreshToken: "RT-office", family: family)
        var cache = TokenCache()
        cache.keep(reply, for: CachedTokens.key(client: Self.office), now: CachedTokens.now.addingTimeInterval(-3600))
        try more(&cache)
        let store = MemoryTokenStore()
        try await store.update { [cache] in $0 = cache }
        return store
    }

    private func source(_ client: String, _ transport: ScriptedTransport, _ store: any TokenStore) -> CachedTokenSource
    {
        CachedTokenSource(
            SilentUserFlow(application: ClientApplication(id: client)),
            client: AuthorityClient(transport: transport, clock: clock, now: { [clock] in clock.date }),
            store: store,
            allowsInteraction: false
        )
    }

    private var request: TokenRequest {
        TokenRequest(
            authority: Authority(.commercial, tenant: TestToken.contoso),
            scopes: [CachedTokens.exchange],
            account: "adele@contoso.com"
        )
    }

    private func reply() -> ScriptedReply {
        .json(#"{"access_token":"\#(TestToken.user())","expires_in":3600,"refresh_token":"RT-new","foci":"1"}"#)
    }

    private func sent(_ transport: ScriptedTransport) -> [String] {
        transport.requests.map { request in
            let form = String(decoding: request.body ?? [], as: UTF8.self)
            return form.split(separator: "&").first { $0.hasPrefix("refresh_token=") }.map(String.init) ?? ""
        }
    }

    @Test func usesTheFamilysTokenForAnApplicationOfWhichNothingIsKnown() async throws {
        let transport = ScriptedTransport([reply()])
        let store = try await store()
        _ = try await source(Self.teams, transport, store).token(for: request)
        #expect(sent(transport) == ["refresh_token=RT-office"])
        let text = String(decoding: try await store.read().serialized(), as: UTF8.self)
        #expect(text.contains("RT-office") && text.contains("RT-new"))
    }

    @Test func triesItsOwnTokenFirst() async throws {
        let transport = ScriptedTransport([reply()])
        let store = try await store { cache in
            let own = try CachedTokens.reply("x", life: -5, refreshToken: "RT-own", family: "1")
            cache.keep(own, for: CachedTokens.key(client: Self.teams), now: CachedTokens.now.addingTimeInterval(-7200))
        }
        _ = try await source(Self.teams, transport, store).token(for: request)
        #expect(sent(transport) == ["refresh_token=RT-own"])
    }

    @Test func leavesTokensAloneThatAreOfNoFamilyOrAnothers() async throws {
        for family in [nil, "", "1"] {
            let transport = ScriptedTransport([])
            let store = try await store(family: family) { cache in
                guard family == "1" else { return }
                // It is known not to be of the family.
                let own = try CachedTokens.reply("x", life: -5)
                cache.keep(own, for: CachedTokens.key(client: Self.teams), now: CachedTokens.now.addingTimeInterval(-9))
            }
            let error = await #expect(throws: TokenError.self) {
                _ = try await source(Self.teams, transport, store).token(for: request)
            }
            #expect(error?.code == .interactionRequired)
            #expect(transport.requests.isEmpty)
        }
    }

    @Test func remembersThatAnApplicationIsOfNoFamily() async throws {
        let mismatch = #"{"error":"invalid_grant","suberror":"client_mismatch","error_codes":[70000]}"#
        let transport = ScriptedTransport([.json(mismatch, status: 400)])
        let store = try await store()
        for _ in 0..<2 {
            let error = await #expect(throws: TokenError.self) {
                _ = try await source(Self.teams, transport, store).token(for: request)
            }
            #expect(error?.code == .interactionRequired)
        }
        #expect(transport.requests.count == 1)
        #expect(String(decoding: try await store.read().serialized(), as: UTF8.self).contains("RT-office"))
    }
}

/// A flow that needs a person and has none: only what is kept serves.
struct SilentUserFlow: TokenFlow {
    let application: ClientApplication
    var renewal: TokenRenewal { .interactive }
    var isForUsers: Bool { true }

    func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply {
        throw ScriptError(message: "nobody is asked in this test")
    }
}
