/// What a noun adds to the plain writing of properties.
struct WritingRules: Sendable {
    /// The rules; a parameter belongs to the first one that takes it.
    let rules: [any ParameterRule]
    /// What is asked before an object is changed: these words and its title.
    let question: String

    /// Puts a parameter into an object: by a rule, or into the property of its name.
    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        guard let rule = rules.first(where: { $0.takes(parameter) }) else { return try draft.set(parameter, value) }
        try rule.apply(parameter, value, to: &draft, scope: scope)
    }

    /// Refuses parameters that cannot stand beside each other.
    func check(_ call: BoundCall) throws {
        for rule in rules { try rule.check(call) }
    }

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        for rule in rules { try rule.finish(&draft, scope: scope) }
    }

    func confirmation(of title: String) -> String { "\(question) \"\(title)\"." }
}
