import EmulatorAdministration
import EmulatorCore

/// The links to the parts of the portal.
struct PortalNavigation: Sendable {
    private struct Item {
        var name: String
        var segment: String?
    }

    private static let sections: [(name: String, items: [Item])] = [
        ("", [Item(name: "Home", segment: nil)]),
        (
            "Identity",
            [
                Item(name: "Users", segment: "users"), Item(name: "Groups", segment: "groups"),
                Item(name: "Roles & admins", segment: "roles"),
                Item(name: "Delegated admin partners", segment: "partners"),
            ]
        ),
        (
            "Applications",
            [
                Item(name: "App registrations", segment: "apps"),
                Item(name: "Enterprise applications", segment: "enterprise"),
            ]
        ),
        (
            "Exchange",
            [
                Item(name: "Mailboxes", segment: "mailboxes"), Item(name: "Mail groups", segment: "mailgroups"),
                Item(name: "Message trace", segment: "trace"),
            ]
        ),
        ("Protection", [Item(name: "Conditional Access", segment: "policies")]),
        ("Monitoring", [Item(name: "Sign-in logs", segment: "signins")]),
        (
            "This emulator",
            [Item(name: "Request log", segment: "requests"), Item(name: "Faults", segment: "faults")]
        ),
    ]

    /// The first segment of the page's path.
    let current: String?

    /// The links as a landmark of their own.
    func html(label: String) -> HTML {
        let parts: [HTML] = Self.sections.map { section in
            let heading: HTML? = section.name.isEmpty ? nil : "<p>\(section.name)</p>\n"
            let items: [HTML] = section.items.map { item in
                let mark: HTML = item.segment == current ? " aria-current=\"page\"" : ""
                return
                    "<li><a href=\"\(PortalLink.path(item.segment.map { [$0] } ?? []))\"\(mark)>\(item.name)</a></li>\n"
            }
            return "\(heading)<ul>\n\(HTML(joining: items))</ul>\n"
        }
        return "<nav aria-label=\"\(label)\">\n\(HTML(joining: parts))</nav>\n"
    }
}
