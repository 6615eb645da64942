package import ExoTransport

extension ConnectionEvent {
    /// What the executor does for a call, as observers are told it.
    package init(_ event: ExecutionEvent, of subject: Subject) {
        let details: Details =
            switch event {
            case .held(let duration): .held(duration)
            case .sending(let request, let attempt):
                .requestSent(
                    SentRequest(
                        method: request.method,
                        url: String(request.url.prefix { $0 != "?" }),
                        attempt: attempt,
                        bytes: request.body?.count ?? 0
                    )
                )
            case .received(let response, let duration):
                .replyReceived(
                    ReplyHead(
                        status: response.status,
                        requestID: response.requestID,
                        budgetLeft: response.headers["Rate-Limit-Remaining"].flatMap { Int($0) },
                        duration: duration
                    )
                )
            case .ended(let bytes, let isWhole, let duration):
                .replyEnded(ReplyEnd(bytes: bytes, isWhole: isWhole, duration: duration))
            case .failed(let error, let duration): .requestFailed(error, after: duration)
            case .repeating(let wait): .repeated(wait)
            case .waiting(let wait, let budget): .waiting(wait, left: budget)
            }
        self.init(details, of: subject)
    }
}
