import EmulatorCore

/// The page that asks for name and password, or which account to go on with.
struct SignInPage: Sendable {
    /// An account that is signed in already.
    struct Account: Sendable {
        var name: String
        var login: String
        /// What the form carries that goes on with it.
        var pick: FormFields
        /// What the form carries that signs it out.
        var forget: FormFields
    }

    /// The form for name and password; its name is the one to begin with.
    let form: StepForm
    var accounts: [Account] = []
    /// The application that wants to know who signs in.
    var application: String

    /// Makes the page.
    func page() throws -> Page {
        let body: HTML =
            accounts.isEmpty
            ? """
            <h1>Sign in</h1>
            <p class="lead">to continue to \(application)</p>
            \(form.alert)\(password)
            """
            : """
            <h1>Pick an account</h1>
            <p class="lead">to continue to \(application)</p>
            \(form.alert)<ul class="accounts">
            \(HTML(joining: accounts.map(tile)))</ul>
            <details\(form.error == nil ? "" : " open")>
            <summary>Use another account</summary>
            \(password)</details>
            """
        return try form.page(title: "Sign in to your account", body)
    }

    private func tile(_ account: Account) -> HTML {
        """
        <li>
        <form method="post" action="\(form.action)">
        \(Page.hidden(account.pick))<button type="submit" class="account">
        <span class="name">\(account.name)</span> <span class="login">\(account.login)</span>
        </button>
        </form>
        <form method="post" action="\(form.action)">
        \(Page.hidden(account.forget))<button type="submit" class="link" aria-label="Sign out \(account.login)">Sign out\
        </button>
        </form>
        </li>

        """
    }

    private var password: HTML {
        let isAlone = accounts.isEmpty || form.error != nil
        let focusOnName: HTML = form.login == nil && isAlone ? " autofocus" : ""
        let focusOnPassword: HTML = form.login != nil && isAlone ? " autofocus" : ""
        return form.markup(
            fields: """
                <label for="login">User name</label>
                <input id="login" name="login" type="email" required autocomplete="username" autocapitalize="none" \
                spellcheck="false" placeholder="someone@contoso.com" value="\(form.login ?? "")"\
                \(form.described)\(focusOnName)>
                <label for="password">Password</label>
                <input id="password" name="password" type="password" required autocomplete="current-password"\
                \(form.described)\(focusOnPassword)>

                """,
            buttons: "<button type=\"submit\">Sign in</button>"
        )
    }
}
