import EmulatorAdministration
import EmulatorCore

/// The page that carries the answer of a sign-in to the client by a form.
enum FormPostPage {
    /// Makes the page.
    static func page(to uri: RedirectURI, _ fields: FormFields) throws -> Page {
        try Page(
            title: "Working…",
            formSources: nil,
            script: "document.forms[0].submit();",
            body: """
                <h1>Signing you in…</h1>
                <form method="post" action="\(uri.text)">
                \(Page.hidden(fields))<noscript>
                <p>Script is disabled. Press Continue to go on.</p>
                </noscript>
                <button type="submit">Continue</button>
                </form>
                """
        )
    }
}
