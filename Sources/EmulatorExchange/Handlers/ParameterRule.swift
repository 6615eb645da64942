/// What parameters mean beyond the property of their name; nouns share these.
protocol ParameterRule: Sendable {
    /// Whether a parameter is one of them.
    func takes(_ parameter: String) -> Bool
    /// Puts the value of a parameter that it takes into an object.
    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws
    /// Looks at a call before any of its parameters is taken.
    ///
    /// - Throws: ``AdminAPIError`` for parameters that cannot stand beside each other.
    func check(_ call: BoundCall) throws
    /// Looks at the whole once every parameter is in.
    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws
}

extension ParameterRule {
    func check(_ call: BoundCall) throws {}
    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {}
}
