/// Terms by their letters, so that a text is gone through once for all of them.
struct TermTree: Sendable {
    private struct Ending: Sendable {
        let characters: [Character]
        let isWord: Bool
        let isExact: Bool
    }

    private struct Node: Sendable {
        var next: [Character: Int] = [:]
        var endings: [Ending] = []
    }

    private var nodes = [Node()]

    init(_ terms: [SensitivePatterns.Term]) {
        for term in terms where !term.text.isEmpty {
            let characters = Array(term.text)
            var node = 0
            for character in characters.map(SearchedText.small) {
                if let next = nodes[node].next[character] {
                    node = next
                } else {
                    nodes[node].next[character] = nodes.count
                    node = nodes.count
                    nodes.append(Node())
                }
            }
            nodes[node].endings.append(Ending(characters: characters, isWord: term.isWord, isExact: term.isExact))
        }
    }

    func places(in text: SearchedText) -> [Range<Int>] {
        text.small.indices.flatMap { start in
            var places: [Range<Int>] = []
            var (node, end) = (0, start)
            while end < text.small.count, let next = nodes[node].next[text.small[end]] {
                (node, end) = (next, end + 1)
                let place = start..<end
                if nodes[node].endings.contains(where: { Self.holds($0, text, place) }) { places.append(place) }
            }
            return places
        }
    }

    private static func holds(_ ending: Ending, _ text: SearchedText, _ place: Range<Int>) -> Bool {
        func isEdge(_ inner: Int, _ outer: Int) -> Bool { !text.isPartOfWord(inner) || !text.isPartOfWord(outer) }
        let isWhole = isEdge(place.lowerBound, place.lowerBound - 1) && isEdge(place.upperBound - 1, place.upperBound)
        let isSame = !ending.isExact || text.characters[place].elementsEqual(ending.characters)
        return isSame && (!ending.isWord || isWhole)
    }
}
