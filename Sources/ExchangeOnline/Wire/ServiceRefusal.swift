internal import ExoJSON
internal import ExoTransport

/// A response that is not a success, whatever shape it came in.
struct ServiceRefusal: Error, Sendable {
    /// What kind of response it is.
    enum Cause: Sendable {
        /// The service, or a gateway before it, says no.
        case refusal
        /// It has a good status and is not a response of the service; the error of the page reader where there is one.
        case foreign((any Error)?)
        /// It is a redirect that is not followed.
        case redirect(RedirectError)
    }

    /// Exceptions that pass by themselves; the official module repeats on the same ones.
    private static let transientExceptions = [
        "DCOverloadedException", "SuitabilityDirectoryException", "ServerInMMException",
        "ADServerSettingsChangedException", "StorageTransientException",
    ]

    var cause: Cause
    /// The status code.
    var status: Int
    /// `error.code`.
    var serviceCode: String?
    /// The best text there is for a person; `nil` when there is none.
    var message: String?
    /// The .NET type of the exception.
    var exceptionType: String?
    /// The exception in it that passes by itself.
    var transientException: String?
    /// Warnings that stood inside.
    var warnings: [String] = []
    /// Whether the body was the service's own error object.
    var isStructured = false
    var requestID: String?
    var server: String?
    var diagnostics: String?
    var retryAfter: String?
    /// What the emulator says that it does not have.
    var lack: String? {
        guard let message, let start = message.firstRange(of: "does not emulate ") else { return nil }
        return message[start.upperBound...].split(separator: ";").first.map(String.init)
    }

    /// Whether it is the emulator that does not have what was asked for.
    var isLackOfEmulator: Bool
    var claimsChallenge: String?

    /// Reads a refusal with its body, of which at most 256 KiB count.
    static func read(_ response: ReceivedResponse) async throws -> ServiceRefusal {
        var bytes: [UInt8] = []
        do {
            for try await part in response.body {
                bytes += part
                if bytes.count > 262_144 { break }
            }
        } catch is TransportError {
            // What arrived is all there is to read; the status says the rest.
        } catch is CancellationError {
            // A refusal it is all the same.
        }
        return ServiceRefusal(response, body: bytes)
    }

    /// Makes a refusal of a body that was read.
    init(_ response: ReceivedResponse, body: [UInt8] = [], cause: Cause = .refusal) {
        self.init(head: response, cause: cause)
        read(body)
        noteTransientException()
    }

    /// Makes the refusal that stands inside a response with a good status.
    init(_ response: ReceivedResponse, error: JSONValue) {
        self.init(head: response, cause: .refusal)
        read(error: error)
        noteTransientException()
    }

    private init(head response: ReceivedResponse, cause: Cause) {
        self.cause = cause
        status = response.status
        requestID = response.requestID
        server = response.headers["X-CalculatedBETarget"].map { String($0.prefix { $0 != "." }) }
        diagnostics = response.headers["x-ms-diagnostics"].map { ErrorText.capped($0) }
        retryAfter = response.headers["Retry-After"]
        isLackOfEmulator = response.headers["X-Exo-Emulator"] == "not-emulated"
        claimsChallenge = ClaimsChallenge.claims(in: response.headers.values(of: "WWW-Authenticate"))
        exceptionType = response.headers["x-ExceptionType"]
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
        let detail = error["details"]?[0]?["message"]?.stringValue
        let details = detail.map { ErrorDetails($0) }
        let inner = error["innererror"]?["internalexception"]
        exceptionType = details?.type ?? inner?["type"]?.stringValue ?? exceptionType
        let texts = [details?.text, inner?["message"]?.stringValue, error["message"]?.stringValue]
        message = texts.lazy.compactMap { $0 }.map { ErrorText.capped($0) }.first { !$0.isEmpty }
        transientException = detail.flatMap { text in Self.transientExceptions.first { text.contains($0) } }
    }

    private mutating func noteTransientException() {
        guard transientException == nil, let type = exceptionType else { return }
        transientException = Self.transientExceptions.first { type.hasSuffix($0) }
    }
}
