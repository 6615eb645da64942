internal import ExchangeOnline

/// The words that a Unix shell passes, divided into arguments.
struct ArgumentWords {
    /// The arguments, each with the words it stands in.
    private(set) var arguments: [(argument: CmdletArgument, words: Range<Int>)] = []
    private let words: [String]
    private var place = 0

    init(_ words: [String]) {
        self.words = words
        var takesParameters = true
        while place < words.count {
            let start = place
            let word = words[place]
            place += 1
            var argument: CmdletArgument
            if takesParameters, word == "--" {
                takesParameters = false
                continue
            } else if takesParameters, let parameter = Self.parameter(word) {
                argument = CmdletArgument(parameter.name, nil, isTyped: true)
                if let value = parameter.value {
                    argument.isEmptied = value.isEmpty
                    if !value.isEmpty { argument.value = .unread(rest(of: value)) }
                }
            } else {
                argument = CmdletArgument(nil, .unread(rest(of: word)), isTyped: true)
            }
            arguments.append((argument, start..<place))
        }
    }

    /// The name and what stands behind the colon, where the word is a parameter.
    private static func parameter(_ word: String) -> (name: String, value: String?)? {
        let scalars = word.unicodeScalars
        guard let dash = scalars.first, dash.isDash, let letter = scalars.dropFirst().first, letter.startsName else {
            return nil
        }
        guard let colon = word.firstIndex(of: ":") else {
            return hasBlank(word) ? nil : (String(scalars.dropFirst()), nil)
        }
        let name = String(word[..<colon].unicodeScalars.dropFirst())
        return hasBlank(name) ? nil : (name, String(word[word.index(after: colon)...]))
    }

    /// The value that begins with this word: with the words that a comma or an open bracket takes in.
    private mutating func rest(of word: String) -> ShellWords {
        var taken = [word]
        if let bracket = Self.openBracket(word), let end = words[place...].firstIndex(where: { $0.hasSuffix(bracket) })
        {
            taken += words[place...end]
            place = end + 1
        }
        while place < words.count, let last = taken.last, !Self.hasBlank(last) {
            let next = words[place]
            let continues = next.hasPrefix(",") && !Self.hasBlank(next)
            guard continues || last.hasSuffix(",") && Self.parameter(next) == nil else { break }
            taken.append(next)
            place += 1
        }
        return ShellWords(taken)
    }

    /// The bracket that would close a word which the shell took apart, as it does with `{Name -like 'a*'}`.
    private static func openBracket(_ word: String) -> String? {
        guard !hasBlank(word) else { return nil }
        if word.hasPrefix("@(") { return word.hasSuffix(")") ? nil : ")" }
        if word.hasPrefix("@{") || word.hasPrefix("{") { return word.hasSuffix("}") ? nil : "}" }
        return nil
    }

    private static func hasBlank(_ word: String) -> Bool {
        word.unicodeScalars.contains { $0.isBlank || $0.isLineBreak }
    }
}
