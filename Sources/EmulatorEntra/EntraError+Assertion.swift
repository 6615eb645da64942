/// Refusals of an assertion by which a client proves itself.
extension EntraError {
    /// The assertion is no token of the form it must have.
    static func malformedAssertion(_ reason: String) -> Self {
        Self(code: 50027, name: "invalid_request", text: "JWT token is invalid or malformed: \(reason).")
    }

    /// The assertion is signed by a method that is not taken.
    static var unsupportedAlgorithm: Self {
        Self(
            code: 5_002_738,
            name: "invalid_request",
            text: "Invalid JWT token. The signature algorithm is not supported. Supported signing algorithms are: "
                + "'RS256, PS256'."
        )
    }

    /// The assertion speaks of another client than the request.
    static func otherSubject(_ client: String) -> Self {
        assertion(
            700_021,
            "Client assertion application identifier doesn't match the 'client_id' parameter '\(client)'."
        )
    }

    /// The assertion is for another service.
    static var wrongAssertionAudience: Self {
        assertion(
            700_023,
            "Client assertion audience claim does not match the issuer or the token endpoint of this authority."
        )
    }

    /// The assertion has ended or not begun.
    static var assertionOutsideItsTime: Self {
        assertion(
            700_024,
            "Client assertion is not within its valid time range. Make sure that the clock of the client is right."
        )
    }

    /// The key is not registered, or did not sign the assertion.
    static func wrongAssertionSignature(_ reason: String) -> Self {
        assertion(
            700_027,
            "The certificate with identifier used to sign the client assertion is not registered on application. "
                + "[Reason - \(reason).]"
        )
    }

    /// The registered certificate has ended or not begun.
    static func expiredCertificate(_ thumbprint: String) -> Self {
        assertion(
            50012,
            "Authentication failed: the certificate of the client assertion is expired or not valid yet. Thumbprint of "
                + "key used by client: '\(thumbprint)'."
        )
    }

    /// The certificate that the assertion shows is another than the one it names.
    static func otherCertificate(_ client: String) -> Self {
        assertion(
            700_030,
            "Invalid certificate - the certificate in the assertion's header isn't authorized for the application "
                + "'\(client)'."
        )
    }

    /// The assertion was used before.
    static var replayedAssertion: Self {
        assertion(50012, "Authentication failed: the client assertion was used before.")
    }

    /// The client accepts no assertions of that issuer.
    static var noFederatedIssuer: Self {
        assertion(700_211, "No matching federated identity record found for presented assertion issuer.")
    }

    /// The client accepts assertions of that issuer, but not for that audience.
    static var noFederatedAudience: Self {
        assertion(700_212, "No matching federated identity record found for presented assertion audience.")
    }

    /// The client accepts assertions of that issuer, but not of that subject.
    static var noFederatedSubject: Self {
        assertion(700_213, "No matching federated identity record found for presented assertion subject.")
    }

    /// The keys of a foreign issuer are not known: they are registered, since nothing is fetched.
    static func unknownKeys(of issuer: String) -> Self {
        assertion(
            700_211,
            "The keys of the issuer '\(issuer)' are not known. This emulator fetches none: register the issuer's JSON Web "
                + "Key Set with PUT /_emulator/issuers."
        )
    }

    private static func assertion(_ code: Int, _ text: String) -> Self {
        Self(code: code, name: "invalid_client", status: 401, text: text)
    }
}
