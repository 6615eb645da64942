import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Exchanges a grant for tokens (RFC 6749 section 3.2).
struct TokenEndpoint: Sendable {
    private static let single = [
        "grant_type", "client_id", "client_secret", "code", "redirect_uri", "code_verifier", "refresh_token", "scope",
        "resource", "client_assertion", "client_assertion_type", "username", "password", "assertion", "claims",
        "token_type", "req_cnf", "return_spa_code",
    ]

    let call: EntraCall
    let segment: String
    let version: ProtocolVersion

    /// Answers a request; checks come in the order in which the service makes them.
    ///
    /// - Throws: ``EntraError``.
    func respond() throws -> ServerResponse {
        call.signIn.begin(.token, call)
        guard call.request.method == "POST" else { throw EntraError.wrongVerb("POST") }
        let form = call.request.form
        call.signIn.note(form, version)
        guard let grantName = form["grant_type"] else { throw EntraError.missing("grant_type") }
        let grant = try GrantType(grantName)
        for name in Self.single where form.repeats(name) {
            throw EntraError.malformedRequest("the parameter '\(name)' is given twice")
        }
        if call.context.settings.current.refusesRepeatedRequests, grant != .deviceCode {
            try call.entra.requestLoops.count(call.request.body, to: String(call.request.rawPath), at: call.trace.now)
        }
        guard !AuthorityHost.isRegional(call.request) else { throw EntraError.regionalEndpoint }
        guard grant == .clientCredentials else { return try respond(grant, try request(form)) }
        // The one grant that leaves nothing behind which a later read has to see: all is read in one transaction, which
        // ends before the slow signature.
        let ready = try call.context.store.snapshot { try request(form).prepareForApplication() }
        return call.reply(try ready.issue())
    }

    /// Reads who asks where, and by which proof.
    private func request(_ form: FormFields) throws -> TokenRequest {
        let authority = try Authority(segment, in: call.context.directory)
        call.signIn.note(authority)
        let credential = try ClientCredential(form, call.request, at: authority)
        guard let clientID = credential.clientID else { throw EntraError.missing("client_id") }
        guard authority != .consumers else { throw EntraError.personalAccounts }
        let client = try Client(clientID, at: authority, in: call.context.directory)
        call.signIn.note(client)
        return TokenRequest(
            call: call,
            version: version,
            form: form,
            authority: authority,
            client: client,
            credential: credential,
            claims: try ClaimsRequest(form["claims"]),
            binding: try TokenBinding(form)
        )
    }

    private func respond(_ grant: GrantType, _ request: TokenRequest) throws -> ServerResponse {
        switch grant {
        case .authorizationCode: return call.reply(try request.redeemCode())
        case .refreshToken: return call.reply(try request.redeemRefreshToken())
        case .deviceCode: return call.reply(try request.redeemDeviceCode())
        case .clientCredentials: return call.reply(try request.prepareForApplication().issue())
        case .password: return call.reply(try request.redeemPassword())
        case .onBehalfOf: return call.reply(try request.redeemOnBehalfOf())
        }
    }
}
