import ExoCrypto
package import HTTPServer

/// A page with the policy that keeps it what it is.
package struct Page: Sendable {
    /// The whole document.
    package let document: HTML
    /// Fields that only pages have.
    package let headers: [ServerRequest.Field]

    /// Makes a page.
    ///
    /// - Parameters:
    ///   - title: The title.
    ///   - formSources: Where forms of the page may lead, as source expressions; `nil` where that is another's affair, since
    ///     browsers hold every redirect that follows a form against it.
    ///   - script: A script that the page needs.
    ///   - body: What stands in the page.
    /// - Throws: `CryptoError` when there is no randomness.
    package init(title: String, formSources: [String]? = [], script: HTML? = nil, body: HTML) throws {
        let nonce = Base64.encode(try RandomBytes.make(18))
        let scriptElement: HTML? = script.map { "<script nonce=\"\(nonce)\">\($0)</script>\n" }
        document = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style nonce="\(nonce)">\(PageLook.style)</style>
            </head>
            <body class="sign-in">
            <main>
            \(body)
            <footer>This is exo-emulator on your machine, not Microsoft.</footer>
            </main>
            \(scriptElement)</body>
            </html>

            """
        let policy =
            [
                "default-src 'none'", "style-src 'nonce-\(nonce)'",
                "script-src \(script == nil ? "'none'" : "'nonce-\(nonce)'")",
                "base-uri 'none'", "frame-ancestors 'none'",
            ] + (formSources.map { ["form-action \($0.isEmpty ? "'none'" : $0.joined(separator: " "))"] } ?? [])
        headers = [
            .init("Content-Type", "text/html; charset=utf-8"),
            .init("Content-Security-Policy", policy.joined(separator: "; ")), .init("X-Frame-Options", "DENY"),
        ]
    }

    /// Fields that a form sends without showing them.
    package static func hidden(_ fields: FormFields) -> HTML {
        HTML(
            joining: fields.fields.map {
                "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">\n"
            }
        )
    }
}
