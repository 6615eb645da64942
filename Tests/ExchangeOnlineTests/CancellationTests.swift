import EntraTokens
import ExchangeOnline
import ExoTransport
import TestSupport
import Testing

/// Cancellation as the server's end of a connection sees it.
struct CancellationTests {
    @Test func aCancelledCallClosesItsConnection() async throws {
        let listener = try SilentListener()
        let port = listener.port
        let curl = CurlTransport()
        let detour = DetourTransport { request in
            var request = request
            request.url = "http://127.0.0.1:\(port)/"
            return try await curl.send(request)
        }
        let clock = TestClock()
        let connection = try await ExchangeClient(transport: detour, now: { clock.date }, clock: clock).connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(TestToken.user()), now: { clock.date }),
                remembered: .init(tenantID: TestToken.contoso),
                verifiesAccess: false
            )
        )
        let isClosed = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { _ = try await connection.run(Cmdlet("Get-Mailbox")) }
            }
            try await listener.accept()
            group.cancelAll()
            try await group.waitForAll()
            return listener.isLeft(within: 10_000)
        }
        #expect(isClosed)
    }
}
