internal import ExoJSON

/// Looks at the first row whether it has what the line asks for: the properties of a noun are not all known before.
struct SeenProperties: RowStage {
    /// The property, or a pattern that one of them should fit.
    let name: String
    /// What is wrong where a row lacks it.
    let text: String
    /// Whether it decides which rows go on, and so what a change behind it is made of.
    let isDeciding: Bool
    /// Where it is told; nowhere where the property is one that rows may lack.
    let errors: MessageWriter?
    /// What is thrown instead; nothing where the line changes nothing.
    var refusal: (@Sendable (String) -> CommandError)?
    private var hasLooked = false

    init(_ name: String, _ text: String, isDeciding: Bool, _ errors: MessageWriter?) {
        self.name = name
        self.text = text
        self.isDeciding = isDeciding
        self.errors = errors
    }

    mutating func take(_ row: JSONValue) throws -> [JSONValue] {
        guard !hasLooked else { return [row] }
        hasLooked = true
        guard !isIn(row) else { return [row] }
        if let refusal { throw refusal(text) }
        errors?.warning(text)
        return [row]
    }

    /// Without a row what is known beforehand counts, and of patterns nothing is.
    mutating func finish() -> [JSONValue] {
        if !hasLooked, !WildcardPattern.isOne(name) { errors?.warning(text) }
        return []
    }

    private func isIn(_ row: JSONValue) -> Bool {
        guard WildcardPattern.isOne(name) else { return row.objectValue?.value(ignoringCase: name) != nil }
        let pattern = WildcardPattern(name)
        return row.objectValue?.names.contains(where: pattern.matches) ?? false
    }
}
