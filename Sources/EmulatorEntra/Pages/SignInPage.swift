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

    /// Where the forms are sent.
    var action: String
    /// What the form for name and password carries.
    var hidden: FormFields
    var accounts: [Account] = []
    /// The application that wants to know who signs in.
    var application: String
    /// The name to begin with.
    var login: String?
    /// Why the page is shown again.
    var error: EntraError?
    /// Where the answer will go.
    var replySource: String?

    /// Makes the page.
    func page() throws -> Page {
        let form = form
        let body: HTML =
            accounts.isEmpty
            ? """
            <h1>Sign in</h1>
            <p class="lead">to continue to \(application)</p>
            \(Page.alert(error))\(form)
            """
            : """
            <h1>Pick an account</h1>
            <p class="lead">to continue to \(application)</p>
            \(Page.alert(error))<ul class="accounts">
            \(HTML(joining: accounts.map(tile)))</ul>
            <details\(error == nil ? "" : " open")>
            <summary>Use another account</summary>
            \(form)</details>
            """
        return try Page(
            title: "Sign in to your account",
            formSources: ["'self'"] + (replySource.map { [$0] } ?? []),
            body: body
        )
    }

    private func tile(_ account: Account) -> HTML {
        """
        <li>
        <form method="post" action="\(action)">
        \(Page.hidden(account.pick))<button type="submit" class="account">
        <span class="name">\(account.name)</span> <span class="login">\(account.login)</span>
        </button>
        </form>
        <form method="post" action="\(action)">
        \(Page.hidden(account.forget))<button type="submit" class="link" aria-label="Sign out \(account.login)">Sign out\
        </button>
        </form>
        </li>

        """
    }

    private var form: HTML {
        let described: HTML = error == nil ? "" : " aria-describedby=\"error\""
        let isAlone = accounts.isEmpty || error != nil
        let focusOnName: HTML = login == nil && isAlone ? " autofocus" : ""
        let focusOnPassword: HTML = login != nil && isAlone ? " autofocus" : ""
        return """
            <form method="post" action="\(action)">
            \(Page.hidden(hidden))<label for="login">User name</label>
            <input id="login" name="login" type="email" required autocomplete="username" autocapitalize="none" \
            spellcheck="false" placeholder="someone@contoso.com" value="\(login ?? "")"\(described)\(focusOnName)>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" required autocomplete="current-password"\
            \(described)\(focusOnPassword)>
            <div class="actions"><button type="submit">Sign in</button></div>
            </form>

            """
    }
}
