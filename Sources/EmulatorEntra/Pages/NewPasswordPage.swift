import EmulatorCore

/// The page that asks for a new password in place of one that has expired.
struct NewPasswordPage: Sendable {
    var action: String
    var hidden: FormFields
    /// The user's name.
    var login: String
    var error: EntraError?
    var replySource: String?

    /// Makes the page.
    func page() throws -> Page {
        try Page(
            title: "Update your password",
            formSources: ["'self'"] + (replySource.map { [$0] } ?? []),
            body: """
                <p class="identity">\(login)</p>
                <h1>Update your password</h1>
                <p>You need to update your password because this is the first time you are signing in, or because your \
                password has expired.</p>
                \(Page.alert(error))<form method="post" action="\(action)">
                \(Page.hidden(hidden))\
                \(field("password", "Current password", "current-password", autofocus: true))\
                \(field("newPassword", "New password", "new-password"))\
                \(field("repeatedPassword", "Confirm password", "new-password"))\
                <div class="actions"><button type="submit">Sign in</button></div>
                </form>
                """
        )
    }

    private func field(_ name: String, _ label: String, _ purpose: String, autofocus: Bool = false) -> HTML {
        let described: HTML = error == nil ? "" : " aria-describedby=\"error\""
        let focus: HTML = autofocus ? " autofocus" : ""
        return """
            <label for="\(name)">\(label)</label>
            <input id="\(name)" name="\(name)" type="password" required autocomplete="\(purpose)"\(described)\(focus)>

            """
    }
}
