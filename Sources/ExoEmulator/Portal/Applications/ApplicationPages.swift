import HTTPServer

/// The pages about app registrations.
enum ApplicationPages {
    static func respond(_ call: PortalCall) throws -> ServerResponse {
        guard call.path.count > 1 else { return try ApplicationList(call: call).respond() }
        guard let application = try call.directory.application(call.path[1]), application.tenantID == call.tenant.id
        else { throw PortalRefusal.notFound("There is no such app registration in this tenant.") }
        let frame = ApplicationFrame(call: call, application: application)
        switch Array(call.path.dropFirst(2)) {
        case []: return try ApplicationOverview(frame: frame).respond()
        default: throw PortalRefusal.notFound("There is no such page about an app registration.")
        }
    }
}

/// What all pages about one app registration share.
struct ApplicationFrame: Sendable {
    let call: PortalCall
    let application: ApplicationRecord

    static let crumb = PortalContent.Crumb(name: "App registrations", path: PortalLink.path(["apps"]))

    /// The path of a page about the application.
    func path(_ segments: String...) -> String { PortalLink.path(["apps", application.appID] + segments) }

    /// A page among the others.
    func content(_ title: String? = nil, _ body: HTML) -> PortalContent {
        guard let title else {
            return PortalContent(
                title: application.displayName,
                kind: "App registration",
                crumbs: [Self.crumb],
                tabs: tabs,
                body: body
            )
        }
        return PortalContent(
            title: title,
            kind: application.displayName,
            crumbs: [Self.crumb, .init(name: application.displayName, path: path())],
            tabs: tabs,
            body: body
        )
    }

    private var tabs: [PortalContent.Tab] { [.init(name: "Overview", path: path())] }
}
