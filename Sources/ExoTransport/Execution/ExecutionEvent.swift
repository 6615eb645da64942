/// What ``RequestExecutor`` does, as it does it.
package enum ExecutionEvent: Sendable {
    /// A request is held back for so long, since the service takes no more of them now.
    case held(Duration)
    /// A request is about to be sent for the first time or again.
    case sending(HTTPRequest, attempt: Int)
    /// The head of a response came, so long after the request was handed over.
    case received(ReceivedResponse, after: Duration)
    /// A body was read to its end, or is read no further; its bytes so far, and the time since the request was handed over.
    case ended(bytes: Int, isWhole: Bool, after: Duration)
    /// No response came.
    case failed(TransportError, after: Duration)
    /// The request will be sent again at once.
    case repeating(RetryWait)
    /// The request will be sent again after a wait; what it may still spend on repetitions then.
    case waiting(RetryWait, RetryBudget)
}
