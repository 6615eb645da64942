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

    private func source(_ transport: any HTTPTransport) -> ClientSecretSource {
        ClientSecretSource(
            endpoint: TokenEndpoint(cloud: .commercial, transport: transport, clock: clock),
            tenant: TestToken.contoso,
            clientID: "app",
            secret: ClientSecret("secret".utf8),
            scope: "https://outlook.office365.com/.default",
            now: { [clock] in clock.date }
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
        let source = PassedTokenSource(token, now: { [clock] in clock.date })
        #expect(!source.canRenew)
        #expect(try await source.token() == token)
        let refused = await #expect(throws: TokenError.self) { _ = try await source.token(claims: "{}") }
        #expect(refused?.code == .cannotRenew)
        clock.advance(by: .seconds(3600 + 300))
        let expired = await #expect(throws: TokenError.self) { _ = try await source.token() }
        #expect(expired?.code == .expired)
        #expect(expired?.message.contains("2026-05-28 21:26:40 UTC, 5 minutes ago") == true)
    }

    @Test func asksOnceForAHundredCallers() async throws {
        let answer = reply()
        let transport = AnsweringTransport { _ in answer }
        let source = source(transport)
        let tokens = try await withThrowingTaskGroup(of: AccessToken.self) { group in
            for _ in 0..<100 { group.addTask { try await source.token() } }
            return try await group.reduce(into: [AccessToken]()) { $0.append($1) }
        }
        #expect(tokens.count == 100)
        #expect(transport.requests.count == 1)
        #expect(tokens.allSatisfy { $0 == tokens.first })
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
        clock.advance(by: .seconds(180))
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
        _ = try await source.token()
        #expect(try await mark(source.token(claims: #"{"x":1}"#)) == "2")
        let body = String(decoding: transport.requests.last?.body ?? [], as: UTF8.self)
        #expect(body.contains("claims=%7B%22x%22%3A1%7D"))
        #expect(try await mark(source.token()) == "2")
    }

    @Test func leavesAFailureToTheCallerThatMetIt() async throws {
        let count = Mutex(0)
        let good = reply()
        let transport = AnsweringTransport { _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return number <= 3 ? .json(#"{"error":"invalid_client"}"#, status: 401) : good
        }
        let source = source(transport)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        _ = try await source.token()
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { !$0 } == 3)
        #expect(transport.requests.count == 4)
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

    @Test func refusesANewTokenThatIsOver() async throws {
        let source = source(ScriptedTransport([reply(life: -1)]))
        let error = await #expect(throws: TokenError.self) { _ = try await source.token() }
        #expect(error?.code == .unexpectedResponse)
    }
}

/// Keeps the first request waiting until its clock is moved; answers the others at once.
private final class HeldTransport: HTTPTransport {
    private let clock: TestClock
    private let reply: ScriptedReply
    private let count = Mutex(0)

    init(first clock: TestClock, reply: ScriptedReply) {
        self.clock = clock
        self.reply = reply
    }

    var requests: Int { count.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let number = count.withLock { count in
            count += 1
            return count
        }
        if number == 1 { try await clock.sleep(for: .seconds(1)) }
        return HTTPResponse(status: reply.status, body: HTTPBody(parts: reply.parts))
    }
}
