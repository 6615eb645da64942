/// What would help a request that failed; whether it is safe is decided apart from it.
package enum Remedy: Sendable {
    /// Nothing: the failure is the end.
    case none
    /// Sending it again at once, changed in what made it fail.
    case now(RetryReason)
    /// Sending it again after a wait: the time that the service names, else one of our own.
    case later(RetryReason, retryAfter: String? = nil)
}
