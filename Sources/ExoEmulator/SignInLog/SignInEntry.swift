#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One request to sign in or for a token, and how it ended; without anything secret.
struct SignInEntry: Sendable, Hashable {
    /// Where the request was made.
    enum Endpoint: String, Sendable, Hashable, CaseIterable {
        case authorize
        case token
        case deviceCode
        case managedIdentity
    }

    /// How it ended.
    enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// Tokens or a code were handed out, or a device's sign-in was begun.
        case succeeded
        /// It was refused.
        case failed
        /// A page asks the user for something first.
        case interrupted
    }

    /// What the tenant's conditional access policies said.
    enum ConditionalAccess: String, Sendable, Hashable, CaseIterable {
        case notApplied
        case success
        case failure
    }

    /// When the request was taken up.
    var time: Date
    var endpoint: Endpoint
    /// The request's own number, by which the entry is found.
    var traceID: String
    var correlationID: String
    /// The tenant a token is for, where the request came so far.
    var tenantID: String?
    var userID: String?
    /// The name as the directory or, of an unknown user, the request has it.
    var userPrincipalName: String?
    var userDisplayName: String?
    /// The client id as it was sent.
    var clientID: String?
    var clientName: String?
    /// The object id of an application or identity that acts for itself.
    var servicePrincipalID: String?
    var resourceID: String?
    /// The resource as it was named.
    var resource: String?
    /// The grant at the token endpoint, `other` for one that is not known.
    var grant: String?
    /// `1.0` or `2.0`, of the endpoint.
    var protocolVersion: String?
    /// How the client proved itself.
    var clientCredential: String?
    /// The client library (`x-client-SKU`).
    var library: String?
    var libraryVersion: String?
    var userAgent: String?
    var remoteAddress: String
    /// How the user proved to be it (`amr`).
    var authenticationMethods: [String] = []
    /// The number after `AADSTS`; 0 where nothing was refused.
    var code = 0
    /// The OAuth error.
    var error: String?
    /// The sentence of the refusal.
    var text: String?
    var conditionalAccess = ConditionalAccess.notApplied
    /// The names of the policies that were not met.
    var failedPolicies: [String] = []
    /// Whether the token is long-lived, because its client can be told of a revocation.
    var isLongLived = false
    var outcome = Outcome.failed

    /// Whether somebody sat in front of it.
    var isInteractive: Bool {
        endpoint == .authorize || grant == "password" || grant == "device_code"
    }
}
