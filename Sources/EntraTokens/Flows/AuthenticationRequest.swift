#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// For whom and before whom a confidential client proves itself.
public struct AuthenticationRequest: Sendable {
    /// The token endpoint's address, as an assertion names it.
    public var endpoint: String
    /// The application's id.
    public var clientID: String
    /// What talks to whoever gives a proof.
    public var client: AuthorityClient

    /// Makes a request.
    public init(endpoint: String, clientID: String, client: AuthorityClient) {
        self.endpoint = endpoint
        self.clientID = clientID
        self.client = client
    }

    /// The time.
    public var now: Date { client.now() }
}
