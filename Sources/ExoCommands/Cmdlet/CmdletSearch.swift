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

    /// A word of the question: itself first, then what means the same.
    private typealias Word = [[UInt8]]

    private let stems: [String]
    private let words: [Word]

    /// Takes the words of a question; each counts with and without the ending of several, and what says nothing does not.
    init(_ question: [String]) {
        let all = question.joined(separator: " ").lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let telling = all.filter { !SearchTopics.fillers.contains($0) }
        stems = all.map(Self.stem)
        words = (telling.isEmpty ? all : telling).map { word in
            let stem = Self.stem(word)
            return ([stem] + (SearchTopics.synonyms[stem] ?? [])).map { Array($0.utf8) }
        }
    }

    private static func stem(_ word: String) -> String {
        guard word.count > 3, !word.hasSuffix("ss") else { return word }
        if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
        if word.hasSuffix("xes") || word.hasSuffix("sses") { return String(word.dropLast(2)) }
        return word.hasSuffix("s") ? String(word.dropLast()) : word
    }

    /// The cmdlets, the best first: those of topics, then those in which all words were found, or else the most of them.
    var results: [Found] {
        guard !words.isEmpty, words.count <= 16 else { return [] }
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
        for name in CmdletCatalogue.names {
            let bytes = Self.bytes(name)
            let own = mask { says(name, bytes, $0) }
            if own == all {
                whole.append(Found(name: name, rank: 1000 + exactness(bytes) - name.utf8.count))
                continue
            }
            if let best = parameters[name]?.filter({ own | $0.mask == all }).min(by: { $0.size < $1.size }) {
                let rank = own.nonzeroBitCount * 100 - best.size - name.utf8.count
                whole.append(Found(name: name, parameter: best.name, rank: rank))
            } else if whole.isEmpty, own.nonzeroBitCount >= enough {
                partial.append(Found(name: name, rank: exactness(bytes) - name.utf8.count))
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
    private func exactness(_ name: [UInt8]) -> Int { 100 * words.count { Self.holds(name, $0[0]) } }

    /// Whether a cmdlet's name, or what is said of it, holds a word.
    private func says(_ name: String, _ bytes: [UInt8], _ word: Word) -> Bool {
        if word.contains(where: { Self.holds(bytes, $0) }) { return true }
        guard let dash = bytes.firstIndex(of: UInt8(ascii: "-")) else { return false }
        let verb = Self.verbs[String(decoding: bytes[..<dash], as: UTF8.self)] ?? []
        if verb.contains(where: { $0.utf8.starts(with: word[0]) }) { return true }
        let noun = String(decoding: bytes[(dash + 1)...], as: UTF8.self)
        return CmdletSentence.phrase(ofNoun: noun).map { Self.holds(Self.bytes($0), word[0]) } ?? false
    }

    /// The parameters that hold words, by cmdlet.
    private var parameters: [String: [(name: String, size: Int, mask: Int)]] {
        var found: [String: [(name: String, size: Int, mask: Int)]] = [:]
        let all = CmdletCatalogue.parameters { name in
            let bytes = Self.bytes(name)
            return words.contains { Self.holds(bytes, $0[0]) }
        }
        for (name, cmdlets) in all {
            let bytes = Self.bytes(name)
            let mask = mask { Self.holds(bytes, $0[0]) }
            for cmdlet in cmdlets { found[cmdlet, default: []].append((name, bytes.count, mask)) }
        }
        return found
    }

    // MARK: Bytes, since thousands of names are looked through

    private static func bytes(_ text: String) -> [UInt8] {
        text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    }

    private static func holds(_ text: [UInt8], _ word: [UInt8]) -> Bool {
        guard let first = word.first, text.count >= word.count else { return word.isEmpty }
        var place = 0
        while place <= text.count - word.count {
            if text[place] == first, text[place..<place + word.count].elementsEqual(word) { return true }
            place += 1
        }
        return false
    }

    /// What people say for PowerShell's verbs.
    private static let verbs = [
        "get": ["show", "list", "read", "find", "view"], "set": ["change", "edit", "modify", "update", "configure"],
        "new": ["create", "make", "add"], "remove": ["delete", "drop"], "add": ["give", "grant", "join"],
        "enable": ["turn", "activate", "on"], "disable": ["turn", "deactivate", "off"], "search": ["find", "query"],
        "start": ["run", "begin"], "stop": ["cancel", "end"], "test": ["check", "verify"],
        "undo": ["restore", "recover"],
    ]
}
