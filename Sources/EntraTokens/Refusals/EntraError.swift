internal import ExoJSON

/// A refusal by the token service (RFC 6749, section 5.2, with Entra ID's additions).
public struct EntraError: Error, Sendable, CustomStringConvertible {
    /// The OAuth code, such as `invalid_client`.
    public var error: String
    /// The code below it (`suberror`), such as `basic_action`.
    public var suberror: String?
    /// Entra ID's own codes, the first of which names the cause: 7000215 stands for `AADSTS7000215`.
    public var codes: [Int]
    /// The service's sentence, without code, ids and time.
    public var message: String
    /// The id under which the service logged the request.
    public var traceID: String?
    /// The id that the client gave the request.
    public var correlationID: String?
    /// When it happened, as the service writes it.
    public var timestamp: String?
    /// What a new request has to carry as `claims`.
    public var claims: String?
    /// The HTTP status.
    public var status: Int

    /// The first of Entra ID's codes.
    public var code: Int? { codes.first }

    /// Makes an error.
    public init(error: String, message: String, codes: [Int] = [], status: Int) {
        self.error = error
        self.message = message
        self.codes = codes
        self.status = status
    }

    /// Reads an error reply; `nil` when the body is no OAuth error.
    ///
    /// - Parameters:
    ///   - body: The reply.
    ///   - status: The HTTP status.
    public init?(body: [UInt8], status: Int) {
        let object: JSONObject?
        // A body that is no JSON is no OAuth error; what it is instead is the caller's to say.
        do { object = try JSONValue(parsing: body).objectValue } catch { return nil }
        guard let object, let error = object["error"]?.stringValue else { return nil }
        let sentence = Sentence(object["error_description"]?.stringValue ?? "")
        self.init(
            error: SanitizedText.shown(error),
            message: SanitizedText.shown(sentence.text),
            codes: object["error_codes"]?.arrayValue?.compactMap { $0.integerValue.flatMap { Int(exactly: $0) } } ?? [],
            status: status
        )
        if let code = sentence.code, !codes.contains(code) { codes.insert(code, at: 0) }
        func text(_ name: String) -> String? { object[name]?.stringValue.map(SanitizedText.shown) }
        suberror = text("suberror")
        traceID = text("trace_id") ?? sentence.labels["Trace ID"]
        correlationID = text("correlation_id") ?? sentence.labels["Correlation ID"]
        timestamp = text("timestamp") ?? sentence.labels["Timestamp"]
        claims = object["claims"]?.stringValue
    }

    /// The codes and the sentence, with the ids that Microsoft's support asks for.
    public var description: String {
        let head = code.map { "\(error), AADSTS\($0)" } ?? error
        let ids = [traceID.map { "trace id \($0)" }, correlationID.map { "correlation id \($0)" }].compactMap { $0 }
        return "\(message.isEmpty ? "no reason given" : message) (\(([head] + ids).joined(separator: ", ")))"
    }
}

extension EntraError {
    /// `AADSTS50126: Text. Trace ID: … Correlation ID: … Timestamp: …`, with blanks or line ends before the labels.
    private struct Sentence {
        var code: Int?
        var text: String
        var labels: [String: String] = [:]

        init(_ description: String) {
            var rest = Substring(description)
            if rest.hasPrefix("AADSTS"), let colon = rest.firstIndex(of: ":"),
                let number = Int(rest[..<colon].dropFirst("AADSTS".count))
            {
                code = number
                rest = rest[rest.index(after: colon)...]
            }
            // From the end, so that each label's value is what follows it.
            for label in ["Timestamp", "Correlation ID", "Trace ID"] {
                guard let range = rest.range(ofLast: "\(label): ") else { continue }
                labels[label] = SanitizedText.shown(rest[range.upperBound...].trimmed())
                rest = rest[..<range.lowerBound]
            }
            text = rest.trimmed()
        }
    }
}

extension Substring {
    fileprivate func range(ofLast text: String) -> Range<Index>? {
        let pattern = Array(text.utf8)
        var start = utf8.endIndex
        while start > utf8.startIndex {
            start = utf8.index(before: start)
            if utf8[start...].starts(with: pattern) { return start..<utf8.index(start, offsetBy: pattern.count) }
        }
        return nil
    }

    fileprivate func trimmed() -> String {
        var text = self
        while let first = text.utf8.first, first <= 0x20 { text = Substring(text.utf8.dropFirst()) }
        while let last = text.utf8.last, last <= 0x20 { text = Substring(text.utf8.dropLast()) }
        return String(text)
    }
}

extension EntraError {
    /// Whether only a person who signs in can go on.
    public var needsInteraction: Bool {
        ["invalid_grant", "interaction_required", "login_required", "consent_required"].contains(error)
    }

    /// Whether the refresh token that was sent is of no more use: revoked, too old, or redeemed and replaced.
    var endsRefreshToken: Bool {
        suberror == "bad_token" || suberror == "token_expired"
            || code.map { [50173, 70008, 70043, 700_082, 700_084].contains($0) } ?? false
    }
}
