import EmulatorCore
import HTTPServer

/// Tells whether the browser says that a form comes from a page of this server.
enum SameOrigin {
    /// Whether a request may change something.
    ///
    /// Every browser of today sends both fields; where one is missing, the form's token alone decides.
    static func allows(_ request: ServerRequest, own origin: String) -> Bool {
        if let sent = request.header("Origin"), sent.lowercased() != origin.lowercased() { return false }
        if let site = request.header("Sec-Fetch-Site"), site.lowercased() != "same-origin" { return false }
        return true
    }
}
