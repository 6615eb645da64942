package import EntraTokens

/// What all who tell why a token was refused say alike.
package enum RefusedToken {
    /// The service's own word for the reason, as an `x-ms-diagnostics` header has it (`error_category`); `nil` where it has none.
    package static func category(in diagnostics: String?) -> String? {
        for part in diagnostics?.split(separator: ";") ?? [] {
            let part = part.drop { $0 == " " }
            guard part.hasPrefix("error_category=") else { continue }
            return part.dropFirst("error_category=".count).filter { $0 != "\"" && $0 != " " }
        }
        return nil
    }

    /// What to look at where an application's tokens are refused as revoked.
    package static func advice(onApplicationOf claims: TokenClaims) -> String {
        """
        look whether the application \(claims.applicationID ?? "") is disabled (Enterprise applications › Properties › Enabled \
        for users to sign in), or blocked by a conditional access policy or as risky
        """
    }
}
