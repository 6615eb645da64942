/// Patterns with asterisks.
enum Wildcard {
    /// Whether a text fits a pattern in which an asterisk stands for any number of characters.
    static func matches(_ text: [Character], pattern: [Character]) -> Bool {
        var place = 0
        var patternPlace = 0
        var star: (pattern: Int, text: Int)?
        while place < text.count {
            if patternPlace < pattern.count, pattern[patternPlace] == "*" {
                star = (patternPlace, place)
                patternPlace += 1
            } else if patternPlace < pattern.count, pattern[patternPlace] == text[place] {
                place += 1
                patternPlace += 1
            } else if let last = star {
                patternPlace = last.pattern + 1
                place = last.text + 1
                star = (last.pattern, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[patternPlace...].allSatisfy { $0 == "*" }
    }
}
