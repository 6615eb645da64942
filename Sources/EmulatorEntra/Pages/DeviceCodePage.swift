import EmulatorCore

/// The page on which a user types the code that a device shows.
struct DeviceCodePage: Sendable {
    var action: String
    var hidden: FormFields
    var error: EntraError?

    /// Makes the page.
    func page() throws -> Page {
        let described: HTML = error == nil ? "" : " aria-describedby=\"error\""
        return try Page(
            title: "Sign in to your account",
            formSources: ["'self'"],
            body: """
                <h1>Enter code to allow access</h1>
                <p>Once you enter the code displayed on your app or device, it will have access to your account. Do not \
                enter codes from sources you don’t trust.</p>
                \(Page.alert(error))<form method="post" action="\(action)">
                \(Page.hidden(hidden))<label for="otc">Code</label>
                <input id="otc" name="otc" type="text" maxlength="32" autocomplete="off" autocapitalize="characters" \
                spellcheck="false"\(described) autofocus>
                <div class="actions"><button type="submit">Next</button></div>
                </form>
                """
        )
    }
}

/// The page that asks whether the user meant to let the device in.
struct DeviceConfirmationPage: Sendable {
    var action: String
    var hidden: FormFields
    var application: String
    /// The user's name.
    var login: String

    /// Makes the page.
    func page() throws -> Page {
        try Page(
            title: "Sign in to your account",
            formSources: ["'self'"],
            body: """
                <p class="identity">\(login)</p>
                <h1>Are you trying to sign in to \(application)?</h1>
                <p>Only continue if you downloaded the app from a store or website that you trust.</p>
                <form method="post" action="\(action)">
                \(Page.hidden(hidden))<div class="actions">
                <button type="submit" name="confirm" value="cancel" class="plain">Cancel</button>
                <button type="submit" name="confirm" value="continue">Continue</button></div>
                </form>
                """
        )
    }
}
