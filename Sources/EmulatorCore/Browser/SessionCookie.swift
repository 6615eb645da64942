import HTTPServer

/// The cookie in which a browser keeps the secrets of its sessions, the one used last first.
enum SessionCookie {
    /// How many sessions a browser may hold.
    static let limit = 5
    private static let name = "ESTSAUTH"
    // A single-page application renews its tokens in a frame, whose requests come from another site.
    private static let attributes = "Path=/; Secure; HttpOnly; SameSite=None"

    /// The secrets a request carries.
    static func secrets(_ request: ServerRequest) -> [String] {
        (request.cookie(name) ?? "").split(separator: ".").prefix(limit).map(String.init)
    }

    /// The cookie to set; without secrets the browser forgets it.
    static func text(_ secrets: [String]) -> String {
        guard !secrets.isEmpty else { return "\(name)=; Max-Age=0; \(attributes)" }
        return "\(name)=\(secrets.prefix(limit).joined(separator: ".")); \(attributes)"
    }
}
