/// A request that ``RequestExecutor`` sends until it succeeds or nothing helps any more.
package protocol RepeatableRequest {
    /// What a success gives.
    associatedtype Value: Sendable
    /// What a refusal says.
    associatedtype Refusal: Sendable

    /// What it does to the service.
    var effect: RequestEffect { get }

    /// The request as it is sent now: with the token, and to the address, of this moment.
    ///
    /// - Returns: The request, or `nil` when there is nothing better to send than what failed before.
    mutating func compose() async throws -> HTTPRequest?

    /// Reads a response as far as it must be read to know what it says.
    ///
    /// - Throws: `TransportError` when it was cut off before that.
    mutating func receive(_ response: ReceivedResponse) async throws -> Received<Value, Refusal>

    /// What would help when no response came, or none to its end.
    ///
    /// - Parameters:
    ///   - error: The failure.
    ///   - attempt: How often the request was sent.
    /// - Returns: What is to be done.
    mutating func remedy(for error: TransportError, attempt: Int) -> Remedy
}

/// What a response says.
package enum Received<Value: Sendable, Refusal: Sendable>: Sendable {
    /// The request succeeded.
    case accepted(Value)
    /// It did not; whether it may have been executed all the same, and what would help.
    case refused(Refusal, mayHaveBeenExecuted: Bool, Remedy)
}

extension RepeatableRequest {
    /// A connection that ended early is tried again, a response that was cut off up to twice.
    package func remedy(for error: TransportError, attempt: Int) -> Remedy {
        switch error.code {
        case .noReply: .later(.noReply)
        case .bodyCutOff: attempt <= 2 ? .later(.cutOff) : .none
        default: .none
        }
    }
}
