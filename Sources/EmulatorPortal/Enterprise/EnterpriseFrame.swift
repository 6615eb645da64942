import EmulatorAdministration
import EmulatorCore

/// What all pages about one enterprise application share.
final class EnterpriseFrame: AppFrame {
    private static let crumb = PortalContent.Crumb(
        name: "Enterprise applications",
        path: PortalLink.path(["enterprise"])
    )

    let call: PortalCall
    let principal: ServicePrincipalRecord
    let isChangeable: Bool

    init(call: PortalCall, principal: ServicePrincipalRecord) throws {
        self.call = call
        self.principal = principal
        isChangeable = try Self.mayChange(principal.objectID, call)
    }

    /// The path of a page about the application.
    func path(_ segments: String...) -> String { PortalLink.path(["enterprise", principal.objectID] + segments) }

    /// A page among the others; without a title the overview.
    func content(_ title: String?, _ body: HTML) -> PortalContent {
        let hold: HTML? = isChangeable ? nil : Markup.hold(.manageApplications)
        let own: [PortalContent.Crumb] = title == nil ? [] : [.init(name: principal.displayName, path: path())]
        return PortalContent(
            title: title ?? principal.displayName,
            kind: title == nil ? "Enterprise application" : principal.displayName,
            crumbs: [Self.crumb] + own,
            tabs: tabs,
            body: "\(hold)\(body)"
        )
    }

    private var tabs: [PortalContent.Tab] {
        [
            .init(name: "Overview", path: path()), .init(name: "Properties", path: path("properties")),
            .init(name: "Users and groups", path: path("assignments")),
            .init(name: "Permissions", path: path("permissions")), .init(name: "Sign-in logs", path: path("signins")),
        ]
    }
}
