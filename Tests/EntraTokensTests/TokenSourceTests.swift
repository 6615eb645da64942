import EntraTokens
import ExoJSON
import ExoTransport
import Synchronization
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct TokenSourceTests {
    private let clock = TestClock()

    /// A source with its one request.
    private struct Asked: Sendable {
        let source: any TokenSource

        func token(refused: AccessToken? = nil, claims: String? = nil) async throws -> AccessToken {
            try await source.token(
                for: TokenRequest(
                    authority: Authority(.commercial, tenant: TestToken.contoso),
                    scopes: ["https://outlook.office365.com/.default"],
                    claims: claims,
                    refused: try refused.map { try TokenDigest(of: $0) }
                )
            )
        }
    }

    private func source(_ transport: any HTTPTransport) -> Asked {
        Asked(
            source: CachedTokenSource(
                ClientCredentialsFlow(clientID: "app", authentication: ClientSecret("secret".utf8)),
                client: AuthorityClient(transport: transport, clock: clock, now: { [clock] in clock.date })
            )
        )
    }

    private func reply(life: Int64 = 3600, mark: String = "1") -> ScriptedReply {
        let end = Int64(clock.date.timeIntervalSince1970) + life
        let token = TestToken.application(changing: ["exp": .integer(end), "uti": .string(mark)])
        return .json(#"{"access_token":"\#(token)"}"#)
    }

    private func mark(_ token: AccessToken) -> String? { token.claims.raw["uti"]?.stringValue }

    @Test func passesATokenOnUntilItsEnd() async throws {
        let token = try AccessToken(TestToken.user())
        let source = Asked(source: PassedTokenSource(token, now: { [clock] in clock.date }))
        #expect(source.source.renewal == .none)
        #expect(try await source.token() == token)
        for claims in ["{}", nil] {
            let refused = await #expect(throws: TokenError.self) {
                _ = try await source.token(refused: token, claims: claims)
            }
            #expect(refused?.code == .cannotRenew)
        }
        clock.advance(by: .seconds(3600 + 300))
        let expired = await #expect(throws: TokenError.self) { _ = try await source.token() }
        #expect(expired?.code == .expired)
        #expect(expired?.message.contains("2026-05-28 21:26:40 UTC, 5 minutes ago") == true)
    }

    @MainActor @Test func asksOnceForAHundredCallers() async throws {
        let hold = TestClock()
        let transport = HeldTransport(first: hold, reply: reply())
        let source = source(transport)
        let outcomes = await outcomes(ofCallers: 100, of: source, heldBy: hold)
        #expect(transport.requests == 1)
        #expect(try outcomes.map { try mark($0.get()) } == Array(repeating: "1", count: 100))
    }

    @MainActor @Test func tellsAHundredCallersOfOneFailure() async throws {
        let hold = TestClock()
        let transport = HeldTransport(first: hold, reply: .json(#"{"error":"invalid_client"}"#, status: 401))
        let source = source(transport)
        let outcomes = await outcomes(ofCallers: 100, of: source, heldBy: hold)
        #expect(transport.requests == 1)
        for outcome in outcomes {
            let error = #expect(throws: TokenError.self) { try outcome.get() }
            #expect(error?.code == .refused)
        }
        // Nothing of it is kept.
        _ = await #expect(throws: TokenError.self) { _ = try await source.token() }
        #expect(transport.requests == 2)
    }

    @MainActor @Test(arguments: [nil, #"{"x":1}"#])
    func renewsOnceForAHundredCallersWhoseTokenWasRefused(_ claims: String?) async throws {
        let hold = TestClock()
        let end = Int64(clock.date.timeIntervalSince1970) + 3600
        let refused = try AccessToken(TestToken.application(changing: ["exp": .integer(end), "uti": "old"]))
        let transport = HeldTransport(first: hold, reply: reply(mark: "new"), atOnce: reply(mark: "old"))
        let source = source(transport)
        #expect(try await source.token() == refused)
        let outcomes = await outcomes(ofCallers: 100, of: source, replacing: refused, claims, heldBy: hold)
        #expect(try outcomes.allSatisfy { try mark($0.get()) == "new" })
        // One that learns of the refusal only now gets the new token too.
        #expect(try await mark(source.token(refused: refused, claims: claims)) == "new")
        #expect(transport.requests == 2)
    }

    /// What so many callers get that all wait before the request that is held is answered.
    ///
    /// A caller runs on the main actor up to its first wait, so once all have begun they all wait.
    @MainActor private func outcomes(
        ofCallers count: Int,
        of source: Asked,
        replacing refused: AccessToken? = nil,
        _ claims: String? = nil,
        heldBy hold: TestClock
    ) async -> [Result<AccessToken, any Error>] {
        let begun = Begun()
        return await withTaskGroup(of: Result<AccessToken, any Error>.self) { group in
            for _ in 0..<count {
                group.addTask { await begun.outcome { try await source.token(refused: refused, claims: claims) } }
            }
            while begun.count < count { await Task.yield() }
            await hold.waitForSleepers(1)
            hold.advance(by: .seconds(1))
            var outcomes: [Result<AccessToken, any Error>] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
    }

    @Test func renewsWhenFiveMinutesAreLeft() async throws {
        let transport = ScriptedTransport([reply()])
        let source = source(transport)
        _ = try await source.token()
        clock.advance(by: .seconds(3299))
        #expect(try await mark(source.token()) == "1")
        clock.advance(by: .seconds(1))
        transport.append(reply(mark: "2"))
        #expect(try await mark(source.token()) == "2")
        try transport.expectNothingLeft()
    }

    @Test func renewsShortTokensAtHalfTheirLife() async throws {
        let transport = ScriptedTransport([reply(life: 120)])
        let source = source(transport)
        _ = try await source.token()
        clock.advance(by: .seconds(59))
        #expect(try await mark(source.token()) == "1")
        clock.advance(by: .seconds(2))
        transport.append(reply(mark: "2"))
        #expect(try await mark(source.token()) == "2")
    }

    @Test func servesOnWhileTheServiceIsAway() async throws {
        let transport = ScriptedTransport([reply()])
        let source = source(transport)
        _ = try await source.token()
        clock.advance(by: .seconds(3400))
        transport.append(.failure(.cannotConnect))
        #expect(try await mark(source.token()) == "1")
        // Those who ask soon after it do not wait for a service that is away.
        clock.advance(by: .seconds(29))
        #expect(try await mark(source.token()) == "1")
        clock.advance(by: .seconds(151))
        transport.append(.failure(.cannotConnect))
        let error = await #expect(throws: TokenError.self) { _ = try await source.token() }
        #expect(error?.code == .unavailable)
        transport.append(reply(mark: "3"))
        #expect(try await mark(source.token()) == "3")
        try transport.expectNothingLeft()
    }

    @Test func doesNotServeOnWhenTheServiceRefuses() async throws {
        let transport = ScriptedTransport([reply()])
        let source = source(transport)
        _ = try await source.token()
        clock.advance(by: .seconds(3400))
        transport.append(.json(#"{"error":"invalid_client","error_codes":[7000222]}"#, status: 401))
        let error = await #expect(throws: TokenError.self) { _ = try await source.token() }
        #expect(error?.code == .refused)
    }

    @Test func answersAClaimsChallengeWithANewToken() async throws {
        let transport = ScriptedTransport([reply(), reply(mark: "2")])
        let source = source(transport)
        let first = try await source.token()
        #expect(try await mark(source.token(refused: first, claims: #"{"x":1}"#)) == "2")
        let body = String(decoding: transport.requests.last?.body ?? [], as: UTF8.self)
        #expect(
            body.contains(
                "claims=%7B%22x%22%3A1%2C%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D&"
            )
        )
        #expect(try await mark(source.token()) == "2")
    }

    @Test func givesWayToTheNextWhenACallerIsCancelled() async throws {
        let hold = TestClock()
        let transport = HeldTransport(first: hold, reply: reply())
        let source = source(transport)
        try await withThrowingTaskGroup(of: AccessToken.self) { others in
            await withTaskGroup(of: Bool.self) { first in
                first.addTask {
                    do {
                        _ = try await source.token()
                        return false
                    } catch { return error is CancellationError }
                }
                await hold.waitForSleepers(1)
                for _ in 0..<10 { others.addTask { try await source.token() } }
                first.cancelAll()
                for await wasCancelled in first { #expect(wasCancelled) }
            }
            var tokens = 0
            for try await _ in others { tokens += 1 }
            #expect(tokens == 10)
        }
        #expect(transport.requests == 2)
    }

    @Test func letsACallerLeaveTheQueue() async throws {
        let hold = TestClock()
        let transport = HeldTransport(first: hold, reply: reply())
        let source = source(transport)
        try await withThrowingTaskGroup(of: AccessToken.self) { first in
            first.addTask { try await source.token() }
            await hold.waitForSleepers(1)
            await withTaskGroup(of: Bool.self) { waiting in
                for _ in 0..<10 {
                    waiting.addTask {
                        do {
                            _ = try await source.token()
                            return false
                        } catch { return error is CancellationError }
                    }
                }
                waiting.cancelAll()
                for await wasCancelled in waiting { #expect(wasCancelled) }
            }
            hold.advance(by: .seconds(1))
            for try await token in first { #expect(mark(token) == "1") }
        }
        #expect(transport.requests == 1)
    }

    @Test func doesNotBelieveATokenThatWasKeptInTheFuture() async throws {
        let store = MemoryTokenStore()
        let key = CachedTokens.application()
        let kept = try CachedTokens.reply("kept", user: nil, life: 90_000)
        for (ahead, requests) in [(86_400.0, 1), (60.0, 0)] {
            try await store.update { cache in
                cache = TokenCache()
                cache.keep(kept, for: key, now: CachedTokens.now.addingTimeInterval(ahead))
            }
            let transport = ScriptedTransport([reply()])
            let flow = ClientCredentialsFlow(
                clientID: CachedTokens.confidentialClient,
                authentication: ClientSecret("secret".utf8)
            )
            let client = AuthorityClient(transport: transport, clock: clock, now: { [clock] in clock.date })
            _ = try await Asked(source: CachedTokenSource(flow, client: client, store: store)).token()
            #expect(transport.requests.count == requests)
        }
    }

    @Test func refusesANewTokenThatIsOver() async throws {
        let source = source(ScriptedTransport([reply(life: -1)]))
        let error = await #expect(throws: TokenError.self) { _ = try await source.token() }
        #expect(error?.code == .unexpectedResponse)
    }
}
