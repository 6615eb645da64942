import ExoCrypto
import HTTPServer

/// A page with the policy that keeps it what it is.
struct Page: Sendable {
    /// The whole document.
    let document: HTML
    /// Fields that only pages have.
    let headers: [ServerRequest.Field]

    private static let style: HTML = """
        body{margin:0;background:#f2f2f2;color:#1b1a19;font:16px/1.5 system-ui,sans-serif}
        main{box-sizing:border-box;max-width:27.5rem;margin:8vh auto;padding:2.5rem;background:#fff;\
        box-shadow:0 2px 6px rgba(0,0,0,.2)}
        h1{font-size:1.5rem;font-weight:600;margin:0 0 1rem;overflow-wrap:anywhere}
        label{display:block;margin-top:1rem}
        input{box-sizing:border-box;width:100%;padding:.5rem;font:inherit;border:1px solid #605e5c}
        button{margin-top:1.5rem;padding:.5rem 1.75rem;font:inherit;border:0;background:#0067b8;color:#fff;cursor:pointer}
        button.plain{background:#e1dfdd;color:#1b1a19}
        :focus-visible{outline:3px solid #1b1a19;outline-offset:2px}
        .error{color:#a4262c;overflow-wrap:anywhere}
        dl{font-size:.875rem;overflow-wrap:anywhere}dt{font-weight:600}dd{margin:0 0 .5rem}
        footer{margin-top:2rem;font-size:.875rem;color:#605e5c}
        @media(max-width:30rem){main{margin:0;min-height:100vh;padding:1.5rem;box-shadow:none}}
        """

    /// Makes a page.
    ///
    /// - Parameters:
    ///   - title: The title.
    ///   - formSources: Where forms of the page may lead, as source expressions.
    ///   - script: A script that the page needs.
    ///   - body: What stands in the page.
    /// - Throws: `CryptoError` when there is no randomness.
    init(title: String, formSources: [String] = [], script: HTML? = nil, body: HTML) throws {
        let nonce = Base64.encode(try RandomBytes.make(18))
        let scriptElement: HTML? = script.map { "<script nonce=\"\(nonce)\">\($0)</script>\n" }
        document = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style nonce="\(nonce)">\(Self.style)</style>
            </head>
            <body>
            <main>
            \(body)
            <footer>This is exo-emulator on your machine, not Microsoft.</footer>
            </main>
            \(scriptElement)</body>
            </html>

            """
        let policy = [
            "default-src 'none'", "style-src 'nonce-\(nonce)'",
            "script-src \(script == nil ? "'none'" : "'nonce-\(nonce)'")",
            "form-action \(formSources.isEmpty ? "'none'" : formSources.joined(separator: " "))", "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
        headers = [
            .init("Content-Type", "text/html; charset=utf-8"),
            .init("Content-Security-Policy", policy.joined(separator: "; ")), .init("X-Frame-Options", "DENY"),
        ]
    }

    /// Fields that a form sends without showing them.
    static func hidden(_ fields: FormFields) -> HTML {
        HTML(
            joining: fields.fields.map {
                "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">\n"
            }
        )
    }
}
