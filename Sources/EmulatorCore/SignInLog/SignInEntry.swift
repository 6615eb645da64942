#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// One request to sign in or for a token, and how it ended; without anything secret.
package struct SignInEntry: Sendable, Hashable {
    /// Where the request was made.
    package enum Endpoint: String, Sendable, Hashable, CaseIterable {
        case authorize
        case token
        case deviceCode
        case managedIdentity
    }

    /// How it ended.
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// Tokens or a code were handed out, or a device's sign-in was begun.
        case succeeded
        /// It was refused.
        case failed
        /// A page asks the user for something first.
        case interrupted
    }

    /// What the tenant's conditional access policies said.
    package enum ConditionalAccess: String, Sendable, Hashable, CaseIterable {
        case notApplied
        case success
        case failure
    }

    /// When the request was taken up.
    package var time: Date
    package var endpoint: Endpoint
    /// The request's own number, by which the entry is found.
    package var traceID: String
    package var correlationID: String
    /// The tenant a token is for, where the request came so far.
    package var tenantID: String?
    package var userID: String?
    /// The name as the directory or, of an unknown user, the request has it.
    package var userPrincipalName: String?
    package var userDisplayName: String?
    /// The client id as it was sent.
    package var clientID: String?
    package var clientName: String?
    /// The object id of an application or identity that acts for itself.
    package var servicePrincipalID: String?
    package var resourceID: String?
    /// The resource as it was named.
    package var resource: String?
    /// The grant at the token endpoint, `other` for one that is not known.
    package var grant: String?
    /// `1.0` or `2.0`, of the endpoint.
    package var protocolVersion: String?
    /// How the client proved itself.
    package var clientCredential: String?
    /// The client library (`x-client-SKU`).
    package var library: String?
    package var libraryVersion: String?
    package var userAgent: String?
    package var remoteAddress: String
    /// How the user proved to be it (`amr`).
    package var authenticationMethods: [String] = []
    /// The number after `AADSTS`; 0 where nothing was refused.
    package var code = 0
    /// The OAuth error.
    package var error: String?
    /// The sentence of the refusal.
    package var text: String?
    package var conditionalAccess = ConditionalAccess.notApplied
    /// The names of the policies that were not met.
    package var failedPolicies: [String] = []
    /// Whether the token is long-lived, because its client can be told of a revocation.
    package var isLongLived = false
    package var outcome = Outcome.failed

    package init(
        time: Date,
        endpoint: Endpoint,
        traceID: String,
        correlationID: String,
        tenantID: String? = nil,
        userID: String? = nil,
        userPrincipalName: String? = nil,
        userDisplayName: String? = nil,
        clientID: String? = nil,
        clientName: String? = nil,
        servicePrincipalID: String? = nil,
        resourceID: String? = nil,
        resource: String? = nil,
        grant: String? = nil,
        protocolVersion: String? = nil,
        clientCredential: String? = nil,
        library: String? = nil,
        libraryVersion: String? = nil,
        userAgent: String? = nil,
        remoteAddress: String,
        authenticationMethods: [String] = [],
        code: Int = 0,
        error: String? = nil,
        text: String? = nil,
        conditionalAccess: ConditionalAccess = ConditionalAccess.notApplied,
        failedPolicies: [String] = [],
        isLongLived: Bool = false,
        outcome: Outcome = Outcome.failed
    ) {
        self.time = time
        self.endpoint = endpoint
        self.traceID = traceID
        self.correlationID = correlationID
        self.tenantID = tenantID
        self.userID = userID
        self.userPrincipalName = userPrincipalName
        self.userDisplayName = userDisplayName
        self.clientID = clientID
        self.clientName = clientName
        self.servicePrincipalID = servicePrincipalID
        self.resourceID = resourceID
        self.resource = resource
        self.grant = grant
        self.protocolVersion = protocolVersion
        self.clientCredential = clientCredential
        self.library = library
        self.libraryVersion = libraryVersion
        self.userAgent = userAgent
        self.remoteAddress = remoteAddress
        self.authenticationMethods = authenticationMethods
        self.code = code
        self.error = error
        self.text = text
        self.conditionalAccess = conditionalAccess
        self.failedPolicies = failedPolicies
        self.isLongLived = isLongLived
        self.outcome = outcome
    }

    /// Whether somebody sat in front of it.
    package var isInteractive: Bool {
        endpoint == .authorize || grant == "password" || grant == "device_code"
    }
}
