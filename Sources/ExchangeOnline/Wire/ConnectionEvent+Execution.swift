internal import ExoTransport

extension ConnectionEvent {
    /// What the executor does for a call, as observers are told it.
    init(_ event: ExecutionEvent, of call: AdminCall) {
        let id = Field("client-request-id", call.correlationID)
        switch event {
        case .sending(let request):
            let url = String(request.url.prefix { $0 != "?" })
            self.init(
                .requestSent,
                [.init("method", request.method), .init("url", url), .init("cmdlet", call.cmdlet ?? ""), id]
            )
        case .received(let response):
            self.init(
                .replyReceived,
                [.init("status", "\(response.status)"), .init("request-id", response.requestID ?? ""), id]
            )
        case .waiting(let wait):
            self.init(
                .waiting,
                [
                    .init("seconds", Timestamp.seconds(wait.duration)), .init("attempt", "\(wait.attempt)"),
                    .init("reason", "\(wait.reason)"), id,
                ],
                wait: wait
            )
        }
    }
}
