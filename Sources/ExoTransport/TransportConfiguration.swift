/// The limits of a transport.
public struct TransportConfiguration: Sendable {
    /// How long finding and reaching a host may take, TLS included.
    public var connectTimeout: Duration
    /// How long to wait for the head of a reply when the request does not say; the service takes up to 16 minutes.
    public var headTimeout: Duration
    /// How long a server may send nothing of a body; the time in which its reader is behind does not count.
    public var stallTimeout: Duration
    /// The most connections to one host and port; further requests wait.
    public var maximumConnectionsPerHost: Int
    /// The most bytes of a reply's head, interim replies and trailers included.
    public var maximumHeaderBytes: Int
    /// The most fields of a reply's head.
    public var maximumHeaderFields: Int
    /// The most bytes of a body that wait for their reader.
    public var bodyBuffer: Int
    /// What is sent as `User-Agent` by requests that do not say.
    public var userAgent: String
    /// Where proxies are looked for when a session names none; `nil` takes the environment of the process, as it is when the
    /// first request is sent.
    public var environment: [String: String]?

    /// Makes a configuration.
    public init(
        connectTimeout: Duration = .seconds(30),
        headTimeout: Duration = .seconds(1000),
        stallTimeout: Duration = .seconds(300),
        maximumConnectionsPerHost: Int = 64,
        maximumHeaderBytes: Int = 64 << 10,
        maximumHeaderFields: Int = 256,
        bodyBuffer: Int = 512 << 10,
        userAgent: String = "exo",
        environment: [String: String]? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.headTimeout = headTimeout
        self.stallTimeout = stallTimeout
        self.maximumConnectionsPerHost = maximumConnectionsPerHost
        self.maximumHeaderBytes = maximumHeaderBytes
        self.maximumHeaderFields = maximumHeaderFields
        self.bodyBuffer = bodyBuffer
        self.userAgent = userAgent
        self.environment = environment
    }
}
