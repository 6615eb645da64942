#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Why an access token was refused.
package enum TokenRefusal: Error, Equatable {
    /// No token was sent, or not as a bearer.
    case missing
    /// The text is no token that this service could have issued.
    case malformed
    /// The signature is not that of a key of this service, or of an algorithm it does not use.
    case badSignature
    /// The token ended at that time.
    case expired(Date)
    /// The token begins at that time.
    case notYetValid(Date)
    /// The token is for that other service.
    case wrongAudience(String)
    /// The token names an issuer that is not its tenant's.
    case wrongIssuer
    /// The user's tokens from before that time are void: a challenge asks for a newer one.
    case revoked(validFrom: Date)
}
