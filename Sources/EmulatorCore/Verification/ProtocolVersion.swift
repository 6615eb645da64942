/// The two generations of the sign-in endpoints.
package enum ProtocolVersion: String, Sendable {
    /// `resource` names what a token is for, and numbers in replies are text.
    case v1 = "1.0"
    /// `scope` names it.
    case v2 = "2.0"
}
