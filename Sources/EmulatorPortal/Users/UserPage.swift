import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// One user.
struct UserPage: Sendable {
    let call: PortalCall
    let user: UserRecord

    func respond() throws -> ServerResponse {
        try call.form(show: show, submit: submit)
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try HeldRoles(call: call, principalID: user.id).submit(form)
            ?? UserActions(call: call, user: user).submit(form)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        PortalContent(
            title: user.displayName,
            kind: "User",
            crumbs: [UserPages.crumb],
            body: """
                \(try properties())\(try UserActions(call: call, user: user).html(state))\(secondFactor())\
                \(try HeldRoles(call: call, principalID: user.id).html(state))\(try groups())
                """
        )
    }

    private func properties() throws -> HTML {
        var essentials = Essentials()
        essentials.add("User principal name", copying: user.userPrincipalName)
        essentials.add("Object ID", copying: user.id)
        essentials.add("Mail", user.mail)
        if try hasMailbox() {
            essentials.add("Mailbox", html: Markup.link("Open", to: PortalLink.path(["mailboxes", user.id])))
        }
        essentials.add("First name", user.givenName)
        essentials.add("Last name", user.surname)
        essentials.add("Job title", user.jobTitle)
        essentials.add("Department", user.department)
        essentials.add("Office", user.office)
        essentials.add("User type", user.userType)
        essentials.add("Created", html: Markup.time(user.createdOn))
        essentials.add("Sign-in", html: user.accountEnabled ? Markup.good("Enabled") : Markup.bad("Blocked"))
        essentials.add("Sessions valid from", html: Markup.time(user.tokensValidFrom))
        if user.mustChangePassword { essentials.add("Password", html: Markup.bad("Must be changed at next sign-in")) }
        if let locked = user.lockedUntil, locked > call.now {
            essentials.add("Locked out until", html: "\(Markup.bad("Locked")) \(Markup.time(locked))")
        }
        return essentials.html
    }

    /// Whether there is a mailbox that who is signed in may look at.
    private func hasMailbox() throws -> Bool {
        let answer = try call.answer("Get-Mailbox", ["Identity": .string(user.id)], properties: ["Guid"])
        return answer.status == 200 && !answer.rows.isEmpty
    }

    private func secondFactor() -> HTML? {
        guard call.access.allows(.manageAdministrators) else { return nil }
        guard let secret = user.oneTimePasswordSecret else {
            return "<h2>Authentication methods</h2>\n<p>No second factor is registered.</p>\n"
        }
        return """
            <h2>Authentication methods</h2>
            <div class="card">
            \(CopyField("Secret of the authenticator app (base32; 6 digits, 30 seconds, SHA-1)", secret).html)\
            \(CopyField("Address for authenticator apps", address(secret)).html)</div>

            """
    }

    private func address(_ secret: String) -> String {
        let label = PercentCoding.encoded("exo-emulator:\(user.userPrincipalName)")
        return "otpauth://totp/\(label)?secret=\(secret)&issuer=exo-emulator"
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
