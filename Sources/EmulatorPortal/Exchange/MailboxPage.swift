import EmulatorCore
import ExoJSON
import HTTPServer

/// One mailbox: what it is, who may use it, what its rules do.
struct MailboxPage: Sendable {
    let call: PortalCall
    /// Any way to name it.
    let identity: String

    func respond() throws -> ServerResponse {
        try call.show {
            let found = try call.rows("Get-Mailbox", ["Identity": .string(identity)])
            guard let mailbox = found.rows.first else {
                throw PortalRefusal.notFound("There is no such mailbox in this tenant.")
            }
            let id = mailbox.shown("Guid") ?? identity
            return PortalContent(
                title: mailbox.shown("DisplayName") ?? identity,
                kind: mailbox.shown("RecipientTypeDetails"),
                crumbs: [MailboxPages.crumb],
                body: """
                    \(try properties(mailbox))\(try statistics(id))\(delivery(mailbox))\(try permissions(id, mailbox))\
                    \(try rules(id))\(links(mailbox))
                    """
            )
        }
    }

    private func properties(_ mailbox: JSONObject) throws -> HTML {
        var essentials = Essentials()
        if let address = mailbox.shown("PrimarySmtpAddress") { essentials.add("Primary address", copying: address) }
        let others = mailbox["EmailAddresses"]?.arrayValue?.compactMap(\.stringValue).filter { !$0.hasPrefix("SMTP:") }
        essentials.add("Other addresses", others?.joined(separator: ", "))
        essentials.add("Alias", mailbox.shown("Alias"))
        if let id = mailbox.shown("ExternalDirectoryObjectId"), let user = try call.directory.user(id: id.lowercased()),
            user.tenantID == call.tenant.id
        {
            let link = Markup.link(user.userPrincipalName, to: PortalLink.path(["users", user.id]))
            essentials.add("User", html: link)
        } else {
            essentials.add("User", mailbox.shown("UserPrincipalName"))
        }
        if let id = mailbox.shown("Guid") { essentials.add("GUID", copying: id) }
        essentials.add("Created", mailbox.shownTime("WhenCreated"))
        essentials.add("Hidden from address lists", mailbox.shown("HiddenFromAddressListsEnabled"))
        essentials.add("Archive", mailbox.shown("ArchiveStatus"))
        essentials.add("Litigation hold", mailbox.shown("LitigationHoldEnabled"))
        essentials.add("Retention policy", mailbox.shown("RetentionPolicy"))
        essentials.add("Prohibit send at", mailbox.shown("ProhibitSendQuota"))
        return essentials.html
    }

    // What is not answered, such as without the role for it, is left out.
    private func statistics(_ id: String) throws -> HTML? {
        let answer = try call.answer("Get-MailboxStatistics", ["Identity": .string(id)])
        guard answer.status == 200, let row = answer.rows.first else { return nil }
        var essentials = Essentials()
        essentials.add("Items", row.shown("ItemCount"))
        essentials.add("Size", row.shown("TotalItemSize"))
        essentials.add("Deleted items", row.shown("DeletedItemCount"))
        essentials.add("Last logon", row.shownTime("LastLogonTime"))
        return "<h2>Content</h2>\n\(essentials.html)"
    }

    private func delivery(_ mailbox: JSONObject) -> HTML? {
        let targets = ["ForwardingAddress", "ForwardingSmtpAddress"].compactMap { mailbox.shown($0) }
        guard !targets.isEmpty else { return nil }
        var essentials = Essentials()
        essentials.add("Forwards to", targets.joined(separator: ", "))
        essentials.add("Keeps a copy", mailbox.shown("DeliverToMailboxAndForward"))
        return "<h2>Delivery</h2>\n\(essentials.html)"
    }

    private func permissions(_ id: String, _ mailbox: JSONObject) throws -> HTML {
        var table = DataTable("Permissions", ["Who", "May", "Inherited"], empty: "Nobody else may use it.")
        let mailboxRights = try call.answer("Get-MailboxPermission", ["Identity": .string(id)])
        let recipientRights = try call.answer("Get-RecipientPermission", ["Identity": .string(id)])
        guard mailboxRights.status == 200, recipientRights.status == 200 else {
            return "<h2>Permissions</h2>\n<p>Your roles do not let you see who may use it.</p>\n"
        }
        for row in mailboxRights.rows where row.shown("User") != "NT AUTHORITY\\SELF" {
            table.add([
                "\(row.shown("User") ?? "-")", "\(row.shown("AccessRights") ?? "-")",
                "\(row.shown("IsInherited") ?? "-")",
            ])
        }
        for row in recipientRights.rows where row.shown("Trustee") != "NT AUTHORITY\\SELF" {
            table.add(["\(row.shown("Trustee") ?? "-")", "\(row.shown("AccessRights") ?? "-")", "No"])
        }
        for name in mailbox["GrantSendOnBehalfTo"]?.arrayValue ?? [] {
            table.add(["\(name.stringValue ?? name.text())", "SendOnBehalf", "No"])
        }
        return "<h2>Permissions</h2>\n\(table.html)"
    }

    private func rules(_ id: String) throws -> HTML? {
        let answer = try call.answer("Get-InboxRule", ["Mailbox": .string(id)])
        guard answer.status == 200 else { return nil }
        var table = DataTable(
            "Inbox rules",
            ["Priority", "Name", "Enabled", "What it does"],
            empty: "There is no rule."
        )
        for row in answer.rows {
            table.add([
                "\(row.shown("Priority") ?? "-")", "\(row.shown("Name") ?? "-")", "\(row.shown("Enabled") ?? "-")",
                "\(row.shown("Description") ?? "-")",
            ])
        }
        return "<h2>Inbox rules</h2>\n\(table.html)"
    }

    private func links(_ mailbox: JSONObject) -> HTML? {
        guard let address = mailbox.shown("PrimarySmtpAddress") else { return nil }
        let path = { (field: String) in PortalLink.path(["trace"], [(field, address)]) }
        return """
            <div class="actions">
            \(Markup.button("Messages to it", to: path("recipient"), style: "plain"))\
            \(Markup.button("Messages from it", to: path("sender"), style: "plain"))</div>

            """
    }
}
