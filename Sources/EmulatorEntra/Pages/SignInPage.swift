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
    /// Who may be signed in with a password that everybody knows.
    var offer: SignInOffer?

    /// Makes the page.
    func page() throws -> Page {
        let body: HTML =
            accounts.isEmpty
            ? """
            <h1>Sign in</h1>
            <p class="lead">to continue to \(application)</p>
            \(form.alert)\(password)\(people)
            """
            : """
            <h1>Pick an account</h1>
            <p class="lead">to continue to \(application)</p>
            \(form.alert)<ul class="accounts">
            \(HTML(joining: accounts.map(tile)))</ul>
            <details\(form.error == nil ? "" : " open")>
            <summary>Use another account</summary>
            \(password)\(people)</details>
            <div class="actions">\(form.cancelButton)</div>
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

    private var people: HTML? {
        guard let offer else { return nil }
        let options: [HTML] = offer.people.map { "<option value=\"\($0.login)\">\($0.role)</option>\n" }
        let items: [HTML] = offer.people.map { "<li><code>\($0.login)</code> \($0.role)</li>\n" }
        return """
            <datalist id="people">
            \(HTML(joining: options))</datalist>
            <details class="people">
            <summary>People of this emulator, and their password</summary>
            <p>The password of all of them is \(PageLook.copied(offer.password, "password"))</p>
            <ul>
            \(HTML(joining: items))</ul>
            </details>

            """
    }

    private var password: HTML {
        let list: HTML? = offer == nil ? nil : " list=\"people\""
        let isNameWrong = form.login != nil && form.error?.isAboutName == true
        let isPasswordWrong = form.error?.isAboutPassword == true
        let isAlone = accounts.isEmpty || form.error != nil
        let beginsWithName = form.login == nil || isNameWrong
        let focusOnName: HTML = isAlone && beginsWithName ? " autofocus" : ""
        let focusOnPassword: HTML = isAlone && !beginsWithName ? " autofocus" : ""
        return form.markup(
            fields: """
                <label for="login">User name</label>
                <input id="login" name="login" type="email" required autocomplete="username" autocapitalize="none" \
                spellcheck="false"\(list) placeholder="someone@contoso.com" value="\(form.login ?? "")"\
                \(form.marks(isWrong: isNameWrong))\(focusOnName)>
                <label for="password">Password</label>
                <input id="password" name="password" type="password" required autocomplete="current-password"\
                \(form.marks(isWrong: isPasswordWrong))\(focusOnPassword)>

                """,
            buttons: accounts.isEmpty ? form.submit("Sign in") : "<button type=\"submit\">Sign in</button>"
        )
    }
}
