internal import ExoTransport

extension ConnectionEvent {
    /// A fact of an event as text.
    public struct Field: Sendable, Hashable {
        /// What the fact is about, such as `status`.
        public var name: String
        /// The fact.
        public var value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The facts as texts, in their order, as a log has them.
    public var fields: [Field] {
        switch details {
        case .held(let duration):
            [Field("seconds", Timestamp.seconds(duration))] + id
        case .requestSent(let request):
            [Field("method", request.method), Field("url", request.url)]
                + (id.isEmpty ? [] : [Field("cmdlet", subject.cmdlet ?? "")]) + id
        case .replyReceived(let head):
            [Field("status", "\(head.status)"), Field("request-id", head.requestID ?? "")] + id
        case .replyEnded(let end):
            [Field("bytes", "\(end.bytes)"), Field("whole", end.isWhole ? "yes" : "no")] + id
        case .requestFailed(let error, _): [Field("reason", error.message)] + id
        case .redirected(let url): [Field("url", url)]
        case .waiting(let wait, _), .repeated(let wait):
            [
                Field("seconds", Timestamp.seconds(wait.duration)), Field("attempt", "\(wait.attempt)"),
                Field("reason", "\(wait.reason)"),
            ] + id
        case .tokenRenewed(let expires): [Field("expires", expires.map(Timestamp.text) ?? "unknown")]
        case .tokenWarning(let claim, let text): [Field("claim", claim), Field("text", text)]
        case .connected(let url):
            [
                Field("tenant", subject.tenantID ?? ""), Field("url", url),
                Field("connection-id", subject.connectionID ?? ""),
            ]
        case .addressLeft(let url, let next): [Field("url", url), Field("next", next)]
        case .changeNotRecorded(let text): [Field("text", text)] + id
        }
    }

    /// The fact of that name.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    private var id: [Field] { subject.correlationID.map { [Field("client-request-id", $0)] } ?? [] }
}
