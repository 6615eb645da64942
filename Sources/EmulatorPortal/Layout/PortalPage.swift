import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import HTTPServer

/// A page of the portal: bar, navigation, where one is, and what stands there.
///
/// The one script puts a button beside values to be copied.
struct PortalPage: Sendable {
    /// Fields of every answer of the portal.
    static let commonHeaders: [ServerRequest.Field] = [
        .init("Cache-Control", "no-store"), .init("X-Content-Type-Options", "nosniff"),
        .init("Referrer-Policy", "same-origin"), .init("Cross-Origin-Opener-Policy", "same-origin"),
        .init("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    /// The whole document.
    let document: HTML
    let headers: [ServerRequest.Field]

    init(
        _ content: PortalContent,
        notice: PortalNotice?,
        problem: FormProblem?,
        isRefused: Bool,
        call: PortalCall
    ) throws {
        let tenant = call.tenant.displayName
        let name = content.title == tenant ? tenant : "\(content.title) - \(tenant)"
        let nonce = Base64.encode(try RandomBytes.make(18))
        let navigation = PortalNavigation(current: call.path.first)
        let alert: HTML? = problem.map { "<div class=\"problem\" role=\"alert\"><p>\($0.text)</p></div>\n" }
        let kind: HTML? = content.kind.map { "<p class=\"kind\">\($0)</p>\n" }
        document = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(isRefused ? "Error: " : "")\(name)</title>
            <style nonce="\(nonce)">\(PageLook.style)</style>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            \(try Self.bar(call))<div class="shell">
            <details class="menu"><summary>Menu</summary>
            \(navigation.html(label: "Menu"))</details>
            <div class="side">
            \(navigation.html(label: "Portal"))</div>
            <main id="content" tabindex="-1">
            \(Self.trail(content))\(kind)<h1>\(content.title)</h1>
            \(Self.tabs(content.tabs, call))\(notice.map(Self.notice))\(alert)\(content.body)
            </main>
            </div>
            <footer>exo-emulator \(EmulatorVersion.current), on your own machine. This is not Microsoft’s service.</footer>
            <script nonce="\(nonce)">\(PageLook.copyScript)</script>
            </body>
            </html>

            """
        headers =
            Self.commonHeaders + [
                .init("Content-Type", "text/html; charset=utf-8"),
                .init(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'nonce-\(nonce)'; script-src 'nonce-\(nonce)'; form-action 'self'; base-uri 'none'; "
                        + "frame-ancestors 'none'"
                ),
                .init("X-Frame-Options", "DENY"),
            ]
    }

    private static func bar(_ call: PortalCall) throws -> HTML {
        """
        <header class="bar">
        <a class="brand" href="/">exo-emulator</a>
        <span class="tenant">\(call.tenant.displayName)</span>
        <span class="who">\(call.user.userPrincipalName)</span>
        <form method="post" action="/portal/signout"><input type="hidden" name="token" value="\(try call.formToken)">\
        <button type="submit">Sign out</button></form>
        </header>

        """
    }

    private static func trail(_ content: PortalContent) -> HTML? {
        guard !content.crumbs.isEmpty else { return nil }
        let items: [HTML] = content.crumbs.map { "<li><a href=\"\($0.path)\">\($0.name)</a></li>\n" }
        return """
            <nav class="crumbs" aria-label="Breadcrumb"><ol>
            \(HTML(joining: items))<li aria-current="page">\(content.title)</li>
            </ol></nav>

            """
    }

    private static func tabs(_ tabs: [PortalContent.Tab], _ call: PortalCall) -> HTML? {
        guard !tabs.isEmpty else { return nil }
        let own = call.ownPath
        let nearest = tabs.map(\.path).filter { own == $0 || own.hasPrefix("\($0)/") }.max { $0.count < $1.count }
        let items: [HTML] = tabs.map { tab in
            let mark: HTML = tab.path == nearest ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(tab.path)\"\(mark)>\(tab.name)</a></li>\n"
        }
        return "<nav class=\"tabs\" aria-label=\"Sections\"><ul>\n\(HTML(joining: items))</ul></nav>\n"
    }

    private static func notice(_ notice: PortalNotice) -> HTML {
        let values = HTML(joining: notice.values.map { CopyField($0.label, $0.value).html })
        return "<div class=\"notice\" role=\"status\"><p>\(notice.text)</p>\n\(values)</div>\n"
    }
}
