import EmulatorCore
import HTTPServer

/// The form of one step of a sign-in: where it is sent, what it carries, and why it is shown again.
struct StepForm: Sendable {
    let action: String
    let hidden: FormFields
    /// The user's name, where it is known.
    var login: String?
    var error: EntraError?
    /// Whether the answer leads back to an application, and on from there as that wants.
    var leadsAway = false

    /// A page about this form.
    func page(title: String, _ body: HTML) throws -> Page {
        try Page(title: title, formSources: leadsAway ? nil : ["'self'"], body: body)
    }

    /// A page that has this form alone.
    ///
    /// - Parameters:
    ///   - title: The title of the document.
    ///   - heading: What stands above the text; the title where it is nil.
    ///   - text: What is asked for and why.
    ///   - aside: What stands between the text and the form.
    ///   - fields: What the user fills in.
    ///   - buttons: What sends it.
    /// - Returns: The page.
    /// - Throws: `CryptoError` when there is no randomness.
    func page(
        title: String,
        heading: HTML? = nil,
        _ text: HTML,
        aside: HTML? = nil,
        fields: HTML = "",
        buttons: HTML
    ) throws -> Page {
        let identity: HTML? = login.map { "<p class=\"identity\">\($0)</p>\n" }
        let name: HTML = heading ?? "\(title)"
        return try page(
            title: title,
            """
            \(identity)<h1>\(name)</h1>
            <p>\(text)</p>
            \(alert)\(aside)\(markup(fields: fields, buttons: buttons))
            """
        )
    }

    /// The form itself.
    func markup(fields: HTML, buttons: HTML) -> HTML {
        """
        <form method="post" action="\(action)">
        \(Page.hidden(hidden))\(fields)<div class="actions">\(buttons)</div>
        </form>

        """
    }

    /// Says why the form is shown again.
    var alert: HTML? {
        error.map { "<p class=\"error\" id=\"error\" role=\"alert\">AADSTS\($0.code): \($0.text)</p>\n" }
    }

    /// What ties a field to the alert.
    var described: HTML { error == nil ? "" : " aria-describedby=\"error\"" }
}

extension SignInPurpose {
    /// Shows a step's page, with its form sealed for this browser.
    ///
    /// - Parameters:
    ///   - step: The step that the form will be.
    ///   - session: The session that the form belongs to.
    ///   - subject: What the form is about beside that.
    ///   - login: The user's name.
    ///   - error: Why the answer before was not enough.
    ///   - cookie: The cookie to set, where the browser's sessions have changed.
    ///   - page: Makes the page.
    /// - Returns: The reply.
    /// - Throws: What `page` throws, and `CryptoError`.
    func show(
        _ step: SignInAnswer.Step,
        _ session: BrowserSession? = nil,
        subject: String = "",
        login: String? = nil,
        error: EntraError? = nil,
        cookie: String? = nil,
        _ page: (StepForm, FormSeal) throws -> Page
    ) throws -> ServerResponse {
        if let error { call.signIn.note(error) }
        let seal = try FormSeal.forShowing(call.browser)
        let form = StepForm(
            action: action,
            hidden: try SignInAnswer.hidden(step, session: session?.sessionID, subject: subject, for: self, seal),
            login: login ?? session?.user.userPrincipalName,
            error: error,
            leadsAway: leadsAway
        )
        let cookies = [seal.newCookie, session?.newCookie ?? cookie].compactMap { $0 }
        return call.page(try page(form, seal), cookies: cookies)
    }
}
