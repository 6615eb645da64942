import EmulatorCore
import HTTPServer

/// What is wrong with what was typed into a form.
struct FormProblem: Error, Sendable {
    /// The sentence beside the form.
    let text: String
    /// The name of the field, where one alone is to blame.
    var field: String?

    init(_ text: String, field: String? = nil) {
        self.text = text
        self.field = field
    }
}

/// What a page with forms shows again: which form was sent, what was typed, what is wrong with it.
struct FormState: Sendable {
    /// The name of the form that was sent; empty when a page is opened.
    var form = ""
    var fields = FormFields()
    var problem: FormProblem?

    /// A page as it is opened.
    init() {}

    /// A form that was not accepted.
    init(_ form: PortalForm, _ problem: FormProblem) {
        self.form = form.name
        fields = form.fields
        self.problem = problem
    }

    /// What stands in a field of a form.
    ///
    /// - Parameters:
    ///   - field: The field.
    ///   - form: The form it belongs to.
    ///   - value: What stands there before anything is typed.
    /// - Returns: The text.
    func value(_ field: String, of form: String, else value: String = "") -> String {
        self.form == form ? fields[field] ?? "" : value
    }

    /// Whether a box of a form is ticked.
    func isTicked(_ field: String, _ value: String, of form: String, else ticked: Bool = false) -> Bool {
        self.form == form ? fields.fields.contains(.init(field, value)) : ticked
    }
}
