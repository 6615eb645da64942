/// How a client proved itself, in the digits of `appidacr`.
package enum ClientProof: String, Sendable {
    /// Not at all: a public client.
    case none = "0"
    case secret = "1"
    /// By a certificate, or by another service's token.
    case assertion = "2"
}
