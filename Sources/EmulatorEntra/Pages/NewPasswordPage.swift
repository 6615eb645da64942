import EmulatorCore

/// The page that asks for a new password in place of one that has expired.
enum NewPasswordPage {
    /// Makes the page.
    static func page(_ form: StepForm) throws -> Page {
        let isPresentWrong = form.error?.isAboutPassword == true
        let isNewWrong = form.error?.code == EntraError.expiredPassword.code
        func field(_ name: String, _ label: String, _ purpose: String, isWrong: Bool, autofocus: Bool = false) -> HTML {
            let focus: HTML = autofocus ? " autofocus" : ""
            return """
                <label for="\(name)">\(label)</label>
                <input id="\(name)" name="\(name)" type="password" required autocomplete="\(purpose)"\
                \(form.marks(isWrong: isWrong))\(focus)>

                """
        }
        return try form.page(
            title: "Update your password",
            """
            You need to update your password because this is the first time you are signing in, or because your \
            password has expired.
            """,
            fields: """
                \(field("password", "Current password", "current-password", isWrong: isPresentWrong, autofocus: true))\
                \(field("newPassword", "New password", "new-password", isWrong: isNewWrong))\
                \(field("repeatedPassword", "Confirm password", "new-password", isWrong: isNewWrong))
                """,
            buttons: form.submit("Sign in")
        )
    }
}
