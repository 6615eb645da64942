import EmulatorCore
import ExoJSON
import HTTPServer

/// The pages about groups as Exchange knows them, those among them that the directory does not have.
enum MailGroupPages {
    private static let kinds = [
        ("MailUniversalDistributionGroup", "Distribution"), ("MailUniversalSecurityGroup", "Mail enabled security"),
        ("GroupMailbox", "Microsoft 365"), ("DynamicDistributionGroup", "Dynamic distribution"),
        ("RoomList", "Room list"),
    ]

    static func respond(_ call: PortalCall) throws -> ServerResponse {
        switch call.path.count {
        case 1: return try list(call).respond()
        case 2: return try page(call.path[1], call)
        default: throw PortalRefusal.notFound("There is no such page about a group.")
        }
    }

    private static func list(_ call: PortalCall) -> ExchangeList {
        ExchangeList(
            call: call,
            title: "Mail groups",
            cmdlet: "Get-Recipient",
            kinds: [ExchangeList.Kind(name: "all", label: "All", types: kinds.map(\.0))]
                + kinds.map { ExchangeList.Kind(name: $0.0, label: $0.1, types: [$0.0]) },
            headings: ["Display name", "Primary address", "Type", "Hidden"],
            properties: [
                "Guid", "DisplayName", "PrimarySmtpAddress", "RecipientTypeDetails", "HiddenFromAddressListsEnabled",
            ]
        ) { row in
            [
                Markup.link(
                    row.shown("DisplayName") ?? "-",
                    to: PortalLink.path(["mailgroups", row.shown("Guid") ?? ""])
                ),
                "\(row.shown("PrimarySmtpAddress") ?? "-")", "\(title(row.shown("RecipientTypeDetails")))",
                "\(row.shown("HiddenFromAddressListsEnabled") ?? "-")",
            ]
        }
    }

    private static func title(_ type: String?) -> String { kinds.first { $0.0 == type }?.1 ?? type ?? "-" }

    private static func page(_ identity: String, _ call: PortalCall) throws -> ServerResponse {
        try call.show {
            let id: JSONValue = .string(identity)
            guard let recipient = try call.rows("Get-Recipient", ["Identity": id]).rows.first,
                let type = recipient.shown("RecipientTypeDetails"), kinds.contains(where: { $0.0 == type })
            else { throw PortalRefusal.notFound("There is no such group in this tenant.") }
            let cmdlet =
                switch type {
                case "GroupMailbox": "Get-UnifiedGroup"
                case "DynamicDistributionGroup": "Get-DynamicDistributionGroup"
                default: "Get-DistributionGroup"
                }
            let group = try call.answer(cmdlet, ["Identity": id]).rows.first ?? recipient
            return PortalContent(
                title: recipient.shown("DisplayName") ?? identity,
                kind: "\(title(type)) group",
                crumbs: [.init(name: "Mail groups", path: PortalLink.path(["mailgroups"]))],
                body: "\(try properties(group, recipient, call))\(try members(id, type, call))"
            )
        }
    }

    private static func properties(_ group: JSONObject, _ recipient: JSONObject, _ call: PortalCall) throws -> HTML {
        var essentials = Essentials()
        if let address = recipient.shown("PrimarySmtpAddress") { essentials.add("Primary address", copying: address) }
        essentials.add("Addresses", recipient.shown("EmailAddresses"))
        essentials.add("Alias", recipient.shown("Alias"))
        if let id = recipient.shown("Guid") { essentials.add("GUID", copying: id) }
        if let id = recipient.shown("ExternalDirectoryObjectId"),
            let group = try call.directory.group(id: id.lowercased()), group.tenantID == call.tenant.id
        {
            let link = Markup.link(group.displayName, to: PortalLink.path(["groups", group.id]))
            essentials.add("In the directory", html: link)
        }
        for (label, name) in [
            ("Managed by", "ManagedBy"), ("Only from inside", "RequireSenderAuthenticationEnabled"),
            ("Joining", "MemberJoinRestriction"), ("Moderated", "ModerationEnabled"), ("Access", "AccessType"),
            ("Filter", "RecipientFilter"), ("Hidden from address lists", "HiddenFromAddressListsEnabled"),
        ] { if let value = group.shown(name) { essentials.add(label, value) } }
        return essentials.html
    }

    private static func members(_ id: JSONValue, _ type: String, _ call: PortalCall) throws -> HTML {
        let answer =
            switch type {
            case "GroupMailbox":
                try call.answer("Get-UnifiedGroupLinks", ["Identity": id, "LinkType": "Members"], pageSize: 500)
            case "DynamicDistributionGroup":
                try call.answer("Get-DynamicDistributionGroupMember", ["Identity": id], pageSize: 500)
            default: try call.answer("Get-DistributionGroupMember", ["Identity": id], pageSize: 500)
            }
        guard answer.status == 200 else { return "<h2>Members</h2>\n\(Markup.paragraph(answer.refusal))" }
        var table = DataTable("Members", ["Name", "Primary address", "Type"], empty: "Nobody is in it.")
        for row in answer.rows {
            let name = row.shown("DisplayName") ?? row.shown("Name") ?? "-"
            let isMailbox = row.shown("RecipientTypeDetails")?.hasSuffix("Mailbox") == true
            table.add([
                isMailbox ? Markup.link(name, to: PortalLink.path(["mailboxes", row.shown("Guid") ?? ""])) : "\(name)",
                "\(row.shown("PrimarySmtpAddress") ?? "-")", "\(row.shown("RecipientTypeDetails") ?? "-")",
            ])
        }
        let rest: HTML? = answer.next == nil ? nil : "<p>The first \(answer.rows.count) are shown.</p>\n"
        return "<h2>Members</h2>\n\(table.html)\(rest)"
    }
}
