/// Refusals of what a request says, whoever sends it.
extension EntraError {
    /// A field is missing.
    static func missing(_ field: String) -> Self {
        Self(
            code: 900144,
            name: "invalid_request",
            text: "The request body must contain the following parameter: '\(field)'."
        )
    }

    /// The verb is not one the endpoint takes.
    static func wrongVerb(_ accepted: String) -> Self {
        Self(
            code: 900561,
            name: "invalid_request",
            text: "The endpoint only accepts \(accepted) requests. Received another verb."
        )
    }

    /// The request contradicts itself or has a value of no known form.
    static func malformedRequest(_ reason: String) -> Self {
        Self(
            code: 9_002_313,
            name: "invalid_request",
            text: "Invalid request. Request is malformed or invalid: \(reason)."
        )
    }

    /// A parameter of OpenID Connect that has to be refused by name where it is not supported.
    static func unsupportedParameter(_ parameter: String) -> Self {
        Self(
            code: 9_002_313,
            name: "\(parameter)_not_supported",
            text: "Invalid request. The parameter '\(parameter)' is not supported."
        )
    }

    /// A form came from another page than the one this service showed.
    package static var foreignForm: Self {
        Self(
            code: 165_000,
            name: "invalid_request",
            text: "The request tokens do not match the user context. Start the sign-in again; the browser must keep "
                + "this site's cookies."
        )
    }

    /// No grant of that name exists, or this emulator does not give it.
    static func unknownGrant(_ reason: String? = nil) -> Self {
        Self(
            code: 70003,
            name: "unsupported_grant_type",
            text: "The app requested an unsupported grant type" + (reason.map { ": \($0)" } ?? "") + "."
        )
    }

    /// The endpoint of a region is for tenants that were let in there.
    static var regionalEndpoint: Self {
        Self(
            code: 100_007,
            name: "invalid_request",
            text: "Regional endpoint is not enabled for the tenant. Use the global endpoint."
        )
    }

    /// No tenant has that id or domain.
    static func unknownTenant(_ tenant: String) -> Self {
        Self(
            code: 90002,
            name: "invalid_request",
            text:
                "Tenant '\(tenant)' not found. Check to make sure you have the correct tenant ID and are signing into "
                + "the correct cloud."
        )
    }

    /// The tenant is named by neither a GUID nor a domain.
    static func malformedTenant(_ tenant: String) -> Self {
        Self(
            code: 900_023,
            name: "invalid_request",
            text: "Specified tenant identifier '\(tenant)' is neither a valid DNS name, nor a valid external domain."
        )
    }

    /// The authority is for personal accounts, of which there are none.
    static var personalAccounts: Self {
        Self(
            code: 9_001_023,
            name: "invalid_request",
            text: "The grant type is not supported over the /common or /consumers endpoints. Please use the "
                + "/organizations or tenant-specific endpoint."
        )
    }

    /// An application asked for a token of its own without saying in which tenant.
    static var noTenant: Self {
        Self(
            code: 50059,
            name: "invalid_request",
            text:
                "No tenant-identifying information found in either the request or implied by any provided credentials."
        )
    }

    /// The scope is no list of scopes, or asks what the flow cannot give.
    static func invalidScope(_ reason: String) -> Self {
        Self(
            code: 70011,
            name: "invalid_scope",
            text: "The provided request must include a 'scope' input parameter that is valid: \(reason)."
        )
    }

    /// An application that acts for itself asks for something else than all it was granted at one service.
    static func noDefaultScope(_ scope: String) -> Self {
        Self(
            code: 1_002_012,
            name: "invalid_scope",
            text: "The provided value for scope \(scope) is not valid. Client credential flows must have a scope value "
                + "with /.default suffixed to the resource identifier (application ID URI)."
        )
    }

    /// The scope names several resources where one token is asked for.
    static var severalResources: Self {
        Self(
            code: 28000,
            name: "invalid_scope",
            text:
                "Provided value for the input parameter scope is not valid because it contains more than one resource."
        )
    }

    /// Neither the redemption nor the sign-in named a scope.
    static var emptyScope: Self {
        Self(
            code: 28003,
            name: "invalid_request",
            text: "Provided value for the input parameter scope cannot be empty when requesting an access token using "
                + "the provided authorization code."
        )
    }

    /// The v2.0 endpoint was given a resource.
    static var resourceOnVersion2: Self {
        Self(
            code: 901_002,
            name: "invalid_request",
            text: "The 'resource' request parameter is not supported. Use 'scope'."
        )
    }

    /// No service answers to that name.
    static func unknownResource(_ identifier: String, tenant: String) -> Self {
        Self(
            code: 500_011,
            name: "invalid_resource",
            text: "The resource principal named \(identifier) was not found in the tenant named \(tenant)."
        )
    }

    /// The service requires that applications be assigned to it, and this one is not.
    static func applicationNotAssigned(_ client: String, resource: String) -> Self {
        Self(
            code: 501_051,
            name: "invalid_grant",
            text: "Application '\(client)' is not assigned to a role for the application '\(resource)'."
        )
    }
}
