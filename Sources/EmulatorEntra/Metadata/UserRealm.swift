import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// Tells a client how a user signs in, before it asks for a password.
enum UserRealm {
    /// Answers `/common/userrealm/{user}`, or with the user as a parameter.
    ///
    /// Clients give up on an unknown realm, so the domain decides: a wrong name is refused with the password.
    static func respond(_ call: EntraCall, user: String) throws -> ServerResponse {
        guard call.isRead else { throw EntraError.wrongVerb("GET") }
        let domain =
            user.split(separator: "@", omittingEmptySubsequences: false).dropFirst().last.map(String.init) ?? ""
        let known = try call.context.directory.domain(named: domain)
        switch call.request.query.value(ignoringCase: "api-version") ?? "1.0" {
        case "1.0": return call.reply(.object(version1(known)))
        case "2.0", "2.1": return call.reply(.object(try version2(known, user, call)))
        default: throw EntraError.malformedRequest("the api-version is not supported")
        }
    }

    private static func version1(_ domain: DomainRecord?) -> JSONObject {
        var body: JSONObject = ["ver": "1.0"]
        body["account_type"] = domain == nil ? "Unknown" : "Managed"
        if let domain { body["domain_name"] = .string(domain.name) }
        body["cloud_instance_name"] = "microsoftonline.com"
        body["cloud_audience_urn"] = "urn:federation:MicrosoftOnline"
        return body
    }

    private static func version2(_ domain: DomainRecord?, _ user: String, _ call: EntraCall) throws -> JSONObject {
        var body: JSONObject = ["NameSpaceType": domain == nil ? "Unknown" : "Managed", "Login": .string(user)]
        if let domain {
            let tenant = try call.context.directory.tenant(matching: domain.tenantID)
            body["DomainName"] = .string(domain.name)
            body["FederationBrandName"] = .string(tenant?.displayName ?? domain.name)
            body["TenantBrandingInfo"] = .null
        }
        body["cloud_instance_name"] = "microsoftonline.com"
        return body
    }
}
