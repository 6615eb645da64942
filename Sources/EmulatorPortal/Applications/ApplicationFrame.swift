import EmulatorAdministration
import EmulatorCore

/// What all pages about one app registration share.
final class ApplicationFrame: AppFrame {
    static let crumb = PortalContent.Crumb(name: "App registrations", path: PortalLink.path(["apps"]))

    let call: PortalCall
    let application: ApplicationRecord
    let isChangeable: Bool

    init(call: PortalCall, application: ApplicationRecord) throws {
        self.call = call
        self.application = application
        isChangeable = try Self.mayChange(application.objectID, call)
    }

    var appID: String { application.appID }

    var registrations: AppRegistrations { AppRegistrations(administration: call.administration) }

    /// The registration with all that is changed together with it.
    func registration() throws -> AppRegistration { try registrations.load(application.objectID) }

    /// Changes the registration.
    func change(_ body: (inout AppRegistration) throws -> Void) throws {
        try requireChange()
        var registration = try registration()
        try body(&registration)
        try registrations.update(registration)
    }

    /// The path of a page about the application.
    func path(_ segments: String...) -> String { PortalLink.path(["apps", appID] + segments) }

    /// A page among the others.
    ///
    /// - Parameters:
    ///   - title: What the page is about; nil for the overview.
    ///   - body: What stands in it.
    ///   - parent: The page it belongs below.
    /// - Returns: The page.
    func content(_ title: String?, _ body: HTML, below parent: PortalContent.Crumb? = nil) -> PortalContent {
        let hold: HTML? = isChangeable ? nil : Markup.hold(.manageApplications)
        let own: [PortalContent.Crumb] = title == nil ? [] : [.init(name: application.displayName, path: path())]
        return PortalContent(
            title: title ?? application.displayName,
            kind: title == nil ? "App registration" : application.displayName,
            crumbs: [Self.crumb] + own + (parent.map { [$0] } ?? []),
            tabs: tabs,
            body: "\(hold)\(body)"
        )
    }

    /// The links between pages that are one section.
    func sections(_ label: String, _ items: [(name: String, path: String)]) -> HTML {
        let links: [HTML] = items.map { item in
            let mark: HTML = item.path == call.ownPath ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(item.path)\"\(mark)>\(item.name)</a></li>\n"
        }
        return "<nav class=\"tabs\" aria-label=\"\(label)\"><ul>\n\(HTML(joining: links))</ul></nav>\n"
    }

    private var tabs: [PortalContent.Tab] {
        [
            .init(name: "Overview", path: path()), .init(name: "Authentication", path: path("authentication")),
            .init(name: "Certificates & secrets", path: path("credentials")),
            .init(name: "API permissions", path: path("permissions")),
            .init(name: "Expose an API", path: path("api")), .init(name: "App roles", path: path("roles")),
            .init(name: "Owners", path: path("owners")), .init(name: "Manifest", path: path("manifest")),
        ]
    }
}
