/// What ``RequestExecutor`` does, as it does it.
package enum ExecutionEvent: Sendable {
    /// A request is about to be sent.
    case sending(HTTPRequest)
    /// The head of a response came.
    case received(ReceivedResponse)
    /// The request will be sent again after a wait.
    case waiting(RetryWait)
}
