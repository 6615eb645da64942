internal import CmdletCatalogue

/// Cmdlets by what they do: by topics, and by words of their names, of what is said of them, and of their parameters.
struct CmdletSearch {
    /// A cmdlet that a question fits.
    struct Found: Equatable {
        var name: String
        /// The parameter that a word was found in, where the name does not say it.
        var parameter: String?
        fileprivate var rank: Int
    }

    /// A word of the question, and what says the same in the facts.
    private struct Word {
        /// Itself first, then what means the same.
        var spellings: [[UInt8]]
        /// How names of cmdlets begin that do what it says.
        var verbs: [[UInt8]]
        /// How names of cmdlets end whose objects it names.
        var nouns: [[UInt8]]

        init(_ stem: String) {
            spellings = ([stem] + (SearchTopics.synonyms[stem] ?? [])).map { Array($0.utf8) }
            verbs = CmdletSearch.verbs.filter { $0.said.contains { $0.hasPrefix(stem) } }.map {
                Array("\($0.verb)-".utf8)
            }
            nouns = CmdletSentence.nouns(saying: spellings[0]).map { Array("-\($0)".utf8) }
        }

        /// Whether a cmdlet's name, or what is said of it, holds the word.
        func isSaid(of name: [UInt8]) -> Bool {
            spellings.contains { CmdletSearch.holds(name, $0) } || verbs.contains { name.starts(with: $0) }
                || nouns.contains { name.suffix($0.count).elementsEqual($0) }
        }
    }

    private let stems: [String]
    private let words: [Word]

    /// Takes the words of a question; each counts with and without the ending of several, and what says nothing does not.
    init(_ question: [String]) {
        let all = question.joined(separator: " ").lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let telling = all.filter { !SearchTopics.fillers.contains($0) }
        stems = all.map(Self.stem)
        var seen: Set<String> = []
        // More words than a question has tell nothing more.
        words = (telling.isEmpty ? all : telling).map(Self.stem).filter { seen.insert($0).inserted }.prefix(16).map(
            Word.init
        )
    }

    private static func stem(_ word: String) -> String {
        if word.hasPrefix("alias") { return "alias" }
        if word.hasPrefix("licen") { return "license" }
        guard word.count > 3, !["ss", "us", "is"].contains(where: word.hasSuffix) else { return word }
        if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
        if word.hasSuffix("xes") || word.hasSuffix("sses") { return String(word.dropLast(2)) }
        return word.hasSuffix("s") ? String(word.dropLast()) : word
    }

    /// The cmdlets, the best first: those of topics, then those in which all words were found, or else the most of them.
    var results: [Found] {
        guard !words.isEmpty else { return [] }
        let topics = SearchTopics.entries(stems).map { Found(name: $0.cmdlet, parameter: $0.parameter, rank: .max) }
        let known = Set(topics.map(\.name))
        return topics + found.filter { !known.contains($0.name) }
    }

    private var found: [Found] {
        let parameters = parameters
        let all = (1 << words.count) - 1
        var whole: [Found] = []
        var partial: [Found] = []
        // Of words that are not all found anywhere, one may be missing.
        let enough = words.count > 1 ? words.count - 1 : 1
        CmdletCatalogue.forEachName { name, letters in
            let own = mask { $0.isSaid(of: letters) }
            if own == all {
                whole.append(Found(name: name, rank: 1000 + exactness(letters) - letters.count))
            } else if let best = parameters[name]?.filter({ own | $0.mask == all }).min(by: { $0.size < $1.size }) {
                let rank = own.nonzeroBitCount * 100 - best.size - letters.count
                whole.append(Found(name: name, parameter: best.name, rank: rank))
            } else if whole.isEmpty, own.nonzeroBitCount >= enough {
                partial.append(Found(name: name, rank: exactness(letters) - letters.count))
            }
        }
        return (whole.isEmpty ? partial : whole).map { found in
            var found = found
            found.rank += min(CmdletCatalogue.usage(of: found.name)?.scripts ?? 0, 300)
            return found
        }.sorted { ($1.rank, $0.name) < ($0.rank, $1.name) }
    }

    private func mask(_ holds: (Word) -> Bool) -> Int {
        words.indices.reduce(0) { holds(words[$1]) ? $0 | 1 << $1 : $0 }
    }

    /// What a name is worth more for holding the words themselves, and no other in their place.
    private func exactness(_ name: [UInt8]) -> Int { 100 * words.count { Self.holds(name, $0.spellings[0]) } }

    /// The parameters that hold words, by cmdlet.
    private var parameters: [String: [(name: String, size: Int, mask: Int)]] {
        var found: [String: [(name: String, size: Int, mask: Int)]] = [:]
        let all = CmdletCatalogue.parameters { letters in words.contains { Self.holds(letters, $0.spellings[0]) } }
        for (name, cmdlets) in all {
            let letters = Array(name.lowercased().utf8)
            let mask = mask { Self.holds(letters, $0.spellings[0]) }
            for cmdlet in cmdlets { found[cmdlet, default: []].append((name, letters.count, mask)) }
        }
        return found
    }

    /// Whether a text holds a word; by bytes, since thousands of names are looked through.
    static func holds(_ text: [UInt8], _ word: [UInt8]) -> Bool {
        guard let first = word.first, text.count >= word.count else { return word.isEmpty }
        for place in 0...text.count - word.count where text[place] == first {
            if (1..<word.count).allSatisfy({ text[place + $0] == word[$0] }) { return true }
        }
        return false
    }

    /// What people say for PowerShell's verbs.
    private static let verbs: [(verb: String, said: [String])] = [
        ("get", ["show", "list", "read", "find", "view"]),
        ("set", ["change", "edit", "modify", "update", "configure"]),
        ("new", ["create", "make", "add"]), ("remove", ["delete", "drop"]), ("add", ["give", "grant", "join"]),
        ("enable", ["turn", "activate", "on"]), ("disable", ["turn", "deactivate", "off"]),
        ("search", ["find", "query"]), ("start", ["run", "begin"]), ("stop", ["cancel", "end"]),
        ("test", ["check", "verify"]), ("undo", ["restore", "recover"]),
    ]
}
