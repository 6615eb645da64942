import HTTPServer

/// The pages about service principals: applications as they exist in the tenant.
enum EnterprisePages {
    static func respond(_ call: PortalCall) throws -> ServerResponse {
        guard call.path.count > 1 else { return try EnterpriseList(call: call).respond() }
        guard let principal = try call.directory.servicePrincipal(objectID: call.path[1]),
            principal.tenantID == call.tenant.id
        else { throw PortalRefusal.notFound("There is no such enterprise application in this tenant.") }
        let frame = EnterpriseFrame(call: call, principal: principal)
        switch Array(call.path.dropFirst(2)) {
        case []: return try EnterpriseOverview(frame: frame).respond()
        default: throw PortalRefusal.notFound("There is no such page about an enterprise application.")
        }
    }
}

/// What all pages about one enterprise application share.
struct EnterpriseFrame: Sendable {
    let call: PortalCall
    let principal: ServicePrincipalRecord

    /// A page among the others.
    func content(_ title: String? = nil, _ body: HTML) -> PortalContent {
        let path = ["enterprise", principal.objectID]
        let crumb = PortalContent.Crumb(name: "Enterprise applications", path: PortalLink.path(["enterprise"]))
        guard let title else {
            return PortalContent(
                title: principal.displayName,
                kind: "Enterprise application",
                crumbs: [crumb],
                tabs: tabs,
                body: body
            )
        }
        return PortalContent(
            title: title,
            kind: principal.displayName,
            crumbs: [crumb, .init(name: principal.displayName, path: PortalLink.path(path))],
            tabs: tabs,
            body: body
        )
    }

    private var tabs: [PortalContent.Tab] {
        [("Overview", [String]())].map { tab in
            PortalContent.Tab(name: tab.0, path: PortalLink.path(["enterprise", principal.objectID] + tab.1))
        }
    }
}
