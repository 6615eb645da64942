import EntraTokens
import ExchangeOnline
import ExoEmulator
import ExoJSON
import ExoTransport
import HTTPServer
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An emulator for runs of many calls, whose time moves where somebody waits.
final class ManyTenant: Sendable {
    let clock = TestClock(advancesItself: true)
    let emulator: Emulator
    let transport: InProcessTransport

    init() throws {
        let clock = clock
        let emulator = try Emulator(.temporary(now: { clock.date }))
        self.emulator = emulator
        transport = InProcessTransport(handler: { emulator.respond(to: $0) }, clock: clock)
    }

    /// Calls the control API.
    @discardableResult
    func control(_ method: String, _ path: String, _ body: JSONValue) throws -> JSONValue {
        let reply = emulator.respond(
            to: ServerRequest(
                method: method,
                target: "/_emulator/\(path)",
                headers: [.init("Content-Type", "application/json")],
                body: body.serialized()
            )
        )
        let answer = try JSONValue(parsing: reply.body)
        try #require(reply.status == 200, "\(answer.text())")
        return answer
    }

    /// A client whose requests pass through a function on their way.
    func client(by transport: (any HTTPTransport)? = nil) -> ExchangeClient {
        ExchangeClient(
            transport: transport ?? self.transport,
            now: { [clock] in clock.date },
            clock: clock,
            retries: RetryPolicy(jitter: { 1 })
        )
    }

    /// A connection as an application.
    func connect(_ client: ExchangeClient, to domain: String = "contoso.com") async throws -> ExchangeConnection {
        try await client.connect(
            ConnectionRequest(
                cloud: .emulator(),
                identity: .organization(domain),
                tokenSource: PassedTokenSource(try await token(of: domain), now: { [clock] in clock.date })
            )
        )
    }

    private func token(of domain: String) async throws -> AccessToken {
        let (id, secret) = LocalTenant.automation
        let form = "grant_type=client_credentials&client_id=\(id)&client_secret=\(secret)"
        let request = HTTPRequest(
            "POST",
            "https://localhost:8443/\(domain)/oauth2/v2.0/token",
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array((form + "&scope=https://outlook.office365.com/.default").utf8)
        )
        let reply = try JSONValue(parsing: try await transport.send(request).body.collect(upTo: 100_000))
        return try AccessToken(try #require(reply["access_token"]?.stringValue))
    }

    /// The names of the contacts that there are, as the store has them.
    func contacts() async throws -> [String] {
        let outcome = try await connect(client()).run("Get-MailContact", ["ResultSize": "Unlimited"])
        return try outcome.rows.compactMap { try $0["Name"]?.stringValue }
    }

    /// The names in the creations of contacts that the emulator's own log has.
    func loggedContacts() async throws -> [String] {
        let outcome = try await connect(client()).run(
            "Search-UnifiedAuditLog",
            [
                "StartDate": .date(clock.date.addingTimeInterval(-86_400)),
                "EndDate": .date(clock.date.addingTimeInterval(60)),
                "Operations": ["New-MailContact"], "ResultSize": 5000,
            ]
        )
        return try outcome.rows.map { row in
            let data = try JSONValue(parsing: try #require(try row["AuditData"]?.stringValue))
            let parameters = data["Parameters"]?.arrayValue ?? []
            return try #require(parameters.first { $0["Name"] == "Name" }?["Value"]?.stringValue)
        }
    }
}

/// Calls that each make a contact, which can be done once.
func newContacts(_ count: Int) -> AsyncStream<BulkCall> {
    AsyncStream { stream in
        for line in 1...count {
            let parameters: CmdletParameters = [
                "Name": .text("c\(line)"), "ExternalEmailAddress": .text("c\(line)@example.org"),
            ]
            stream.yield(BulkCall(line: line, Cmdlet("New-MailContact", parameters: parameters), label: "c\(line)"))
        }
        stream.finish()
    }
}

/// Random numbers that are the same every time (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
