public import ExoTransport

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Makes connections; holds what they share: the way out, the pace, the time, chance, and who is told of events.
///
/// ```swift
/// let client = ExchangeClient()
/// let connection = try await client.connect(
///     ConnectionRequest(
///         identity: .organization("contoso.onmicrosoft.com"),
///         tokenSource: PassedTokenSource(token)
///     )
/// )
/// let outcome = try await connection.run("Get-OrganizationConfig")
/// ```
public struct ExchangeClient: Sendable {
    let transport: any HTTPTransport
    let now: @Sendable () -> Date
    let clock: any Clock<Duration>
    let retries: RetryPolicy
    /// How fast requests go to each tenant.
    public let pace: RequestPace
    let userAgent: String
    let observer: any ConnectionObserver

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - transport: What sends requests.
    ///   - now: The date, against which tokens are held.
    ///   - clock: What waits between repetitions.
    ///   - retries: How often and when what is safe to repeat is repeated.
    ///   - pace: How fast requests go to each tenant; one of its own where none is given.
    ///   - userAgent: How requests introduce their sender.
    ///   - observer: Who is told of events; one may serve many clients.
    public init(
        transport: any HTTPTransport = CurlTransport(),
        now: @escaping @Sendable () -> Date = { Date() },
        clock: any Clock<Duration> = ContinuousClock(),
        retries: RetryPolicy = RetryPolicy(),
        pace: RequestPace = RequestPace(),
        userAgent: String = "exo",
        observer: any ConnectionObserver = ObserverGroup()
    ) {
        self.transport = transport
        self.now = now
        self.clock = clock
        self.retries = retries
        self.pace = pace
        self.userAgent = userAgent
        self.observer = observer
    }

    /// Connects.
    ///
    /// Before the first request to the service the token's audience, tenant, user or application, scope or role and expiry are
    /// held against the request; the tenant of an organization's name is looked up at the cloud's authority, without the token.
    /// The service is then asked if it accepts the token, and its redirects are followed inside its own domains.
    ///
    /// - Parameter request: What to connect to.
    /// - Returns: The connection.
    /// - Throws: ``ExchangeError``: `tokenRefused` or `tokenExpired` with every contradiction when nothing was sent,
    ///   `unauthorized` or `forbidden` when the service refuses, `notConnected` when it cannot be reached.
    public func connect(_ request: ConnectionRequest) async throws -> ExchangeConnection {
        let connection = try connection(request)
        let channel = connection.channel
        try await channel.open()
        if request.verifiesAccess {
            // The answer which tenant it is shows as well that the token is accepted.
            if channel.needsProof { try await channel.proveTenant() } else { try await channel.verifyAccess() }
        }
        channel.tell(.connected(url: channel.origin.origin))
        return connection
    }

    /// Makes a connection that asks for nothing, neither a token nor the tenant, before its first cmdlet.
    ///
    /// What contradicts without asking, in the request or in a token that was passed in, is refused at once; everything else by
    /// the first cmdlet, which does what ``connect(_:)`` does.
    ///
    /// - Parameter request: What to connect to.
    /// - Returns: The connection.
    /// - Throws: ``ExchangeError``, as ``connect(_:)``.
    public func connection(_ request: ConnectionRequest) throws -> ExchangeConnection {
        try Connector(client: self, request: request).connection()
    }
}
