/// Refusals of the user, or of what a user gave before.
extension EntraError {
    /// The user is not in the directory.
    static func unknownUser(_ name: String, tenant: String) -> Self {
        Self(
            code: 50034,
            name: "invalid_grant",
            text:
                "The user account \(name) does not exist in the \(tenant) directory. To sign into this application, the "
                + "account must be added to the directory."
        )
    }

    /// The user name or the password is wrong.
    static var wrongPassword: Self {
        Self(
            code: 50126,
            name: "invalid_grant",
            text: "Error validating credentials due to invalid username or password."
        )
    }

    /// The user has no password.
    static var noPassword: Self {
        Self(
            code: 50056,
            name: "invalid_grant",
            text: "Invalid or null password: password does not exist in the directory for this user."
        )
    }

    /// The account is switched off.
    static var disabledUser: Self {
        Self(code: 50057, name: "invalid_grant", text: "The user account is disabled.")
    }

    /// The user belongs to another tenant, which has no delegated access to this one.
    static func foreignUser(_ name: String, tenant: String) -> Self {
        Self(
            code: 50020,
            name: "invalid_grant",
            text:
                "User account '\(name)' from another identity provider does not exist in tenant '\(tenant)' and cannot "
                + "access the application in that tenant."
        )
    }

    /// Silent sign-in was asked for and nobody is signed in.
    static var noSession: Self {
        Self(
            code: 50058,
            name: "login_required",
            text: "A silent sign-in request was sent but no user is signed in."
        )
    }

    /// Nobody agreed that the application may do that.
    static func noConsent(_ application: String, id: String) -> Self {
        Self(
            code: 65001,
            name: "invalid_grant",
            suberror: "consent_required",
            text: "The user or administrator has not consented to use the application with ID '\(id)' named "
                + "'\(application)'. Send an interactive authorization request for this user and resource."
        )
    }

    /// A first-party application is not cleared for the resource.
    static func notPreauthorized(_ client: String, resource: String) -> Self {
        Self(
            code: 65002,
            name: "invalid_client",
            text: "Consent between first party application '\(client)' and first party resource '\(resource)' must be "
                + "configured via preauthorization."
        )
    }

    /// Only an administrator may agree.
    static func administratorConsent(_ application: String) -> Self {
        Self(
            code: 90094,
            name: "access_denied",
            text: "An administrator of the directory has to grant '\(application)' the permissions it asks for."
        )
    }

    /// The application is for assigned users alone.
    static func userNotAssigned(_ application: String, id: String) -> Self {
        Self(
            code: 50105,
            name: "invalid_grant",
            text:
                "Your administrator has configured the application \(application) ('\(id)') to block users unless they "
                + "are specifically granted access to the application."
        )
    }

    /// The code or refresh token is none of this service's, or not for this client.
    static var malformedGrant: Self {
        Self(
            code: 70000,
            name: "invalid_grant",
            text: "The provided value for the input parameter 'code' or 'refresh_token' is not valid."
        )
    }

    /// The refresh token is another client's.
    static var otherClient: Self {
        Self(
            code: 700_007,
            name: "invalid_grant",
            suberror: "client_mismatch",
            text: "The provided grant was issued to another client."
        )
    }

    /// The code is too old.
    static var expiredCode: Self {
        Self(
            code: 70008,
            name: "invalid_grant",
            text:
                "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive "
                + "authorization request for this user and resource."
        )
    }

    /// The code was used before.
    static var usedCode: Self {
        Self(
            code: 54005,
            name: "invalid_grant",
            text:
                "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing "
                + "refresh token."
        )
    }

    /// The code is another tenant's.
    static var otherTenant: Self {
        Self(
            code: 700_005,
            name: "invalid_grant",
            text: "Provided authorization code is intended to use against other tenant."
        )
    }

    /// The refresh token was not used for too long.
    static var idleRefreshToken: Self {
        Self(
            code: 700_082,
            name: "invalid_grant",
            text: "The refresh token has expired due to inactivity. The token was inactive for 90 days."
        )
    }

    /// The refresh token of a single-page application reached its end.
    static var endedRefreshToken: Self {
        Self(
            code: 700_084,
            name: "invalid_grant",
            text:
                "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of "
                + "1 day, which cannot be extended."
        )
    }

    /// The user's grants were revoked after this one.
    static var revokedGrant: Self {
        Self(
            code: 50173,
            name: "invalid_grant",
            suberror: "bad_token",
            text:
                "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might "
                + "have changed or reset their password."
        )
    }
}
