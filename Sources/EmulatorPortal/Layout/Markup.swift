import EmulatorAdministration
import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Small pieces that many pages have.
enum Markup {
    /// A moment, to the second; a dash where nobody noted one.
    static func time(_ date: Date) -> HTML {
        guard date.timeIntervalSince1970 != 0 else { return "-" }
        return "<time datetime=\"\(date.formatted(.iso8601))\">\(date.plainText)</time>"
    }

    /// A day; a dash where nobody noted one.
    static func day(_ date: Date) -> HTML {
        guard date.timeIntervalSince1970 != 0 else { return "-" }
        let text = String(date.formatted(.iso8601).prefix(10))
        return "<time datetime=\"\(text)\">\(text)</time>"
    }

    static func link(_ text: String, to path: String) -> HTML { "<a href=\"\(path)\">\(text)</a>" }

    /// A link that looks like a button.
    static func button(_ text: String, to path: String, style: String = "") -> HTML {
        "<a class=\"button \(style)\" href=\"\(path)\">\(text)</a>\n"
    }

    static func identifier(_ text: String) -> HTML { "<span class=\"id\">\(text)</span>" }

    static func yesNo(_ value: Bool) -> String { value ? "Yes" : "No" }

    static func good(_ text: String) -> HTML { "<span class=\"mark good\">\(text)</span>" }

    static func bad(_ text: String) -> HTML { "<span class=\"mark bad\">\(text)</span>" }

    static func plain(_ text: String) -> HTML { "<span class=\"mark\">\(text)</span>" }

    static func card(_ body: HTML) -> HTML { "<div class=\"card\">\n\(body)</div>\n" }

    static func heading(_ text: String) -> HTML { "<h2>\(text)</h2>\n" }

    static func paragraph(_ text: String) -> HTML { "<p>\(text)</p>\n" }

    /// A word on why a page can only be read.
    static func hold(_ permission: PortalPermission) -> HTML {
        let roles = permission.roles.map(\.displayName).joined(separator: ", ")
        return """
            <div class="hold" role="note"><p>You can only read this page. To \(permission.deed) you need one of these \
            roles: \(roles).</p></div>

            """
    }
}

extension Date {
    /// A moment as people read it, to the second.
    var plainText: String {
        formatted(.iso8601).replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}
