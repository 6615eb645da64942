package import EmulatorCore
import ExoCrypto
package import HTTPServer

/// A page with the policy that keeps it what it is.
package struct Page: Sendable {
    /// The whole document.
    package let document: HTML
    /// Fields that only pages have.
    package let headers: [ServerRequest.Field]

    private static let style: HTML = """
        *{box-sizing:border-box}
        body{margin:0;background:#f2f2f2;color:#1b1a19;font:16px/1.5 system-ui,"Segoe UI",sans-serif}
        main{max-width:27.5rem;margin:8vh auto;padding:2.5rem;background:#fff;box-shadow:0 2px 6px rgba(0,0,0,.2);\
        overflow-wrap:anywhere}
        h1{font-size:1.5rem;line-height:1.25;font-weight:600;margin:0 0 .75rem}
        p{margin:0 0 1rem}
        .lead{font-size:1rem;font-weight:400}
        .identity{font-size:.9375rem;margin:0 0 .75rem}
        .app{border-left:3px solid #0067b8;padding-left:.75rem}
        .unverified,.note,.login{color:#605e5c;font-size:.875rem}
        label{display:block;margin-top:1rem}
        input{width:100%;padding:.5rem;font:inherit;border:1px solid #605e5c;border-radius:2px}
        #otc,code{font-family:ui-monospace,monospace}
        .choice{display:flex;gap:.5rem;align-items:center}
        .choice input{width:1.25rem;height:1.25rem;margin:0;flex:none}
        .choice label{margin:0}
        .actions{display:flex;flex-wrap:wrap;gap:.5rem;justify-content:flex-end;margin-top:1.5rem}
        button{padding:.5rem 1.75rem;font:inherit;border:0;border-radius:2px;background:#0067b8;color:#fff;cursor:pointer}
        button:hover{background:#005da6}
        button.plain{background:#e1dfdd;color:#1b1a19}
        button.plain:hover{background:#d2d0ce}
        button.link{padding:.25rem;background:none;color:#0067b8;text-decoration:underline}
        ul{margin:0 0 1rem;padding:0;list-style:none}
        .accounts li{display:flex;align-items:center;gap:.5rem;border-bottom:1px solid #e1dfdd}
        .accounts form:first-child{flex:1;min-width:0}
        button.account{width:100%;padding:.75rem .5rem;background:none;color:inherit;text-align:left}
        button.account:hover{background:#f3f2f1}
        .account .name{display:block;font-weight:600}
        .permissions li{border-bottom:1px solid #e1dfdd;padding:.5rem 0}
        .permissions details p{margin:.25rem 0 0 1.1rem}
        summary{cursor:pointer;padding:.25rem 0}
        :focus-visible{outline:3px solid #1b1a19;outline-offset:2px}
        .error{color:#a4262c}
        dl{font-size:.875rem}dt{font-weight:600}dd{margin:0 0 .5rem}
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
    package init(title: String, formSources: [String] = [], script: HTML? = nil, body: HTML) throws {
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
    package static func hidden(_ fields: FormFields) -> HTML {
        HTML(
            joining: fields.fields.map {
                "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">\n"
            }
        )
    }

    /// Says why a page is shown again.
    static func alert(_ error: EntraError?) -> HTML? {
        error.map { "<p class=\"error\" id=\"error\" role=\"alert\">AADSTS\($0.code): \($0.text)</p>\n" }
    }
}
