/// A text whose characters are counted, as it stands and in small letters.
struct SearchedText {
    let text: String
    let characters: [Character]
    let small: [Character]

    init(_ text: String) {
        self.text = text
        characters = Array(text)
        small = characters.map(Self.small)
    }

    subscript(place: Range<Int>) -> String { String(characters[place]) }

    static func small(_ character: Character) -> Character { character.lowercased().first ?? character }

    /// Where in it parts of the text are, of which each begins behind the one before.
    func places(of ranges: [Range<String.Index>]) -> [Range<Int>] {
        var (index, count) = (text.startIndex, 0)
        return ranges.map { range in
            count += text.distance(from: index, to: range.lowerBound)
            index = range.lowerBound
            return count..<(count + text.distance(from: range.lowerBound, to: range.upperBound))
        }
    }

    /// Whether a letter or a digit stands at a place.
    func isPartOfWord(_ place: Int) -> Bool {
        characters.indices.contains(place) && (characters[place].isLetter || characters[place].isNumber)
    }
}
