import ExoCrypto

/// Ties a form to the browser that was shown it, so that no other page can send it.
package struct FormSeal: Sendable {
    private static let cookieName = "esctx"

    private let browser: String
    private let secret: [UInt8]
    /// The cookie to set, for a browser that has none yet.
    package let newCookie: String?

    /// The seal for a browser that is about to be shown a form.
    package static func forShowing(_ call: BrowserCall) throws -> FormSeal {
        let secret = try call.keys.secret(for: "sign-in form")
        if let browser = browser(call) {
            return FormSeal(browser: browser, secret: secret, newCookie: nil)
        }
        let browser = Base64URL.encode(try RandomBytes.make(32))
        return FormSeal(
            browser: browser,
            secret: secret,
            newCookie: "\(cookieName)=\(browser); Path=/; Secure; HttpOnly; SameSite=Lax"
        )
    }

    /// What tells the browser of a request from others; `nil` for one that was shown no form yet.
    package static func browser(_ call: BrowserCall) -> String? { call.request.cookie(cookieName) }

    /// The seal of a text.
    package func seal(_ text: String) throws -> String {
        Base64URL.encode(try HMAC.sha256(Array("\(browser)\n\(text)".utf8), key: secret))
    }

    /// Whether a form that came in is one this browser was shown.
    package static func isIntact(_ text: String, seal: String, _ call: BrowserCall) throws -> Bool {
        guard let browser = browser(call) else { return false }
        let own = FormSeal(browser: browser, secret: try call.keys.secret(for: "sign-in form"), newCookie: nil)
        return constantTimeEquals(Array(try own.seal(text).utf8), Array(seal.utf8))
    }
}
