import EmulatorAdministration
package import EmulatorCore
import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What all tokens of one reply share.
package struct TokenIssue: Sendable {
    package let call: EntraCall
    package let client: Client
    /// How the client proved itself: 0 not at all, 1 by a secret, 2 by an assertion.
    let authenticationMethod: String
    /// Capabilities the client announced (`xms_cc`).
    let capabilities: [String]
    /// Authentication contexts that were asked for and are met (`acrs`).
    let contexts: [String]
    let lifetime: TokenLifetime
    /// Whether the id token has to say when the user signed in.
    let wantsAuthenticationTime: Bool
    /// What all tokens of one sign-in have in common.
    var familyID: String?
    /// The key of the client's that an access token is bound to (RFC 7800).
    var confirmation: JSONObject?
    /// Whether the tokens travel in an address, which is short.
    var isInAddress = false

    /// Notes what the tokens of a reply share.
    ///
    /// - Parameters:
    ///   - call: The request.
    ///   - client: Who gets them.
    ///   - proof: How it proved itself.
    ///   - claims: What it asked for.
    ///   - resource: What the access token is for, where it may live long.
    package init(
        _ call: EntraCall,
        client: Client,
        proof: ClientProof = .none,
        claims: ClaimsRequest,
        for resource: ResourceAPI? = nil
    ) {
        self.call = call
        self.client = client
        authenticationMethod = proof.rawValue
        capabilities = claims.capabilities
        contexts = claims.contexts
        wantsAuthenticationTime = claims.wantsAuthenticationTime
        lifetime = TokenLifetime(
            call.context.settings.current,
            isLongLived: claims.isLongLived && resource?.isContinuouslyEvaluated == true
        )
    }

    /// Seconds since 1970 at which the tokens were issued.
    var issuedAt: Int { Int(call.trace.now.timeIntervalSince1970) }

    /// The token's own number: that of the request.
    var tokenID: String {
        // The bytes are copied while the value is borrowed.
        let bytes = unsafe withUnsafeBytes(of: call.trace.traceID.uuid) { unsafe Array($0) }
        return Base64URL.encode(bytes)
    }

    /// A subject that is the same for one client and one user, and tells others nothing.
    func pairwiseSubject(_ parts: String...) throws -> String {
        Base64URL.encode(try Digest.sha256(Array((parts + [client.id]).joined(separator: "|").utf8)))
    }

    /// A hint of the tenant and the resource that only the service reads.
    func routingHint(_ tenantID: String, _ resource: String) throws -> String {
        "1." + Base64URL.encode(try Digest.sha256(Array("\(tenantID)|\(resource)|\(client.id)".utf8)).prefix(24)) + "."
    }
}
