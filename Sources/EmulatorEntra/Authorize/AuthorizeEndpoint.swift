import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Takes up a sign-in: checks the request and shows the page, or answers at once for who is signed in.
struct AuthorizeEndpoint: Sendable {
    let call: EntraCall
    let segment: String
    let version: ProtocolVersion

    /// Answers the authorize endpoint.
    func respond() throws -> ServerResponse {
        call.signIn.begin(.authorize, call)
        let fields: FormFields
        switch call.request.method {
        case "GET": fields = call.request.query
        case "POST":
            let form = call.request.form
            fields = form.fields.isEmpty ? call.request.query : form
        default: return call.page(try ErrorPage.page(.wrongVerb("GET and POST"), call), status: 400)
        }
        return try open(fields) { flow in
            try SignInSteps(purpose: flow).start(flow.request.prompt)
        }
    }

    /// Answers the forms of the sign-in pages.
    func signIn() throws -> ServerResponse {
        call.signIn.begin(.authorize, call)
        guard call.request.method == "POST" else {
            return call.page(try ErrorPage.page(.wrongVerb("POST"), call), status: 400)
        }
        guard let request = call.request.form["request"] else {
            return call.page(try ErrorPage.page(.foreignForm, call), status: 400)
        }
        return try open(FormFields(parsing: request)) { try SignInSteps(purpose: $0).resume() }
    }

    // A refusal before the address is known stays on a page; one of the request goes to the client; one of the user
    // stays on a page again, unless the client asked for silence.
    private func open(_ fields: FormFields, _ body: (SignInFlow) throws -> ServerResponse) throws -> ServerResponse {
        let authority: Authority
        let address: ReplyAddress
        call.signIn.note(fields, version)
        do {
            authority = try Authority(segment, in: call.context.directory)
            call.signIn.note(authority)
            guard authority != .consumers else { throw EntraError.personalAccounts }
            address = try ReplyAddress(fields, at: authority, call)
            call.signIn.note(address.client)
        } catch let error as EntraError {
            return call.page(try ErrorPage.page(error, call), status: 400)
        }
        let request: AuthorizeRequest
        do { request = try AuthorizeRequest(fields, version: version, address: address) } catch let error
            as EntraError
        {
            return try address.refuse(error, call)
        }
        let flow = SignInFlow(
            call: call,
            segment: segment,
            authority: authority,
            address: address,
            request: request,
            fields: fields
        )
        do { return try body(flow) } catch let error as EntraError {
            guard error.code != EntraError.foreignForm.code else {
                return call.page(try ErrorPage.page(error, call), status: 400)
            }
            guard !flow.isSilent else { return try address.refuse(error.forSilentRequest, call) }
            return error.isForClient
                ? try address.refuse(error, call)
                : call.page(try ErrorPage.page(error, call), status: 400)
        }
    }
}

extension EntraError {
    /// Whether the client learns of the refusal, rather than the user.
    var isForClient: Bool {
        [500_011, 65004, 70011, 28000, 650_053, 650_057].contains(code)
    }

    /// Whether the user pressed Cancel.
    var isCancellation: Bool { code == 65004 }

    /// The refusal as a client that asked for silence reads it: what the user has to do.
    var forSilentRequest: EntraError {
        var error = self
        switch code {
        case 50058, 500_011: break
        case 65001: error.name = "consent_required"
        default: error.name = "interaction_required"
        }
        return error
    }
}
