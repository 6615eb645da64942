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
    /// What is sent by who gives the sign-in up; `nil` where that is not offered, or by the page itself.
    var cancel: FormFields?

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
        \(cancelForm)<form method="post" action="\(action)">
        \(Page.hidden(hidden))\(fields)<div class="actions">\(buttons)</div>
        </form>

        """
    }

    /// The button that sends the form, beside the one that gives up.
    func submit(_ name: HTML) -> HTML { "\(cancelButton)<button type=\"submit\">\(name)</button>" }

    /// The button that gives up.
    var cancelButton: HTML? {
        cancel.map { _ in "<button type=\"submit\" form=\"cancel\" class=\"plain\">Cancel</button>\n" }
    }

    // A form of its own: it takes along nothing that was typed, and the Enter key does not send it.
    private var cancelForm: HTML? {
        cancel.map { "<form id=\"cancel\" method=\"post\" action=\"\(action)\">\n\(Page.hidden($0))</form>\n" }
    }

    /// Says why the form is shown again.
    var alert: HTML? {
        error.map { "<p class=\"error\" id=\"error\" role=\"alert\">AADSTS\($0.code): \($0.text)</p>\n" }
    }

    /// What ties a field to the alert, and says of one that is to blame that it is wrong.
    func marks(isWrong: Bool) -> HTML {
        guard error != nil else { return "" }
        let invalid: HTML = isWrong ? " aria-invalid=\"true\"" : ""
        return "\(invalid) aria-describedby=\"error\""
    }
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
    ///   - offersCancel: Whether the page gets a button that gives the sign-in up.
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
        offersCancel: Bool = false,
        _ page: (StepForm, FormSeal) throws -> Page
    ) throws -> ServerResponse {
        if let error { call.signIn.note(error) }
        let seal = try FormSeal.forShowing(call.browser)
        let form = StepForm(
            action: action,
            hidden: try SignInAnswer.hidden(step, session: session?.sessionID, subject: subject, for: self, seal),
            login: login ?? session?.user.userPrincipalName,
            error: error,
            leadsAway: leadsAway,
            cancel: offersCancel ? try SignInAnswer.hidden(.cancel, for: self, seal) : nil
        )
        let cookies = [seal.newCookie, session?.newCookie ?? cookie].compactMap { $0 }
        return call.page(try page(form, seal), cookies: cookies)
    }
}
