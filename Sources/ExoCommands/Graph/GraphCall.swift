internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON
internal import ExoTransport

/// One request to Microsoft Graph, sent again where that is safe and of use.
struct GraphCall: RepeatableRequest {
    /// The longest reply that is read, in bytes.
    private static let longestReply = 16 << 20

    let method: String
    /// The path behind the version, without its query.
    let path: String
    let url: String
    let body: JSONObject?
    /// What is to be done, as in `register the application`.
    let purpose: String
    /// Whether what it names was made a moment ago, so that not every replica may know it yet.
    let awaitsReplicas: Bool
    let source: any TokenSource
    var token: TokenRequest
    let session: HTTPSession
    let correlationID: String
    private var sent: AccessToken?

    init(
        _ method: String,
        _ path: String,
        url: String,
        body: JSONObject? = nil,
        purpose: String,
        awaitsReplicas: Bool,
        source: any TokenSource,
        token: TokenRequest,
        session: HTTPSession,
        correlationID: String
    ) {
        self.method = method
        self.path = path
        self.url = url
        self.body = body
        self.purpose = purpose
        self.awaitsReplicas = awaitsReplicas
        self.source = source
        self.token = token
        self.session = session
        self.correlationID = correlationID
    }

    var effect: RequestEffect {
        switch method {
        case "GET": .read
        case "POST": .write
        default: .idempotentWrite
        }
    }

    mutating func compose() async throws -> HTTPRequest? {
        let token = try await source.token(for: token)
        sent = token
        var headers: HTTPHeaders = [
            "Authorization": token.authorizationHeaderValue, "Accept": "application/json",
            "User-Agent": "exo/\(ExoProgram.version)", "client-request-id": correlationID,
        ]
        if body != nil { headers["Content-Type"] = "application/json" }
        return HTTPRequest(
            method,
            url,
            headers: headers,
            body: body.map { JSONValue.object($0).serialized() },
            timeout: .seconds(100),
            session: session
        )
    }

    mutating func receive(_ response: ReceivedResponse) async throws -> Received<JSONObject, GraphError> {
        let bytes = try await response.body.collect(upTo: Self.longestReply)
        if (200..<300).contains(response.status) {
            if bytes.isEmpty { return .accepted([:]) }
            let object: JSONObject?
            do { object = try JSONValue(parsing: bytes).objectValue } catch { object = nil }
            if let object { return .accepted(object) }
        }
        let error = GraphError(response, body: bytes, of: self)
        let wait = response.headers["Retry-After"]
        switch response.status {
        case 401: return .refused(error, mayHaveBeenExecuted: false, try renewed(after: response))
        // A service principal is refused with 400 as long as its application is not known everywhere.
        case 404 where awaitsReplicas, 400 where awaitsReplicas && path == "servicePrincipals":
            let remedy = Remedy.later(.unavailable(status: response.status), retryAfter: wait)
            return .refused(error, mayHaveBeenExecuted: false, remedy)
        case 429: return .refused(error, mayHaveBeenExecuted: false, .later(.throttled, retryAfter: wait))
        case 500, 502, 503, 504:
            let remedy = Remedy.later(.unavailable(status: response.status), retryAfter: wait)
            return .refused(error, mayHaveBeenExecuted: true, remedy)
        default: return .refused(error, mayHaveBeenExecuted: response.status < 400, .none)
        }
    }

    /// A refused token is replaced once, where its source can, by one that satisfies the claims that the refusal names.
    private mutating func renewed(after response: ReceivedResponse) throws -> Remedy {
        guard source.renewal != .none, token.refused == nil, let sent else { return .none }
        token.refused = try TokenDigest(of: sent)
        token.claims = ClaimsChallenge.claims(in: response.headers.values(of: "WWW-Authenticate"))
        return .now(.tokenRefused)
    }
}
