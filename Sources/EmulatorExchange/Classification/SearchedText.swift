/// A text whose characters are counted, as it stands and in small letters.
struct SearchedText {
    let text: String
    let small: [Character]
    private let characters: [Character]

    init(_ text: String) {
        self.text = text
        characters = Array(text)
        small = characters.map { $0.lowercased().first ?? $0 }
    }

    subscript(place: Range<Int>) -> String { String(characters[place]) }

    /// Where in it a part of the text is.
    func place(of range: Range<String.Index>) -> Range<Int> {
        let start = text.distance(from: text.startIndex, to: range.lowerBound)
        return start..<(start + text.distance(from: range.lowerBound, to: range.upperBound))
    }
}
