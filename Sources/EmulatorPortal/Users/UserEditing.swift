import EmulatorAdministration
import EmulatorCore

/// The form that changes what is written down about a user.
struct UserEditing: Sendable {
    static let name = "edit"

    private static let fields:
        [(name: String, label: String, path: any WritableKeyPath<UserRecord, String?> & Sendable)] =
            [
                ("given", "First name", \.givenName), ("surname", "Last name", \.surname),
                ("job", "Job title", \.jobTitle),
                ("department", "Department", \.department), ("office", "Office", \.office), ("city", "City", \.city),
                ("country", "Country", \.country), ("mobile", "Mobile phone", \.mobilePhone),
            ]

    let call: PortalCall
    let user: UserRecord

    func html(_ state: FormState) throws -> HTML {
        let form = FormMarkup(Self.name, state, call)
        let name = form.text("display", "Display name", value: user.displayName, isRequired: true)
        let others = Self.fields.map { form.text($0.name, $0.label, value: user[keyPath: $0.path] ?? "") }
        let isOpen: HTML = state.form == Self.name ? " open" : ""
        return """
            <details class="more"\(isOpen)><summary>Edit properties</summary>
            \(Markup.card(try form.html([name] + others, button: "Save")))</details>

            """
    }

    /// The user as the form describes it.
    func changed(_ form: PortalForm) throws -> UserRecord {
        var changed = user
        changed.displayName = try form.required("display", "The display name")
        for field in Self.fields {
            changed[keyPath: field.path] = try form.optional(field.name, field.label, longest: 128)
        }
        return changed
    }
}
