import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// Where, and in which form, the answer of a sign-in goes: known to be the client's before anything is sent there.
struct ReplyAddress: Sendable {
    let client: Client
    let uri: RedirectURI
    let kind: RedirectURIKind
    let mode: ResponseMode
    let state: String?

    /// Finds the address of a request.
    ///
    /// - Parameters:
    ///   - fields: The request's fields.
    ///   - authority: Where it was made.
    ///   - call: The call.
    /// - Throws: ``EntraError`` for a page: 900144, 700016, 50194, 7000112, 500113, 50011.
    init(_ fields: FormFields, at authority: Authority, _ call: EntraCall) throws {
        for name in ["client_id", "redirect_uri", "state", "response_mode"] where fields.repeats(name) {
            throw EntraError.malformedRequest("the parameter '\(name)' is given twice")
        }
        guard let clientID = fields["client_id"] else { throw EntraError.missing("client_id") }
        client = try Client(clientID, at: authority, in: call.context.directory)
        guard let first = try client.redirectURIs().first else { throw EntraError.noRedirect }
        let text = fields["redirect_uri"] ?? first.uri
        guard let uri = RedirectURI(text), let registration = try client.registration(of: text, own: call.authority)
        else {
            throw EntraError.unregisteredRedirect(text, client: client.id)
        }
        self.uri = uri
        kind = registration.kind
        // An unknown or forbidden mode is refused in the way the answer would have taken without it.
        let usual = fields["response_type"].flatMap { ResponseType($0) }?.defaultMode ?? .query
        let asked = fields["response_mode"].flatMap { ResponseMode(rawValue: $0.lowercased()) } ?? usual
        mode = asked == .query ? usual : asked
        state = fields["state"]
    }

    /// Sends fields to the client.
    func send(_ fields: [ServerRequest.Field], _ call: EntraCall, cookies: [String] = []) throws -> ServerResponse {
        let fields = FormFields(fields + (state.map { [.init("state", $0)] } ?? []))
        switch mode {
        case .query: return call.redirect(to: uri.adding(fields, after: "?"), cookies: cookies)
        case .fragment: return call.redirect(to: uri.adding(fields, after: "#"), cookies: cookies)
        case .form: return call.page(try FormPostPage.page(to: uri, fields), cookies: cookies)
        }
    }

    /// Tells the client why there is no code.
    func refuse(_ error: EntraError, _ call: EntraCall) throws -> ServerResponse {
        call.signIn.note(error)
        var fields: [ServerRequest.Field] = [.init("error", error.name)]
        if error.isCancellation { fields.append(.init("error_subcode", "cancel")) }
        fields.append(.init("error_description", error.description(call.trace)))
        fields.append(.init("error_uri", error.helpPage(call)))
        if let claims = error.claims {
            fields.append(.init("claims", String(decoding: claims.serialized(), as: UTF8.self)))
        }
        return try send(fields, call)
    }
}
