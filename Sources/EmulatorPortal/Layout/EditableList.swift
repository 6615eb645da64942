import EmulatorCore
import HTTPServer

/// A list of an app's page to which whoever may change the app adds, and from which it removes.
struct EditableList: Sendable {
    /// One line of the list.
    struct Entry: Sendable {
        var cells: [HTML]
        /// What the form carries that removes it.
        var key: [(name: String, value: String)]
    }

    let frame: any AppFrame
    /// What the table lists.
    let label: String
    let headings: [String]
    /// What stands there when there is nothing.
    let empty: String
    /// The word on the button that removes an entry.
    var removal = "Delete"

    /// The table and, for who may change it, the form that adds to it.
    ///
    /// - Parameters:
    ///   - entries: What is in the list.
    ///   - heading: What stands above the form.
    ///   - button: The word on the button that adds.
    ///   - isUpload: Whether the form sends files.
    ///   - state: What was typed before.
    ///   - fields: The fields of the form.
    /// - Returns: The markup.
    /// - Throws: What `fields` throws, `CryptoError` or `DatabaseError`.
    func html(
        _ entries: [Entry],
        adding heading: String,
        button: String = "Add",
        isUpload: Bool = false,
        _ state: FormState,
        _ fields: (FormMarkup) throws -> [HTML]
    ) throws -> HTML {
        guard frame.isChangeable else {
            var table = DataTable(label, headings, empty: empty)
            for entry in entries { table.add(entry.cells) }
            return table.html
        }
        var table = DataTable(label, headings + [""], empty: empty)
        for entry in entries {
            let form = FormMarkup("remove", FormState(), frame.call)
            let key = entry.key.map { form.hidden($0.name, $0.value) }
            table.add(entry.cells + [try form.html(key, button: removal, style: "danger")])
        }
        let form = FormMarkup("add", state, frame.call)
        let markup = try form.html(isUpload: isUpload, fields(form), button: button)
        return "\(table.html)\(Markup.card("\(Markup.heading(heading))\(markup)"))"
    }

    /// Does what a form of the list asks for, and goes back to it.
    ///
    /// - Parameters:
    ///   - form: The form.
    ///   - path: The page of the list.
    ///   - add: Adds what the form describes, and says so.
    ///   - remove: Removes what the form names, and says so.
    /// - Returns: The reply.
    /// - Throws: ``PortalRefusal``, and what `add` and `remove` throw.
    func submit(
        _ form: PortalForm,
        backTo path: String,
        add: () throws -> PortalNotice,
        remove: () throws -> PortalNotice
    ) throws -> ServerResponse {
        try frame.requireChange()
        switch form.name {
        case "add": return try frame.call.redirect(to: path, notice: add())
        case "remove": return try frame.call.redirect(to: path, notice: remove())
        default: throw PortalRefusal.foreignForm
        }
    }
}
