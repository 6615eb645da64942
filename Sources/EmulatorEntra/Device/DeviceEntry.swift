import EmulatorCore
import HTTPServer

/// The page on which a user types a device's code, and what follows.
struct DeviceEntry: Sendable {
    /// Where the page's forms are sent.
    static let action = "/common/oauth2/deviceauth"
    private static let sealed = "device code entry"

    let call: EntraCall

    /// Answers the page and its forms.
    func respond() throws -> ServerResponse {
        switch call.request.method {
        case "GET", "HEAD": return try ask()
        case "POST": break
        default: return call.page(try ErrorPage.page(.wrongVerb("GET and POST"), call), status: 400)
        }
        call.signIn.begin(.authorize, call)
        let form = call.request.form
        do {
            if let request = form["request"] {
                let code = FormFields(parsing: request)["user_code"] ?? ""
                return try lead(flow(code)) { try $0.resume() }
            }
            guard let seal = form["flowToken"], try FormSeal.isIntact(Self.sealed, seal: seal, call.browser) else {
                throw EntraError.foreignForm
            }
            return try take(form["otc"] ?? "")
        } catch let error as EntraError {
            return call.page(try ErrorPage.page(error, call), status: error.pageStatus)
        }
    }

    private func ask(_ error: EntraError? = nil, status: Int = 200) throws -> ServerResponse {
        if let error { call.signIn.note(error) }
        let seal = try FormSeal.forShowing(call.browser)
        let form = StepForm(
            action: Self.action,
            hidden: FormFields([.init("flowToken", try seal.seal(Self.sealed))]),
            error: error
        )
        return call.page(try DeviceCodePage.code(form), status: status, cookies: seal.newCookie.map { [$0] } ?? [])
    }

    private func take(_ text: String) throws -> ServerResponse {
        guard let code = UserCode.normalized(text) else { return try ask(.emptyUserCode) }
        let flow: DeviceFlow
        do { flow = try self.flow(code) } catch let error as EntraError
            where error.isAboutUserCode || error.status == 429
        {
            return try ask(error, status: error.pageStatus == 429 ? 429 : 200)
        }
        return try lead(flow) { try $0.start(.selectAccount) }
    }

    /// Finds what waits for a code.
    ///
    /// The forms of later steps repeat it, and nobody may guess by them either.
    ///
    /// - Throws: ``EntraError`` 90055 and those of ``DeviceFlow``.
    private func flow(_ code: String) throws -> DeviceFlow {
        let codes = call.entra.userCodes
        let visitor = visitor
        guard codes.allows(visitor, at: call.trace.now) else { throw EntraError.tooManyUserCodes }
        do { return try DeviceFlow(code, call) } catch let error as EntraError where error.isAboutUserCode {
            codes.noteFailure(of: visitor, at: call.trace.now)
            throw error
        }
    }

    /// Whose wrong codes are counted together: on this machine, where all browsers share an address, those of one browser.
    private var visitor: String {
        guard call.request.isFromLoopback else { return call.request.remoteAddress }
        return "browser \(FormSeal.browser(call.browser)?.prefix(64) ?? "")"
    }

    private func lead(
        _ flow: DeviceFlow,
        _ body: (SignInSteps<DeviceFlow>) throws -> ServerResponse
    ) throws -> ServerResponse {
        call.signIn.note(flow.client)
        do { return try body(SignInSteps(purpose: flow)) } catch let error as EntraError where error.isCancellation {
            return try flow.decline()
        }
    }
}

extension EntraError {
    /// The status of a page that tells the refusal.
    fileprivate var pageStatus: Int { status == 429 ? 429 : 400 }
}
