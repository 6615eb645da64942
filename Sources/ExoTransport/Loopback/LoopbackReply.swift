/// A page that a ``LoopbackListener`` answers.
package struct LoopbackReply: Sendable {
    /// The status.
    package var status: Int
    /// The page, in HTML.
    package var page: String

    /// Makes a reply.
    package init(status: Int, page: String) {
        self.status = status
        self.page = page
    }

    /// The reply as it is sent: kept by nobody, telling nobody where it came from, and running nothing.
    var bytes: [UInt8] {
        let body = Array(page.utf8)
        let head = [
            "HTTP/1.1 \(status) \(reason)", "Content-Type: text/html; charset=utf-8", "Content-Length: \(body.count)",
            "Connection: close", "Cache-Control: no-store", "Referrer-Policy: no-referrer",
            "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY",
            "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'", "", "",
        ]
        return Array(head.joined(separator: "\r\n").utf8) + body
    }

    private var reason: String {
        switch status {
        case 200: "OK"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        default: status < 400 ? "Answer" : "Refused"
        }
    }
}
