internal import ExoCrypto
public import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Who signed in (OpenID Connect Core 1.0, section 2), as told by an authority over TLS; its signature is not checked.
public struct IDToken: Sendable {
    /// The token itself.
    package let text: String
    /// Its claims.
    public let claims: JSONObject

    /// Reads an ID token, signed or, as the v1.0 endpoints give it to public clients, unsigned.
    ///
    /// - Throws: ``TokenError`` with code `unexpectedResponse`.
    public init(_ text: String) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let payload = parts.count == 3 ? Base64.decodeTolerantly(parts[1].utf8) : nil
        let object: JSONObject?
        do { object = try payload.flatMap { try JSONValue(parsing: $0).objectValue } } catch { object = nil }
        guard let object else {
            throw TokenError(code: .unexpectedResponse, message: "the authority answered an id_token that is none")
        }
        self.text = text
        claims = object
    }

    /// The user's id for this application (`sub`).
    public var subject: String? { claims["sub"]?.stringValue }
    /// The user's object id in the tenant (`oid`).
    public var objectID: String? { claims["oid"]?.stringValue }
    /// The tenant (`tid`).
    public var tenantID: String? { claims["tid"]?.stringValue }
    /// The user's name (`preferred_username`, else `upn`, `unique_name` or `email`).
    public var username: String? {
        ["preferred_username", "upn", "unique_name", "email"].lazy.compactMap { claims[$0]?.stringValue }.first
    }
    /// The user's name for people (`name`).
    public var name: String? { claims["name"]?.stringValue }

    /// Holds the token against the request that it answers (OpenID Connect Core 1.0, section 3.1.3.7).
    ///
    /// - Parameters:
    ///   - clientID: The application that asked.
    ///   - nonce: What it sent to be repeated.
    ///   - issuer: The authority's issuer, where it is known and names one tenant.
    ///   - now: The time.
    /// - Throws: ``TokenError`` with code `unexpectedResponse` that names the claim.
    public func validate(clientID: String, nonce: String?, issuer: String?, now: Date) throws {
        func refuse(_ claim: String) -> TokenError {
            TokenError(
                code: .unexpectedResponse,
                message: "the authority's id_token does not answer this sign-in: its \(claim) is another",
                repair: "sign in again"
            )
        }
        let audiences = claims["aud"]?.arrayValue?.compactMap(\.stringValue) ?? [claims["aud"]?.stringValue ?? ""]
        guard audiences.contains(clientID) else { throw refuse("aud") }
        if let nonce, !constantTimeEquals((claims["nonce"]?.stringValue ?? "").utf8, nonce.utf8) {
            throw refuse("nonce")
        }
        if let issuer, !issuer.contains("{"), claims["iss"]?.stringValue != issuer { throw refuse("iss") }
        // A clock may be wrong by five minutes, as MSAL takes it.
        if let end = claims["exp"]?.integerValue, Double(end) + 300 < now.timeIntervalSince1970 { throw refuse("exp") }
    }
}

extension IDToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the token.
    public var description: String { "[id token]" }
    /// Hides the token.
    public var debugDescription: String { "[id token]" }
    /// Hides the token.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
