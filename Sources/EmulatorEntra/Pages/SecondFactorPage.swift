import EmulatorCore

/// The pages about the second factor.
enum SecondFactorPage {
    /// Asks for the code.
    static func code(_ form: StepForm) throws -> Page {
        try form.page(
            title: "Enter code",
            "Enter the code that your authenticator app shows for this account.",
            fields: field(form),
            buttons: form.submit("Verify")
        )
    }

    /// Shows a new secret, and asks for its first code.
    ///
    /// - Parameters:
    ///   - form: The form.
    ///   - secret: The secret in base32.
    ///   - address: The secret as authenticator apps read it.
    /// - Returns: The page.
    /// - Throws: `CryptoError` when there is no randomness.
    static func registration(_ form: StepForm, secret: String, address: String) throws -> Page {
        try form.page(
            title: "Keep your account secure",
            """
            Your organization requires a second way to prove who you are. Add this account to an authenticator app, \
            then enter the code that the app shows.
            """,
            aside: """
                <dl>
                <dt>Secret key</dt><dd><code>\(secret)</code></dd>
                <dt>Address</dt><dd><code>\(address)</code></dd>
                </dl>

                """,
            fields: field(form),
            buttons: form.submit("Next")
        )
    }

    private static func field(_ form: StepForm) -> HTML {
        """
        <label for="otc">Code</label>
        <input id="otc" name="otc" type="text" inputmode="numeric" pattern="[0-9 ]*" maxlength="7" required \
        autocomplete="one-time-code"\(form.marks(isWrong: true)) autofocus>

        """
    }
}
