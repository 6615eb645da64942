import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// What an administrator does with a user: block, reset, end sessions, unlock, delete.
struct UserActions: Sendable {
    let call: PortalCall
    let user: UserRecord

    /// Whoever may change an administrator could become one.
    private func allows(_ permission: PortalPermission) throws -> Bool {
        guard call.access.allows(permission) else { return false }
        let roles = try call.directory.directoryRoles(of: user.id, in: call.tenant.id)
        return roles.isEmpty || call.access.allows(.manageAdministrators)
    }

    /// The buttons, as far as who is signed in may use them.
    func html(_ state: FormState) throws -> HTML {
        var buttons: [HTML] = []
        if try allows(.resetPasswords) {
            buttons += [
                try button("reset", "Reset password"), try button("revoke", "Revoke sessions"),
            ]
            if user.lockedUntil.map({ $0 > call.now }) == true || user.failedSignIns > 0 {
                buttons.append(try button("unlock", "Unlock"))
            }
        }
        if try allows(.manageUsers) {
            buttons.append(
                try user.accountEnabled ? button("block", "Block sign-in", "danger") : button("allow", "Allow sign-in")
            )
        }
        guard !buttons.isEmpty else {
            let roles = try call.directory.directoryRoles(of: user.id, in: call.tenant.id)
            return Markup.hold(roles.isEmpty ? .manageUsers : .manageAdministrators)
        }
        let more: HTML? =
            try allows(.manageUsers) ? "\(try UserEditing(call: call, user: user).html(state))\(try deletion())" : nil
        return "<div class=\"actions\">\n\(HTML(joining: buttons))</div>\n\(more)"
    }

    private func deletion() throws -> HTML {
        """
        <details class="more"><summary>Delete this user</summary>
        <p>The user cannot sign in any more, and every token ends; the user can be restored for 30 days.</p>
        \(try button("delete", "Delete", "danger"))</details>

        """
    }

    private func button(_ name: String, _ label: String, _ style: String = "plain") throws -> HTML {
        try FormMarkup(name, FormState(), call).html(button: label, style: style)
    }

    private func require(_ permission: PortalPermission) throws {
        try call.require(permission)
        if try !allows(permission) { throw PortalRefusal.forbidden(.manageAdministrators) }
    }

    /// Does what one of the buttons asks for.
    func submit(_ form: PortalForm) throws -> ServerResponse {
        let users = Users(administration: call.administration)
        var notice: PortalNotice
        switch form.name {
        case "reset":
            try require(.resetPasswords)
            let password = try GeneratedPassword.make()
            try users.setPassword(password, ofUser: user.id, mustChange: true)
            notice = PortalNotice(
                text: "The password has been reset. The user has to change it at the next sign-in.",
                values: [("Temporary password, shown this time only", password)]
            )
        case "revoke":
            try require(.resetPasswords)
            try users.revokeSessions(ofUser: user.id)
            notice = PortalNotice(text: "All sessions and refresh tokens of this user are void.")
        case "unlock":
            try require(.resetPasswords)
            var changed = user
            changed.failedSignIns = 0
            changed.lockedUntil = nil
            try users.update(changed)
            notice = PortalNotice(text: "The user may try to sign in again.")
        case UserEditing.name:
            try require(.manageUsers)
            try users.update(try UserEditing(call: call, user: user).changed(form))
            notice = PortalNotice(text: "The properties were saved.")
        case "block", "allow":
            try require(.manageUsers)
            guard user.id != call.user.id else { throw FormProblem("You cannot block your own sign-in.") }
            try users.setEnabled(form.name == "allow", ofUser: user.id)
            notice = PortalNotice(text: form.name == "allow" ? "Sign-in is allowed." : "Sign-in is blocked.")
        case "delete":
            try require(.manageUsers)
            guard user.id != call.user.id else { throw FormProblem("You cannot delete yourself.") }
            try users.delete(user.id)
            return try call.redirect(
                to: PortalLink.path(["users"]),
                notice: PortalNotice(text: "\(user.displayName) was deleted.")
            )
        default: throw PortalRefusal.foreignForm
        }
        return try call.redirect(to: call.ownPath, notice: notice)
    }
}
