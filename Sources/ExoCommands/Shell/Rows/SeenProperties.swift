internal import ExoJSON

/// Looks at the first row whether it has what the line asks for: the properties of a noun are not all known before.
struct SeenProperties: RowStage {
    let names: [String]
    /// What is wrong where a row lacks one.
    let text: String
    /// What is thrown then; nothing where the line changes nothing.
    var refusal: (@Sendable (String) -> CommandError)?
    private var hasLooked = false

    init(_ names: [String], _ text: String) {
        self.names = names
        self.text = text
    }

    mutating func take(_ row: JSONValue) throws -> [JSONValue] {
        guard let refusal, !hasLooked else { return [row] }
        hasLooked = true
        let known = Set(row.objectValue?.names.map { $0.lowercased() } ?? [])
        guard names.allSatisfy({ known.contains($0.lowercased()) }) else { throw refusal(text) }
        return [row]
    }
}
