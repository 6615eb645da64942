import EmulatorCore
import HTTPServer

/// The query of a request, with the names of OData's options as the service writes them.
///
/// Their sign may be left out, and their letter case does not count.
struct GraphOptions: Sendable {
    private let form: FormFields

    init(_ form: FormFields) { self.form = FormFields(form.fields.map { .init(Self.name($0.name), $0.value) }) }

    /// The value of an option; `nil` where it is not there or empty.
    subscript(name: String) -> String? { form[name] }

    /// - Throws: ``GraphError`` that names an option that is not applied to an answer, or is there twice.
    func check(for answer: GraphAnswer) throws {
        for field in form.fields where field.name.hasPrefix("$") {
            guard answer.options.contains(field.name) else {
                throw GraphError.badRequest("The query parameter '\(field.name.prefix(100))' is not supported here.")
            }
            guard !field.value.isEmpty else {
                throw GraphError.badRequest("The query parameter '\(field.name)' has no value.")
            }
            guard field.name != "$format" || Self.isJSON(field.value) else {
                throw GraphError.badRequest("The query parameter '$format' can only ask for JSON.")
            }
            guard !form.repeats(field.name) else {
                throw GraphError.badRequest(
                    "Query option '\(field.name)' was specified more than once, but it must be specified at most once."
                )
            }
        }
    }

    /// The query of the page behind a position.
    func next(_ position: String) -> String {
        var fields = form.fields.filter { $0.name != "$skiptoken" }
        fields.append(.init("$skiptoken", position))
        // OData's own names stay readable, as the service leaves them.
        return FormFields(fields).encoded.replacing("%24", with: "$")
    }

    private static func isJSON(_ format: String) -> Bool {
        format.lowercased() == "json" || format.lowercased().hasPrefix("application/json")
    }

    private static func name(_ text: String) -> String {
        let name = text.lowercased()
        return GraphAnswer.list.options.contains("$\(name)") ? "$\(name)" : name.hasPrefix("$") ? name : text
    }
}
