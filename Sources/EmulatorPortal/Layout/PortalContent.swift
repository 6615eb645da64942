import EmulatorCore

/// What stands in a page of the portal.
struct PortalContent: Sendable {
    /// A step above the page in the hierarchy.
    struct Crumb: Sendable {
        var name: String
        var path: String
    }

    /// A page beside this one, about the same thing.
    struct Tab: Sendable {
        var name: String
        var path: String
    }

    var title: String
    /// What the title names, above it.
    var kind: String?
    var crumbs: [Crumb] = []
    var tabs: [Tab] = []
    var body: HTML
}
