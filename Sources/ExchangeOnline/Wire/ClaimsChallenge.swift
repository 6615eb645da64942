internal import EntraTokens
internal import ExoCrypto

/// The claims that a resource asks for when it wants a fresher token (continuous access evaluation).
package enum ClaimsChallenge {
    /// Reads `WWW-Authenticate: Bearer …, error="insufficient_claims", claims="<base64>"`, among other challenges.
    ///
    /// - Parameter fields: The fields of the reply.
    /// - Returns: The claims request as JSON text, or `nil` when the fields hold none.
    package static func claims(in fields: [String]) -> String? {
        AuthenticationChallenge.all(in: fields).lazy.filter { $0.scheme == "bearer" }.compactMap { challenge in
            guard let value = challenge.parameters["claims"], !value.isEmpty else { return nil }
            if value.hasPrefix("{") { return value }
            return Base64.decodeTolerantly(value.utf8).map { String(decoding: $0, as: UTF8.self) }
        }.first
    }
}
