internal import CmdletCatalogue

/// Cmdlets by what they do: by words of their names, of what is said of them, and of their parameters.
struct CmdletSearch {
    /// A cmdlet in which every word was found.
    struct Found: Equatable {
        var name: String
        /// The parameter that a word was found in, where the name does not say it.
        var parameter: String?
        fileprivate var rank: Int
    }

    private let words: [String]

    /// Takes the words of a question; each counts with and without the ending of several.
    init(_ question: [String]) {
        words = question.joined(separator: " ").lowercased().split { !$0.isLetter && !$0.isNumber }.map { word in
            Self.stem(String(word))
        }
    }

    private static func stem(_ word: String) -> String {
        guard word.count > 3, !word.hasSuffix("ss") else { return word }
        for ending in ["ies", "xes", "s"] where word.hasSuffix(ending) {
            return String(word.dropLast(ending == "s" ? 1 : ending == "xes" ? 2 : 3))
        }
        return word
    }

    /// The cmdlets, the best first.
    var results: [Found] {
        guard !words.isEmpty, words.count <= 16 else { return [] }
        let parameters = parameters
        let all = (1 << words.count) - 1
        let found = CmdletCatalogue.names.compactMap { name -> Found? in
            let own = mask { says(name, $0) }
            if own == all { return Found(name: name, rank: 1000 - name.utf8.count) }
            let best = parameters[name]?.filter { own | $0.mask == all }.min { $0.name.utf8.count < $1.name.utf8.count }
            guard let best else { return nil }
            return Found(
                name: name,
                parameter: best.name,
                rank: own.nonzeroBitCount * 100 - best.name.utf8.count - name.utf8.count
            )
        }
        return found.map { found in
            var found = found
            found.rank += min(CmdletCatalogue.usage(of: found.name)?.scripts ?? 0, 300)
            return found
        }.sorted { ($1.rank, $0.name) < ($0.rank, $1.name) }
    }

    private func mask(_ holds: (String) -> Bool) -> Int {
        words.indices.reduce(0) { holds(words[$1]) ? $0 | 1 << $1 : $0 }
    }

    /// Whether a cmdlet's name, or what is said of it, holds a word.
    private func says(_ name: String, _ word: String) -> Bool {
        if name.lowercased().contains(word) { return true }
        let parts = name.split(separator: "-", maxSplits: 1)
        guard parts.count == 2 else { return false }
        return Self.verbs[parts[0].lowercased()]?.contains { $0.hasPrefix(word) } ?? false
            || CmdletSentence.phrase(ofNoun: String(parts[1]))?.contains(word) ?? false
    }

    /// The parameters that hold words, by cmdlet.
    private var parameters: [String: [(name: String, mask: Int)]] {
        var found: [String: [(name: String, mask: Int)]] = [:]
        for (name, cmdlets) in CmdletCatalogue.parameters(where: { name in words.contains { name.contains($0) } }) {
            let name = name
            let lowered = name.lowercased()
            let mask = mask { lowered.contains($0) }
            for cmdlet in cmdlets { found[cmdlet, default: []].append((name, mask)) }
        }
        return found
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
