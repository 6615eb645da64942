import EmulatorAdministration
import EmulatorCore

/// What can be done with a scope or role that an application offers: disable it, then delete it.
struct PermissionButtons: Sendable {
    let frame: ApplicationFrame
    let permission: ExposedPermissionRecord

    func html() throws -> HTML {
        guard frame.isChangeable else { return "" }
        if permission.isEnabled { return try button("disable", "Disable", "plain") }
        return "\(try button("enable", "Enable", "plain"))\(try button("delete", "Delete", "danger"))"
    }

    private func button(_ name: String, _ label: String, _ style: String) throws -> HTML {
        let form = FormMarkup(name, FormState(), frame.call)
        return try form.html([form.hidden("id", permission.permissionID)], button: label, style: style)
    }

    /// Does what one of the buttons asks for.
    ///
    /// - Returns: What to tell about it.
    static func submit(_ form: PortalForm, _ frame: ApplicationFrame) throws -> String {
        guard let id = form["id"], ["disable", "enable", "delete"].contains(form.name) else {
            throw PortalRefusal.foreignForm
        }
        try frame.change { registration in
            guard let place = registration.exposedPermissions.firstIndex(where: { $0.permissionID == id }) else {
                throw PortalRefusal.notFound("There is no such scope or role.")
            }
            if form.name == "delete" {
                registration.exposedPermissions.remove(at: place)
            } else {
                registration.exposedPermissions[place].isEnabled = form.name == "enable"
            }
        }
        return form.name == "delete"
            ? "It was deleted." : form.name == "enable" ? "It was enabled." : "It was disabled."
    }
}
