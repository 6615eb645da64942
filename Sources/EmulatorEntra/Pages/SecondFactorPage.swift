import EmulatorCore

/// The page that asks for the code of the second factor.
struct SecondFactorPage: Sendable {
    var action: String
    var hidden: FormFields
    /// The user's name.
    var login: String
    var error: EntraError?
    var replySource: String?

    /// Makes the page.
    func page() throws -> Page {
        try Page(
            title: "Enter code",
            formSources: ["'self'"] + (replySource.map { [$0] } ?? []),
            body: """
                <p class="identity">\(login)</p>
                <h1>Enter code</h1>
                <p>Enter the code that your authenticator app shows for this account.</p>
                \(Page.alert(error))<form method="post" action="\(action)">
                \(Page.hidden(hidden))\(Page.codeField(error))\
                <div class="actions"><button type="submit">Verify</button></div>
                </form>
                """
        )
    }
}

/// The page on which a user registers a second factor.
struct RegistrationPage: Sendable {
    var action: String
    var hidden: FormFields
    /// The user's name.
    var login: String
    /// The secret in base32.
    var secret: String
    /// The secret as authenticator apps read it.
    var address: String
    var error: EntraError?
    var replySource: String?

    /// Makes the page.
    func page() throws -> Page {
        try Page(
            title: "Keep your account secure",
            formSources: ["'self'"] + (replySource.map { [$0] } ?? []),
            body: """
                <p class="identity">\(login)</p>
                <h1>Keep your account secure</h1>
                <p>Your organization requires a second way to prove who you are. Add this account to an authenticator \
                app, then enter the code that the app shows.</p>
                \(Page.alert(error))<dl>
                <dt>Secret key</dt><dd><code>\(secret)</code></dd>
                <dt>Address</dt><dd><code>\(address)</code></dd>
                </dl>
                <form method="post" action="\(action)">
                \(Page.hidden(hidden))\(Page.codeField(error))\
                <div class="actions"><button type="submit">Next</button></div>
                </form>
                """
        )
    }
}

extension Page {
    /// The field for a code of six digits.
    fileprivate static func codeField(_ error: EntraError?) -> HTML {
        let described: HTML = error == nil ? "" : " aria-describedby=\"error\""
        return """
            <label for="otc">Code</label>
            <input id="otc" name="otc" type="text" inputmode="numeric" pattern="[0-9 ]*" maxlength="7" required \
            autocomplete="one-time-code"\(described) autofocus>

            """
    }
}
