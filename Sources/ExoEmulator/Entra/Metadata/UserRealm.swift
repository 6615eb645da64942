import ExoJSON
import HTTPServer

/// Tells a client how a user signs in, before it asks for a password.
enum UserRealm {
    /// Answers `/common/userrealm/{user}`.
    ///
    /// Clients give up on an unknown realm, so the domain decides: a wrong name is refused with the password.
    static func respond(_ call: EntraCall, user: String) throws -> ServerResponse {
        guard call.request.method == "GET" else { throw EntraError.wrongVerb("GET") }
        guard call.request.query.value(ignoringCase: "api-version") ?? "1.0" == "1.0" else {
            return call.notEmulated("the user realm in this api-version", error: "invalid_request")
        }
        let domain =
            user.split(separator: "@", omittingEmptySubsequences: false).dropFirst().last.map(String.init) ?? ""
        var body: JSONObject = ["ver": "1.0"]
        if let known = try call.context.directory.domain(named: domain) {
            body["account_type"] = "Managed"
            body["domain_name"] = .string(known.name)
        } else {
            body["account_type"] = "Unknown"
        }
        body["cloud_instance_name"] = "microsoftonline.com"
        body["cloud_audience_urn"] = "urn:federation:MicrosoftOnline"
        return call.reply(.object(body))
    }
}
