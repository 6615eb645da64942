import Testing

/// A command line that is refused, and what the refusal says.
struct Refusal: CustomTestStringConvertible {
    var words: [String]
    var says: [String]
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String..., says: String...) {
        self.words = words
        self.says = says
    }
}
