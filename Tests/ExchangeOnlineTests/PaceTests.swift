import EntraTokens
import ExchangeOnline
import ExoTransport
import Synchronization
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Requests to a tenant begin as fast as its answers allow.
struct PaceTests {
    private func ask(_ connection: ExchangeConnection, _ count: Int) async throws {
        try await withThrowingTaskGroup { group in
            for number in 0..<count {
                group.addTask { _ = try await connection.run("Get-Mailbox", ["Identity": "u\(number)"]) }
            }
            try await group.waitForAll()
        }
    }

    @Test func letsNoMoreBeginThanItsBound() async throws {
        let silent = SilentTransport()
        let client = ExchangeClient(transport: silent, pace: RequestPace(limits: .init(initialConcurrency: 3)))
        let connection = try await client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(TestToken.user(now: Date()))),
                remembered: .init(tenantID: TestToken.contoso),
                verifiesAccess: false
            )
        )
        await withThrowingTaskGroup { group in
            for _ in 0..<9 { group.addTask { _ = try await connection.run("Get-OrganizationConfig") } }
            await silent.waitForRequests(3)
            while client.pace.state(ofTenant: TestToken.contoso)?.waiting != 6 { await Task.yield() }
            #expect(silent.requests.count == 3)
            #expect(client.pace.state(ofTenant: TestToken.contoso)?.underWay == 3)
            group.cancelAll()
            while let result = await group.nextResult() {
                guard case .failure(let error) = result else { continue }
                #expect(error is CancellationError)
            }
        }
        let state = try #require(client.pace.state(ofTenant: TestToken.contoso))
        #expect(state.underWay == 0)
        #expect(state.waiting == 0)
    }

    @Test func letsMoreBeginWhileAllGoesWell() async throws {
        let service = TestClock()
        let transport = DetourTransport { _ in
            try await service.sleep(for: .seconds(1))
            return try Page.reply(0..<1).response()
        }
        let client = ExchangeClient(
            transport: transport,
            pace: RequestPace(limits: .init(concurrency: 12, initialConcurrency: 3))
        )
        let connection = try await client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(TestToken.user(now: Date()))),
                remembered: .init(tenantID: TestToken.contoso),
                verifiesAccess: false
            )
        )
        func concurrency() -> Int { client.pace.state(ofTenant: TestToken.contoso)?.concurrency ?? 3 }
        func round(_ count: Int) async throws {
            try await withThrowingTaskGroup { group in
                for _ in 0..<count { group.addTask { _ = try await connection.run("Get-OrganizationConfig") } }
                await service.waitForSleepers(count)
                service.advance(by: .seconds(1))
                try await group.waitForAll()
            }
        }
        // Alone nobody learns whether more would do.
        for _ in 0..<5 { try await round(1) }
        #expect(concurrency() == 3)
        for _ in 0..<12 { try await round(concurrency()) }
        #expect(concurrency() == 12)
    }

    @Test(arguments: [
        ManyBench.Reply.refusal(429, "TooManyRequests", retryAfter: "9"),
        .refusal(429, "TooManyRequests", retryAfter: "Thu, 28 May 2026 20:26:49 GMT"),
    ])
    func halvesItselfAndHoldsAllForTheTimeThatARefusalNames(_ refusal: ManyBench.Reply) async throws {
        let isFirst = Mutex(true)
        let bench = ManyBench(pace: RequestPace(limits: .init(initialConcurrency: 8))) { _ in
            isFirst.withLock { first in
                defer { first = false }
                return first ? refusal : .init()
            }
        }
        let connection = try await bench.connection()
        try await ask(connection, 1)
        #expect(bench.pace.state(ofTenant: TestToken.contoso)?.concurrency == 4)
        #expect(bench.pace.state(ofTenant: TestToken.contoso)?.refusals == 1)
        #expect(bench.clock.sleeps == [.seconds(9)])
    }

    @Test func slowsDownForTheRefusalOfTooManyAtOnceWhichIsPlainText() async throws {
        let transport = ScriptedTransport([
            .text("You have reached the maximum number of concurrent requests per tenant. Wait.", status: 400),
            Page.reply(0..<1),
        ])
        let bench = Bench()
        let client = ExchangeClient(
            transport: transport,
            now: { bench.clock.date },
            clock: bench.clock,
            retries: RetryPolicy(jitter: { 1 })
        )
        let connection = try await client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(
                    try AccessToken(TestToken.user(now: bench.clock.date)),
                    now: { bench.clock.date }
                ),
                remembered: .init(tenantID: TestToken.contoso),
                verifiesAccess: false
            )
        )
        _ = try await connection.run("Get-Mailbox")
        #expect(client.pace.state(ofTenant: TestToken.contoso)?.concurrency == 2)
    }

    @Test func spreadsAScarceBudgetOverItsWindow() async throws {
        // 1780000000 is 2026-05-28T20:26:40Z; the service's clock is an hour ahead.
        let bench = ManyBench { _ in
            .init(headers: [
                "OData-Version": "4.0", "Date": "Thu, 28 May 2026 21:26:40 GMT", "Rate-Limit-Limit": "1000",
                "Rate-Limit-Remaining": "5", "Rate-Limit-Reset": "2026-05-28T21:26:50.123Z",
            ])
        }
        let connection = try await bench.connection()
        for _ in 0..<4 { try await ask(connection, 1) }
        #expect(bench.clock.sleeps == [.seconds(2), .seconds(2)])
        #expect(bench.pace.state(ofTenant: TestToken.contoso)?.budgetLeft == 5)
        #expect(bench.events.count(.held) == 2)
    }

    @Test func waitsForTheNextWindowWhenNothingIsLeft() async throws {
        let isFirst = Mutex(true)
        let bench = ManyBench { _ in
            let left = isFirst.withLock { first in
                defer { first = false }
                return first ? "0" : "900"
            }
            return .init(headers: [
                "OData-Version": "4.0", "Date": "Thu, 28 May 2026 20:26:40 GMT", "Rate-Limit-Limit": "1000",
                "Rate-Limit-Remaining": .string(left), "Rate-Limit-Reset": "2026-05-28T20:26:56Z",
            ])
        }
        let connection = try await bench.connection()
        for _ in 0..<2 { try await ask(connection, 1) }
        #expect(bench.clock.sleeps == [.seconds(16)])
    }

    @Test func slowsDownWhenTheServiceDoes() async throws {
        let seconds = Mutex(0.2)
        let clock = TestClock()
        let transport = DetourTransport { _ in
            clock.advance(by: .seconds(seconds.withLock { $0 }))
            return try Page.reply(0..<1).response()
        }
        let client = ExchangeClient(
            transport: transport,
            now: { clock.date },
            clock: clock,
            pace: RequestPace(limits: .init(initialConcurrency: 8))
        )
        let connection = try await client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(TestToken.user(now: clock.date)), now: { clock.date }),
                remembered: .init(tenantID: TestToken.contoso),
                verifiesAccess: false
            )
        )
        for _ in 0..<10 { try await ask(connection, 1) }
        #expect(client.pace.state(ofTenant: TestToken.contoso)?.concurrency == 8)
        seconds.withLock { $0 = 6 }
        for _ in 0..<10 { try await ask(connection, 1) }
        #expect(try #require(client.pace.state(ofTenant: TestToken.contoso)).concurrency < 8)
    }
}
