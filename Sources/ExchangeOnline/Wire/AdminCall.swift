internal import ExoTransport

/// One request to the service, before it is known at which host and with which token it is sent.
struct AdminCall: Sendable {
    var method: String
    /// Path and query.
    var target: String
    var headers: HTTPHeaders
    var body: [UInt8]?
    /// Whether it only reads, so that sending it twice changes nothing.
    var isRead: Bool
    /// The address that the page before came from, where it asks for a page behind the first.
    ///
    /// The service's place in the listing is there; `nil` sends it to the connection's.
    var address: ServiceURL?
    /// The cmdlet it runs, for events and errors.
    var cmdlet: String?
    /// The mailbox that its servers are found by; `nil` takes the connection's.
    var anchor: MailboxAnchor?
    var correlationID: String
    var timeout: Duration
    /// The calls that travel in it, where it is a batch; its own body is made of them when it is sent.
    var parts: [AdminCall] = []
    /// Whether the caller chose that limit.
    var isOwnTimeout = false

    /// What it takes about as long as: calls of the same cmdlet, alone or several together.
    var paceKind: String { (cmdlet ?? method) + (parts.isEmpty ? "" : " in a batch") }
}
