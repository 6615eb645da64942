import EmulatorCore

/// The page that says why a sign-in cannot go on.
enum ErrorPage {
    /// Makes the page.
    static func page(_ error: EntraError, _ call: EntraCall) throws -> Page {
        call.signIn.note(error)
        return try Page(
            title: "Sign in to your account",
            body: """
                <h1>Sorry, but we’re having trouble signing you in.</h1>
                <p class="error" role="alert">AADSTS\(error.code): \(error.text)</p>
                \(wayOut(error))<dl>
                <dt>Request Id</dt><dd>\(call.trace.traceText)</dd>
                <dt>Correlation Id</dt><dd>\(call.trace.correlationID)</dd>
                <dt>Timestamp</dt><dd>\(call.trace.timestamp)</dd>
                <dt>Error</dt><dd>\(error.name)</dd>
                </dl>
                """
        )
    }

    /// What a person can do about it here.
    private static func wayOut(_ error: EntraError) -> HTML? {
        let assign: HTML? =
            error.code == EntraError.userNotAssigned("", id: "").code
            ? "<li><a href=\"/portal/enterprise\">Assign the user to the application</a> as its administrator</li>\n"
            : nil
        return """
            <ul>
            \(assign)<li><a href="/common/oauth2/v2.0/logout">Sign out</a>, then sign in as somebody else</li>
            <li><a href="/portal/signins">Look at the sign-in log</a></li>
            </ul>

            """
    }

    /// The page behind `error_uri`.
    static func explanation(of code: String) throws -> Page {
        try Page(
            title: "Error \(code)",
            body: """
                <h1>AADSTS\(code)</h1>
                <p>The message that came with the code says what was refused and why.</p>
                """
        )
    }

    /// The page that says what the emulator does not do.
    static func notEmulated(_ what: String) throws -> Page {
        try Page(
            title: "Not emulated",
            body: """
                <h1>This emulator does not do this yet</h1>
                <p class="error" role="alert">\(what)</p>
                """
        )
    }
}
