import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Deletes an app registration, after asking.
struct DeleteApplication: Sendable {
    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        try frame.requireChange()
        return try frame.call.form(
            show: { state in
                let form = FormMarkup("delete", state, frame.call)
                let text = Markup.paragraph(
                    "Deleting \(frame.application.displayName) also deletes its managed application in this directory. "
                        + "Nobody can sign in with it any more; it can be restored for 30 days."
                )
                return frame.content(
                    "Delete",
                    "\(text)\(try form.html(button: "Delete", style: "danger"))<p>\(Markup.link("Cancel", to: frame.path()))</p>\n"
                )
            },
            submit: { _ in
                try frame.registrations.delete(frame.application.objectID)
                return try frame.call.redirect(
                    to: PortalLink.path(["apps"]),
                    notice: PortalNotice(text: "Successfully deleted \(frame.application.displayName).")
                )
            }
        )
    }
}
