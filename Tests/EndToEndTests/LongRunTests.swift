import EntraTokens
import ExchangeOnline
import ExoEmulator
import ExoJSON
import ExoTransport
import HTTPServer
import Synchronization
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Long listings while the emulator makes one fault in ten requests: every row comes once and in its order, or the error says
/// what happened and how many rows came before it.
///
/// `EXO_LONG=1` makes a thousand pages of each instead of some forty.
struct LongRunTests {
    /// A kind of fault with what belongs to it, and how a listing may end with it.
    struct Case: Sendable {
        var kind: String
        var more: JSONObject = [:]
        /// The errors that a listing may end with; none where it has to go through.
        var codes: [ExchangeError.Code] = []
        var description: String { "\(kind) \(JSONValue.object(more).text())" }
    }

    static let cases: [Case] = [
        Case(
            kind: "reply",
            more: ["target": "InvokeCommand", "status": 500, "body": "<html>no</html>"],
            codes: [.serviceFailed]
        ),
        Case(kind: "latency", more: ["seconds": 3]),
        Case(kind: "throttled", more: ["seconds": 7]),
        Case(kind: "throttled", more: ["retryAfter": "date", "seconds": 20]),
        Case(kind: "throttled", more: ["retryAfter": "none"]),
        Case(kind: "concurrencyRefused"),
        Case(kind: "microDelay", more: ["seconds": 2]),
        Case(kind: "rateLimit", more: ["calls": 5, "seconds": 30]),
        Case(kind: "unavailable"),
        Case(kind: "unavailable", more: ["retryAfter": "date", "seconds": 9]),
        Case(kind: "gatewayTimeout"),
        Case(kind: "reset"),
        Case(kind: "reset", more: ["executed": true]),
        Case(kind: "noReply"),
        Case(kind: "noReply", more: ["executed": true]),
        Case(kind: "cut", more: ["bytes": 0], codes: [.incomplete]),
        Case(kind: "cut", more: ["bytes": 200], codes: [.incomplete]),
        Case(kind: "cut", more: ["bytes": 3000], codes: [.incomplete]),
        Case(kind: "falseGzip"),
        Case(kind: "nulBytes", codes: [.forbidden]),
        Case(kind: "cursorExpired", codes: [.incomplete]),
        Case(kind: "regionMoved", codes: [.incomplete]),
        Case(kind: "tokenRevoked", codes: [.unauthorized]),
        Case(kind: "clockSkew", more: ["seconds": 7200]),
        Case(kind: "staleReads", more: ["seconds": 60]),
    ]

    /// Gives a new token whenever the one before was refused or has ended.
    private final class RenewingSource: TokenSource {
        private let make: @Sendable () throws -> AccessToken
        private let kept = Mutex<AccessToken?>(nil)
        let renewal = TokenRenewal.silent

        private let now: @Sendable () -> Date

        init(now: @escaping @Sendable () -> Date, _ make: @escaping @Sendable () throws -> AccessToken) {
            self.now = now
            self.make = make
        }

        func token(for request: TokenRequest) async throws -> AccessToken {
            try kept.withLock { kept in
                if let known = kept, request.refused == nil, let end = known.expiresOn, end > now() { return known }
                let made = try make()
                kept = made
                return made
            }
        }
    }

    private let clock: TestClock
    private let emulator: Emulator
    private let transport: InProcessTransport
    private var pages: Int { ProcessInfo.processInfo.environment["EXO_LONG"] == nil ? 40 : 1000 }

    init() throws {
        let clock = TestClock(advancesItself: true)
        let emulator = try Emulator(.temporary(now: { clock.date }))
        self.clock = clock
        self.emulator = emulator
        transport = InProcessTransport(handler: { emulator.respond(to: $0) }, clock: clock)
    }

    private static func control(
        _ emulator: Emulator,
        _ method: String,
        _ path: String,
        _ body: JSONValue
    ) throws -> JSONValue {
        let reply = emulator.respond(
            to: ServerRequest(
                method: method,
                target: "/_emulator/\(path)",
                headers: [.init("Content-Type", "application/json")],
                body: body.serialized()
            )
        )
        try #require((200..<300).contains(reply.status), "\(String(decoding: reply.body, as: UTF8.self))")
        return reply.body.isEmpty ? .null : try JSONValue(parsing: reply.body)
    }

    private func connect() async throws -> ExchangeConnection {
        let emulator = emulator
        let client = ExchangeClient(
            transport: transport,
            now: { [clock] in clock.date },
            clock: clock,
            retries: RetryPolicy(jitter: { 0.5 })
        )
        return try await client.connect(
            ConnectionRequest(
                cloud: Cloud.emulator(),
                identity: .organization("contoso.onmicrosoft.com"),
                tokenSource: RenewingSource(now: { [clock] in clock.date }) {
                    let made = try Self.control(
                        emulator,
                        "POST",
                        "tokens",
                        ["client": "aaaaaaaa-0000-4000-8000-000000000002"]
                    )
                    return try AccessToken(try #require(made["access_token"]?.stringValue))
                },
                pageSize: 1,
                verifiesAccess: false
            )
        )
    }

    @Test func givesEachRowOnceOrANamedError() async throws {
        let connection = try await connect()
        let listing = Cmdlet("Get-Mailbox", parameters: ["ResultSize": "Unlimited"])
        for number in try await connection.run(listing).rows.count..<pages {
            try await connection.run("New-Mailbox", ["Name": .text("room \(number)"), "Room": true])
        }
        let expected = try await connection.run(listing).rows.map { try $0["Guid"]?.stringValue }
        try #require(Set(expected).count >= pages)
        for example in Self.cases {
            for seed in 1...(pages > 40 ? 3 : 1) { try await list(listing, with: example, seed: seed, expected) }
        }
        // What the faults did is over with them.
        #expect(try await connection.run(listing).rows.count == expected.count)
    }

    /// Lists on a new connection while the faults of a case strike.
    private func list(_ listing: Cmdlet, with example: Case, seed: Int, _ expected: [String?]) async throws {
        let connection = try await connect()
        var fault: JSONObject = ["kind": .string(example.kind), "probability": 0.1, "seed": .integer(Int64(seed))]
        fault.members += example.more.members
        if fault["target"] == nil { fault["service"] = "exchange" }
        _ = try Self.control(emulator, "POST", "faults", .object(fault))
        var rows: [String?] = []
        do {
            for try await page in connection.pages(of: listing) {
                rows += try page.rows.map { try $0["Guid"]?.stringValue }
            }
            #expect(rows == expected, "\(example.description), seed \(seed)")
        } catch let error as ExchangeError {
            #expect(example.codes.contains(error.code), "\(example.description), seed \(seed): \(error)")
            #expect(error.rowsDelivered == rows.count, "\(example.description), seed \(seed)")
            #expect(rows[...] == expected.prefix(rows.count), "\(example.description), seed \(seed)")
            #expect(error.correlationID != nil && !error.message.isEmpty)
        }
        _ = try Self.control(emulator, "DELETE", "faults", [:])
    }
}
