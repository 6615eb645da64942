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
        return try open(fields) { try start($0) }
    }

    /// Answers the form of the sign-in page.
    func signIn() throws -> ServerResponse {
        call.signIn.begin(.authorize, call)
        let form = call.request.form
        guard call.request.method == "POST" else {
            return call.page(try ErrorPage.page(.wrongVerb("POST"), call), status: 400)
        }
        guard let request = form["request"], let seal = form["flowToken"],
            try FormSeal.isIntact(SignInFlow.sealed(request, version), seal: seal, call)
        else { return call.page(try ErrorPage.page(.foreignForm, call), status: 400) }
        return try open(FormFields(parsing: request)) { flow in
            if form["session"] != nil {
                guard let session = try BrowserSession.current(call) else { return try flow.ask() }
                return try flow.complete(session)
            }
            let login = form["login"] ?? ""
            call.signIn.note(login: login)
            do {
                let user = try authenticate(login, password: form["password"] ?? "")
                return try flow.complete(try BrowserSession.begin(user, call))
            } catch let error as EntraError where error.isAboutCredentials {
                return try flow.ask(login: login, error: error)
            }
        }
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
        do { request = try AuthorizeRequest(fields, version: version, kind: address.kind) } catch let error
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
            guard request.prompt != Prompt.none else { return try address.refuse(error.forSilentRequest, call) }
            return error.code == EntraError.unknownResource("", tenant: "").code
                ? try address.refuse(error, call)
                : call.page(try ErrorPage.page(error, call), status: 400)
        }
    }

    private func start(_ flow: SignInFlow) throws -> ServerResponse {
        let session = try BrowserSession.current(call)
        let usable = session.flatMap { $0.suits(flow.request, now: call.trace.now) ? $0 : nil }
        switch flow.request.prompt {
        case Prompt.none?:
            guard let usable else { throw EntraError.noSession }
            return try flow.complete(usable)
        case .login?, .create?: return try flow.ask()
        case .selectAccount?: return try flow.ask(session: session)
        case .consent?, nil:
            guard let usable else { return try flow.ask() }
            return try flow.complete(usable)
        }
    }

    private func authenticate(_ login: String, password: String) throws -> UserRecord {
        guard let user = try call.context.directory.user(login) else {
            throw EntraError.unknownUser(login, tenant: segment)
        }
        call.signIn.note(user)
        try PasswordCheck.check(password, of: user, call)
        return user
    }
}

extension EntraError {
    /// Whether another name or password may help.
    var isAboutCredentials: Bool { [50034, 50126, 50056, 50057, 50052, 50053, 50055].contains(code) }

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
