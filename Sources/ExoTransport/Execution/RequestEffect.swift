/// What a request does to the service, which decides when it may be sent again (RFC 9110, section 9.2).
package enum RequestEffect: Sendable {
    /// It only reads: sending it twice changes nothing.
    case read
    /// It changes something, and sending it twice is the same as sending it once.
    case idempotentWrite
    /// It changes something; it is sent again only when the service cannot have executed it.
    case write
}
