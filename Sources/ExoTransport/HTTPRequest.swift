/// One HTTP request.
///
/// A redirect is never followed and a refusal never repeated by a transport: where a token may travel is the caller's decision.
public struct HTTPRequest: Sendable {
    /// The method, in capitals.
    public var method: String
    /// The absolute `http` or `https` URL, already percent-encoded.
    public var url: String
    /// Header fields.
    ///
    /// A value with CR, LF or NUL is refused before anything is sent.
    public var headers: HTTPHeaders
    /// The body; `nil` sends none.
    public var body: [UInt8]?
    /// How long to wait for the head of the reply, from the moment the request is handed over; `nil` takes the transport's limit.
    ///
    /// It does not limit the body: that may take as long as it keeps coming.
    public var headTimeout: Duration?
    /// How long the whole exchange may take, with the body and every pause of its reader; `nil` sets no such limit.
    ///
    /// Meant for replies that are read at once and as a whole.
    public var timeout: Duration?
    /// What the request shares with others of the same connection; `nil` sends and keeps no cookies.
    public var session: HTTPSession?

    /// Makes a request.
    public init(
        _ method: String,
        _ url: String,
        headers: HTTPHeaders = [:],
        body: [UInt8]? = nil,
        headTimeout: Duration? = nil,
        timeout: Duration? = nil,
        session: HTTPSession? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.headTimeout = headTimeout
        self.timeout = timeout
        self.session = session
    }
}
