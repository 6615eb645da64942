import HTTPServer

/// One user.
struct UserPage: Sendable {
    let call: PortalCall
    let user: UserRecord

    func respond() throws -> ServerResponse {
        try call.show {
            PortalContent(
                title: user.displayName,
                kind: "User",
                crumbs: [UserPages.crumb],
                body: "\(properties())\(try roles())\(try groups())"
            )
        }
    }

    private func properties() -> HTML {
        var essentials = Essentials()
        essentials.add("User principal name", copying: user.userPrincipalName)
        essentials.add("Object ID", copying: user.id)
        essentials.add("Mail", user.mail)
        essentials.add("First name", user.givenName)
        essentials.add("Last name", user.surname)
        essentials.add("Job title", user.jobTitle)
        essentials.add("Department", user.department)
        essentials.add("Office", user.office)
        essentials.add("User type", user.userType)
        essentials.add("Created", html: Markup.time(user.createdOn))
        essentials.add("Sign-in", html: user.accountEnabled ? Markup.good("Enabled") : Markup.bad("Blocked"))
        essentials.add("Sessions valid from", html: Markup.time(user.tokensValidFrom))
        if let locked = user.lockedUntil, locked > call.now {
            essentials.add("Locked out until", html: "\(Markup.bad("Locked")) \(Markup.time(locked))")
        }
        return essentials.html
    }

    private func roles() throws -> HTML {
        let roles = try call.directory.directoryRoles(of: user.id, in: call.tenant.id)
        var table = DataTable("Assigned roles", ["Role"], empty: "This user holds no directory role.")
        for role in roles {
            table.add([Markup.link(PortalRole.name(of: role), to: PortalLink.path(["roles", role]))])
        }
        return "<h2>Assigned roles</h2>\n\(table.html)"
    }

    private func groups() throws -> HTML {
        var table = DataTable("Groups", ["Name", "Mail"], empty: "This user is in no group.")
        for group in try call.directory.groups(containing: user.id) where group.tenantID == call.tenant.id {
            table.add([
                Markup.link(group.displayName, to: PortalLink.path(["groups", group.id])), "\(group.mail ?? "-")",
            ])
        }
        return "<h2>Groups</h2>\n\(table.html)"
    }
}
