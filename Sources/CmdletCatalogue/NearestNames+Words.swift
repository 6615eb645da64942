extension NearestNames {
    /// The names that are made of much the same words, such as AddDomains for AddSenderDomainIs, the most alike first.
    ///
    /// - Parameters:
    ///   - name: What was typed.
    ///   - names: What there is.
    ///   - limit: The greatest number of names.
    /// - Returns: Those that share at least half of their letters with it.
    package static func sharingWords(with name: String, among names: [String], limit: Int = 3) -> [String] {
        let wanted = words(name)
        return names.enumerated()
            .map { place, candidate in
                let shared = words(candidate).map { word in wanted.map { common($0, word) }.max() ?? 0 }.reduce(0, +)
                let share = 2 * Double(shared) / Double(max(1, name.count + candidate.count))
                return (share: share, place: -place, name: candidate)
            }
            .filter { $0.share >= 0.5 }
            .sorted { ($0.share, $0.place) > ($1.share, $1.place) }
            .prefix(limit)
            .map(\.name)
    }

    /// The letters of the shorter word where the other begins with it and it is none of two letters, such as Is.
    private static func common(_ left: String, _ right: String) -> Int {
        let (short, long) = left.count < right.count ? (left, right) : (right, left)
        return short.count > 2 && long.hasPrefix(short) ? short.count : 0
    }

    /// The words of a name that begins each with a capital letter, in small letters.
    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var wasCapital = false
        for letter in name {
            if words.isEmpty || letter.isUppercase && !wasCapital { words.append("") }
            words[words.count - 1] += letter.lowercased()
            wasCapital = letter.isUppercase
        }
        return words
    }
}
