import EmulatorCore
import HTTPServer

/// Lets an administrator agree for the whole organization, before anybody uses an application.
struct AdminConsentEndpoint: Sendable {
    let call: EntraCall
    let segment: String
    let version: ProtocolVersion

    /// Answers `/{tenant}/adminconsent`: the address itself, and the forms of its pages.
    func respond() throws -> ServerResponse {
        call.signIn.begin(.authorize, call)
        let isForm = call.request.method == "POST"
        guard isForm || call.request.method == "GET" else {
            return call.page(try ErrorPage.page(.wrongVerb("GET"), call), status: 400)
        }
        let fields = isForm ? FormFields(parsing: call.request.form["request"] ?? "") : call.request.query
        let flow: AdminConsentFlow
        call.signIn.note(fields, version)
        do {
            flow = try AdminConsentFlow(fields, segment: segment, version: version, call)
        } catch let error as EntraError {
            return call.page(try ErrorPage.page(error, call), status: 400)
        }
        do {
            let steps = SignInSteps(purpose: flow)
            return isForm ? try steps.resume() : try steps.start()
        } catch let error as EntraError {
            guard error.isCancellation else {
                return call.page(try ErrorPage.page(error, call), status: 400)
            }
            return try flow.refuse(error)
        }
    }
}
