/// Refusals of the application that asks.
extension EntraError {
    /// No application of that id is known to the tenant.
    static func unknownApplication(_ client: String, tenant: String) -> Self {
        Self(
            code: 700_016,
            name: "unauthorized_client",
            text:
                "Application with identifier '\(client)' was not found in the directory '\(tenant)'. This can happen if "
                + "the application has not been installed by the administrator of the tenant or consented to by any user "
                + "in the tenant."
        )
    }

    /// The application has no service principal in the tenant.
    static func noServicePrincipal(_ client: String, tenant: String) -> Self {
        Self(
            code: 7_000_229,
            name: "invalid_client",
            status: 401,
            text: "The client application '\(client)' is missing service principal in the tenant '\(tenant)'."
        )
    }

    /// The application is for personal accounts, of which there are none.
    static func personalAccountsOnly(_ client: String) -> Self {
        Self(
            code: 9_002_332,
            name: "invalid_request",
            text: "Application '\(client)' is configured for use by personal Microsoft account users only. Please use "
                + "the /consumers endpoint to serve this request."
        )
    }

    /// The application is switched off.
    static func disabledApplication(_ client: String) -> Self {
        Self(code: 7_000_112, name: "unauthorized_client", text: "Application '\(client)' is disabled.")
    }

    /// An application of one tenant came through an authority of all.
    static func singleTenant(_ client: String) -> Self {
        Self(
            code: 50194,
            name: "invalid_request",
            text:
                "Application '\(client)' is not configured as a multi-tenant application. Usage of the /common endpoint "
                + "is not supported for such apps. Use a tenant-specific endpoint."
        )
    }

    /// The redirect URI is not registered.
    static func unregisteredRedirect(_ uri: String, client: String) -> Self {
        Self(
            code: 50011,
            name: "invalid_request",
            text:
                "The redirect URI '\(uri)' specified in the request does not match the redirect URIs configured for the "
                + "application '\(client)'."
        )
    }

    /// The application has no redirect URI at all.
    static var noRedirect: Self {
        Self(code: 500_113, name: "invalid_request", text: "No reply address is registered for the application.")
    }

    /// The redemption names another redirect URI than the sign-in.
    static var otherRedirect: Self {
        Self(
            code: 500_112,
            name: "invalid_grant",
            text: "The reply address does not match the reply address provided when requesting the authorization code."
        )
    }

    /// The secret is none of the application's.
    static func wrongSecret(_ client: String) -> Self {
        Self(
            code: 7_000_215,
            name: "invalid_client",
            status: 401,
            text:
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
                + "not the client secret ID, for a secret added to app '\(client)'."
        )
    }

    /// The secret has ended.
    static func expiredSecret(_ client: String) -> Self {
        Self(
            code: 7_000_222,
            name: "invalid_client",
            status: 401,
            text: "The provided client secret keys for app '\(client)' are expired. Create new keys for the app."
        )
    }

    /// An application asked for itself and proved nothing.
    static var noCredential: Self {
        Self(
            code: 7_000_216,
            name: "invalid_client",
            status: 401,
            text:
                "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type."
        )
    }

    /// A confidential client did not prove that it is itself.
    static var credentialRequired: Self {
        Self(
            code: 7_000_218,
            name: "invalid_client",
            status: 401,
            text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
        )
    }

    /// A public client sent a secret.
    package static var publicClient: Self {
        Self(
            code: 700_025,
            name: "invalid_client",
            status: 401,
            text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."
        )
    }

    /// A browser redeemed what was not issued to a single-page application.
    static func crossOriginNotAllowed(_ origin: String) -> Self {
        Self(
            code: 9_002_326,
            name: "invalid_request",
            text:
                "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request "
                + "origin: '\(origin.prefix(200).filter { !$0.isNewline })'."
        )
    }

    /// A single-page application's code was redeemed outside a browser.
    static var crossOriginOnly: Self {
        Self(
            code: 9_002_327,
            name: "invalid_request",
            text: "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin "
                + "requests."
        )
    }

    /// A single-page application did not use PKCE.
    static var proofKeyRequired: Self {
        Self(
            code: 9_002_325,
            name: "invalid_request",
            text: "Proof Key for Code Exchange is required for cross-origin authorization code redemption."
        )
    }

    /// A challenge method came without a challenge.
    static var missingChallenge: Self {
        Self(
            code: 50147,
            name: "invalid_request",
            text: "Missing code challenge. The size of the code challenge parameter is not valid."
        )
    }

    /// The challenge has a length that none can have.
    static var challengeSize: Self {
        Self(code: 501_491, name: "invalid_request", text: "Invalid size of the Code_Challenge parameter.")
    }

    /// The challenge holds a character that none can hold.
    static var challengeCharacters: Self {
        Self(
            code: 501_491,
            name: "invalid_request",
            text: "Invalid Code_Challenge parameter: it holds a character that is not allowed (RFC 7636)."
        )
    }

    /// The verifier does not belong to the challenge.
    static var wrongVerifier: Self {
        Self(
            code: 501_481,
            name: "invalid_grant",
            text: "The Code_Verifier does not match the code_challenge supplied in the authorization request."
        )
    }

    /// The response type does not exist.
    static func unknownResponseType(_ type: String) -> Self {
        Self(
            code: 70005,
            name: "unsupported_response_type",
            text: "The response type '\(type)' is not supported."
        )
    }

    /// The response type is not switched on for the application.
    static func responseTypeNotEnabled(_ type: String, code: Int = 700_054) -> Self {
        Self(
            code: code,
            name: "unsupported_response_type",
            text: "response_type '\(type)' is not enabled for the application."
        )
    }

    /// The response mode does not exist.
    static func unknownResponseMode(_ mode: String, for answer: String = "a code") -> Self {
        Self(
            code: 70007,
            name: "invalid_request",
            text: "'\(mode)' is not a supported value of 'response_mode' when requesting \(answer)."
        )
    }
}
