import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// Tells the bearer of an access token who the user is (OpenID Connect Core section 5.3).
struct UserInfo: Sendable {
    let call: EntraCall

    /// Answers the userinfo endpoint.
    func respond() throws -> ServerResponse {
        guard ["GET", "POST"].contains(call.request.method) else { throw EntraError.wrongVerb("GET and POST") }
        let caller: CallerIdentity
        do {
            caller = try AccessTokenVerifier(call.context, resource: ResourceAPI.graph)
                .verify(authorization: call.request.header("Authorization"))
        } catch let refusal as TokenRefusal {
            return refuse(refusal == .missing ? nil : "The access token is not valid for this endpoint.")
        }
        guard !caller.isApplication, let user = try call.context.directory.user(id: caller.objectID) else {
            return refuse("The access token is not a user's.")
        }
        let authority = try Authority(caller.tenantID, in: call.context.directory)
        let client = try Client(caller.applicationID, at: authority, in: call.context.directory)
        // The subject is the one of the client's id tokens.
        let issue = TokenIssue(call, client: client, claims: ClaimsRequest())
        var body: JSONObject = ["sub": .string(try issue.pairwiseSubject(caller.tenantID, user.id))]
        if caller.scopes.contains("profile") || caller.scopes.contains("User.Read") {
            body["name"] = .string(user.displayName)
            body["family_name"] = user.surname.map { .string($0) }
            body["given_name"] = user.givenName.map { .string($0) }
            body["picture"] = .string("\(graph)/v1.0/me/photo/$value")
        }
        if caller.scopes.contains("email"), let mail = user.mail { body["email"] = .string(mail) }
        return call.reply(.object(body))
    }

    // Graph's own name, where it leads here.
    private var graph: String {
        let host = AuthorityHost.split((call.request.header("Host") ?? "").lowercased()).host
        return Cloud(service: host).map { "https://\($0.graph)" } ?? "\(call.authority)/graph"
    }

    private func refuse(_ reason: String?) -> ServerResponse {
        let error = reason.map { ", error=\"invalid_token\", error_description=\"\($0)\"" } ?? ""
        var reply = ServerResponse.json(
            [
                "error": [
                    "code": "InvalidAuthenticationToken",
                    "message": .string(reason ?? "Access token is empty."),
                ]
            ],
            status: 401
        )
        reply.headers.append(.init("WWW-Authenticate", "Bearer realm=\"\"\(error)"))
        return reply
    }
}
