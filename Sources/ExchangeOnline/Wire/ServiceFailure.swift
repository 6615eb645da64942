internal import ExoJSON
internal import ExoTransport

/// A refusal of the service, whatever shape it came in.
struct ServiceFailure {
    /// The status code.
    var status: Int
    /// `error.code`.
    var serviceCode: String?
    /// The best text there is for a person; `nil` when there is none.
    var message: String?
    /// The .NET type of the exception.
    var exceptionType: String?
    /// Warnings that stood inside.
    var warnings: [String] = []
    /// Whether the body was the service's own error object.
    var isStructured = false
    var requestID: String?
    var server: String?
    var retryAfter: String?
    var claimsChallenge: String?

    /// Whether the text is the one about too many requests at once, which comes with different statuses.
    var isConcurrencyRefusal: Bool {
        !isStructured && message?.contains("maximum number of concurrent requests") == true
    }

    /// Reads a refusal with its body, of which at most 256 KiB count.
    init(_ response: HTTPResponse) async throws {
        var bytes: [UInt8] = []
        do {
            for try await part in response.body {
                bytes += part
                if bytes.count > 262_144 { break }
            }
        } catch is TransportError {
            // What arrived is all there is to read; the status says the rest.
        }
        self.init(status: response.status, headers: response.headers, body: bytes)
    }

    init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
        self.status = status
        requestID = headers["request-id"]
        server = headers["X-CalculatedBETarget"].map { String($0.prefix { $0 != "." }) }
        retryAfter = headers["Retry-After"]
        claimsChallenge = headers.values(of: "WWW-Authenticate").lazy.compactMap(ClaimsChallenge.claims).first
        read(body)
        if exceptionType == nil { exceptionType = headers["x-ExceptionType"] }
    }

    /// Makes the refusal that stands inside a reply with a good status.
    init(status: Int, headers: HTTPHeaders, error: JSONValue) {
        self.init(status: status, headers: headers, body: [])
        read(error: error)
    }

    private mutating func read(_ body: [UInt8]) {
        guard let document = ErrorText.json(body) else {
            message = ErrorText.readable(body)
            return
        }
        if let error = document["error"] ?? document["Error"] {
            read(error: error)
            if let text = document["error_description"]?.stringValue { message = ErrorText.capped(text) }
        } else if let text = document.stringValue ?? document["message"]?.stringValue
            ?? document["Message"]?.stringValue
        {
            message = ErrorText.capped(text)
        }
    }

    private mutating func read(error: JSONValue) {
        if let text = error.stringValue {
            message = ErrorText.capped(text)
            return
        }
        guard let error = error.objectValue else { return }
        isStructured = true
        serviceCode = error["code"]?.stringValue
        warnings = error["@adminapi.warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let details = error["details"]?[0]?["message"]?.stringValue.map { ErrorDetails($0) }
        let inner = error["innererror"]?["internalexception"]
        exceptionType = details?.type ?? inner?["type"]?.stringValue
        let texts = [details?.text, inner?["message"]?.stringValue, error["message"]?.stringValue]
        message = texts.lazy.compactMap { $0 }.map { ErrorText.capped($0) }.first { !$0.isEmpty }
    }
}
