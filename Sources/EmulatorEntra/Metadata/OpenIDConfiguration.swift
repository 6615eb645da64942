import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// The document that names the endpoints of an authority (OpenID Connect Discovery).
enum OpenIDConfiguration {
    private static let claims = [
        "sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name", "msgraph_host", "aud",
        "exp", "iat", "auth_time", "acr", "nonce",
    ]
    private static let claimsOfVersion1 = ["amr", "email", "given_name", "family_name", "upn", "unique_name"]
    private static let claimsOfVersion2 = ["preferred_username", "name", "tid", "ver", "at_hash", "c_hash", "email"]

    /// Answers the document of a tenant, `common` or `organizations`.
    ///
    /// - Throws: ``EntraError`` 900561, 90002 or 900023.
    static func respond(_ call: EntraCall, segment: String, version: ProtocolVersion) throws -> ServerResponse {
        guard call.isRead else { throw EntraError.wrongVerb("GET") }
        let authority: Authority
        do { authority = try Authority(segment, in: call.context.directory) } catch var error as EntraError {
            error.name = "invalid_tenant"
            throw error
        }
        return call.document(.object(version == .v2 ? version2(authority, call) : version1(authority, call)))
    }

    private static func version2(_ authority: Authority, _ call: EntraCall) -> JSONObject {
        let base = "\(call.authority)/\(authority.segment)"
        var document = common(authority)
        document["token_endpoint"] = .string("\(base)/oauth2/v2.0/token")
        document["token_endpoint_auth_methods_supported"] = [
            "client_secret_post", "private_key_jwt", "client_secret_basic",
        ]
        document["jwks_uri"] = .string("\(base)/discovery/v2.0/keys")
        document["response_types_supported"] = ["code", "id_token", "code id_token", "id_token token"]
        document["scopes_supported"] = ["openid", "profile", "email", "offline_access"]
        document["issuer"] = .string("\(call.authority)/\(issuerSegment(authority))/v2.0")
        document["userinfo_endpoint"] = .string(userInfo(call))
        document["authorization_endpoint"] = .string("\(base)/oauth2/v2.0/authorize")
        document["device_authorization_endpoint"] = .string("\(base)/oauth2/v2.0/devicecode")
        document["end_session_endpoint"] = .string("\(base)/oauth2/v2.0/logout")
        document["claims_supported"] = .array((claims + claimsOfVersion2).map { .string($0) })
        document["kerberos_endpoint"] = .string("\(base)/kerberos")
        return document
    }

    // In the place of the real authority Graph's name leads here too; elsewhere only the own name does.
    private static func userInfo(_ call: EntraCall) -> String {
        let host = AuthorityHost.split(call.authority.dropFirst("https://".count)).host
        return "\(Cloud(host: host) == nil ? call.authority : "https://graph.microsoft.com")/oidc/userinfo"
    }

    private static func version1(_ authority: Authority, _ call: EntraCall) -> JSONObject {
        let base = "\(call.authority)/\(authority.segment)"
        var document = common(authority)
        document["token_endpoint"] = .string("\(base)/oauth2/token")
        document["token_endpoint_auth_methods_supported"] = [
            "client_secret_post", "private_key_jwt", "client_secret_basic",
        ]
        document["jwks_uri"] = .string("\(call.authority)/common/discovery/keys")
        document["response_types_supported"] = ["code", "id_token", "code id_token", "token id_token", "token"]
        document["scopes_supported"] = ["openid"]
        document["issuer"] = .string(IssuerName.version1(issuerSegment(authority)))
        document["microsoft_multi_refresh_token"] = true
        document["authorization_endpoint"] = .string("\(base)/oauth2/authorize")
        document["device_authorization_endpoint"] = .string("\(base)/oauth2/devicecode")
        document["end_session_endpoint"] = .string("\(base)/oauth2/logout")
        document["claims_supported"] = .array((claims + claimsOfVersion1).map { .string($0) })
        document["userinfo_endpoint"] = .string("\(base)/openid/userinfo")
        document["kerberos_endpoint"] = .string("\(base)/kerberos")
        return document
    }

    private static func common(_ authority: Authority) -> JSONObject {
        [
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            // Signing out ends the session here and calls no application.
            "http_logout_supported": false,
            "frontchannel_logout_supported": false,
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "tenant_region_scope": authority.tenant.map { .string($0.region) } ?? .null,
            "cloud_instance_name": "microsoftonline.com",
            "cloud_graph_host_name": "graph.windows.net",
            "msgraph_host": "graph.microsoft.com",
            "rbac_url": "https://pas.windows.net",
        ]
    }

    // No single tenant issues for these authorities; readers put the tenant of a token in the place of the braces.
    private static func issuerSegment(_ authority: Authority) -> String {
        switch authority {
        case .common, .organizations: "{tenantid}"
        case .consumers: "9188040d-6c67-4c5b-b112-36a304b66dad"
        case .tenant(let tenant): tenant.id
        }
    }
}
