import EmulatorCore

/// The pages by which a user lets a device in.
enum DeviceCodePage {
    /// Asks for the code that the device shows.
    static func code(_ form: StepForm) throws -> Page {
        try form.page(
            title: "Sign in to your account",
            heading: "Enter code to allow access",
            """
            Once you enter the code displayed on your app or device, it will have access to your account. Do not enter \
            codes from sources you don’t trust.
            """,
            fields: """
                <label for="otc">Code</label>
                <input id="otc" name="otc" type="text" maxlength="32" autocomplete="off" autocapitalize="characters" \
                spellcheck="false"\(form.marks(isWrong: true)) autofocus>

                """,
            buttons: "<button type=\"submit\">Next</button>"
        )
    }

    /// Asks whether the user meant to let the device in.
    static func confirmation(_ form: StepForm, application: String) throws -> Page {
        try form.page(
            title: "Sign in to your account",
            heading: "Are you trying to sign in to \(application)?",
            "Only continue if you downloaded the app from a store or website that you trust.",
            buttons: """

                <button type="submit" name="confirm" value="cancel" class="plain">Cancel</button>
                <button type="submit" name="confirm" value="continue">Continue</button>
                """
        )
    }
}
