import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The pages about groups.
enum GroupPages {
    static func respond(_ call: PortalCall) throws -> ServerResponse {
        switch call.path.count {
        case 1: return try list(call)
        case 2:
            guard let id = call.path.last, let group = try call.directory.group(id: id),
                group.tenantID == call.tenant.id
            else { throw PortalRefusal.notFound("There is no such group in this tenant.") }
            return try page(group, call)
        default: throw PortalRefusal.notFound("There is no such page about a group.")
        }
    }

    private static func list(_ call: PortalCall) throws -> ServerResponse {
        try call.show {
            let request = ListRequest(call.query)
            let list = try call.directory.groups(of: call.tenant.id, request)
            let markup = ListMarkup(call: call, request: request)
            var table = DataTable("Groups", ["Name", "Type", "Mail", "Object ID"], empty: "No group matches.")
            for group in list.records {
                table.add([
                    Markup.link(group.displayName, to: PortalLink.path(["groups", group.id])), "\(group.kind.title)",
                    "\(group.mail ?? "-")", Markup.identifier(group.id),
                ])
            }
            return PortalContent(
                title: "Groups",
                body:
                    "\(markup.search("Search by name, mail or object ID"))\(table.html)\(markup.pages(next: list.next))"
            )
        }
    }

    private static func page(_ group: GroupRecord, _ call: PortalCall) throws -> ServerResponse {
        try call.show {
            var essentials = Essentials()
            essentials.add("Object ID", copying: group.id)
            essentials.add("Type", group.kind.title)
            essentials.add("Mail", group.mail)
            essentials.add("Description", group.explanation)
            let members = try names(try call.directory.members(of: group.id), "Members", "Nobody is in it.", call)
            let owners = try names(try call.directory.owners(of: group.id), "Owners", "Nobody owns it.", call)
            return PortalContent(
                title: group.displayName,
                kind: "Group",
                crumbs: [.init(name: "Groups", path: PortalLink.path(["groups"]))],
                body: "\(essentials.html)<h2>Members</h2>\n\(members)<h2>Owners</h2>\n\(owners)"
            )
        }
    }

    private static func names(_ ids: [String], _ label: String, _ empty: String, _ call: PortalCall) throws -> HTML {
        var table = DataTable(label, ["Name", "Type", "User name or mail"], empty: empty)
        let shown = ids.prefix(500)
        for id in shown {
            guard let name = try call.directory.principalName(id, in: call.tenant.id) else {
                table.add([Markup.identifier(id), "Known to Exchange only", "-"])
                continue
            }
            table.add([Markup.link(name.name, to: name.path), "\(name.kind.rawValue)", "\(name.detail)"])
        }
        let rest: HTML? = ids.count > shown.count ? "<p>The first \(shown.count) of \(ids.count) are shown.</p>\n" : nil
        return "\(table.html)\(rest)"
    }
}

extension GroupKind {
    /// What the portal calls it.
    var title: String {
        switch self {
        case .distribution: "Distribution"
        case .mailEnabledSecurity: "Mail enabled security"
        case .microsoft365: "Microsoft 365"
        case .security: "Security"
        }
    }
}
