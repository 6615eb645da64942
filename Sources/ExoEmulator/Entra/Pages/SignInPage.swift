/// The page that asks for name and password, or which account to go on with.
struct SignInPage: Sendable {
    /// Where the form is sent.
    var action: String
    /// What the form carries.
    var hidden: FormFields
    /// The application that wants to know who signs in.
    var application: String
    /// The name to begin with.
    var login: String?
    /// The account that is signed in already.
    var session: String?
    /// Why the page is shown again.
    var error: EntraError?
    /// Where the answer will go.
    var replySource: String

    /// Makes the page.
    func page() throws -> Page {
        let alert: HTML? = error.map {
            "<p class=\"error\" id=\"error\" role=\"alert\">AADSTS\($0.code): \($0.text)</p>\n"
        }
        let known: HTML? = session.map {
            """
            <form method="post" action="\(action)">
            \(Page.hidden(hidden))<input type="hidden" name="session" value="continue">
            <button type="submit">Continue as \($0)</button>
            </form>
            <h2>Use another account</h2>

            """
        }
        let described: HTML = error == nil ? "" : " aria-describedby=\"error\""
        let focusOnName: HTML = login == nil ? " autofocus" : ""
        let focusOnPassword: HTML = login == nil ? "" : " autofocus"
        return try Page(
            title: "Sign in to your account",
            formSources: ["'self'", replySource],
            body: """
                <h1>Sign in</h1>
                <p>to continue to \(application)</p>
                \(alert)\(known)<form method="post" action="\(action)">
                \(Page.hidden(hidden))<label for="login">User name</label>
                <input id="login" name="login" type="email" required autocomplete="username" autocapitalize="none" \
                spellcheck="false" value="\(login ?? "")"\(described)\(focusOnName)>
                <label for="password">Password</label>
                <input id="password" name="password" type="password" required autocomplete="current-password"\
                \(described)\(focusOnPassword)>
                <button type="submit">Sign in</button>
                </form>
                """
        )
    }
}
