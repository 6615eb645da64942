import EmulatorAdministration
import EmulatorCore

/// Why the portal does not show a page or do what a form asks for.
struct PortalRefusal: Error, Sendable {
    let status: Int
    let title: String
    let text: String
    /// Roles that would help.
    var roles: [String] = []

    static func notFound(_ text: String) -> Self { Self(status: 404, title: "Not found", text: text) }

    static var wrongMethod: Self {
        Self(status: 405, title: "Not possible", text: "This page cannot be used that way.")
    }

    static var foreignForm: Self {
        Self(
            status: 403,
            title: "The form was not accepted",
            text: "It was not sent from a page that this portal showed in your present session. Open the page again "
                + "and repeat what you wanted to do."
        )
    }

    static func tooLarge(_ text: String) -> Self { Self(status: 413, title: "Too large", text: text) }

    /// A role is missing.
    static func forbidden(_ permission: PortalPermission) -> Self {
        Self(
            status: 403,
            title: "You do not have access",
            text: "To \(permission.deed) you need one of these roles:",
            roles: permission.roles.map(\.displayName)
        )
    }

    /// The page that says so.
    var page: PortalContent {
        let list: HTML? =
            roles.isEmpty
            ? nil
            : "<ul>\(HTML(joining: roles.map { "<li>\($0)</li>" }))</ul>\n"
        return PortalContent(
            title: title,
            body: """
                <div class="problem" role="alert"><p>\(text)</p>
                \(list)</div>
                <p><a href="/">Go to the home page</a></p>
                """
        )
    }
}
