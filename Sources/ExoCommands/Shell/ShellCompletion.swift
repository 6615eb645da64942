internal import CmdletCatalogue
internal import ExoLineEditor

/// What the Tab key does on a line of the shell.
struct ShellCompletion {
    /// How many lines a list may have.
    private static let mostLines = 40

    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    /// What may come behind a text.
    func answer(for text: String) -> LineEditor.Completion {
        let segments = Self.segments(text)
        let words = segments.last ?? [""]
        let last = words.last ?? ""
        let found = candidates(segments, words)
        // Of a list only what stands behind the last comma is typed.
        let typed = last.lastIndex(of: ",").map { String(last[last.index(after: $0)...]) } ?? last
        let choices = found.map { Self.written($0.word) }
        guard let first = choices.first else { return LineEditor.Completion() }
        if choices.count == 1 {
            guard first != ":files" else { return files(typed) }
            return LineEditor.Completion(removed: typed.unicodeScalars.count, insertion: first + " ")
        }
        let common = Self.commonPrefix(choices)
        if common.count > typed.count {
            return LineEditor.Completion(removed: typed.unicodeScalars.count, insertion: common)
        }
        return LineEditor.Completion(listing: listing(found))
    }

    private func files(_ typed: String) -> LineEditor.Completion {
        let slash = typed.lastIndex(of: "/")
        let folder = slash.map { String(typed[...$0]) } ?? ""
        let start = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
        let names: [String]
        do { names = try PrivateFile.names(in: folder.isEmpty ? "." : folder).sorted() } catch { names = [] }
        let found = names.filter { $0.hasPrefix(start) && (!start.isEmpty || !$0.hasPrefix(".")) }
        guard let first = found.first else { return LineEditor.Completion() }
        let common = found.count == 1 ? first : Self.commonPrefix(found)
        if found.count == 1 || common.count > start.count {
            return LineEditor.Completion(removed: typed.unicodeScalars.count, insertion: folder + common)
        }
        return LineEditor.Completion(listing: listing(found.map { CompletionPlace.Candidate(word: $0) }))
    }

    // MARK: Candidates

    private func candidates(_ segments: [[String]], _ words: [String]) -> [CompletionPlace.Candidate] {
        let last = words.last ?? ""
        guard words.count > 1 else { return commands(last, isFirst: segments.count == 1) }
        guard let spec = StageSpec.named(words[0]) else {
            var place = CompletionPlace()
            for word in words.dropLast() { place.pass(word) }
            let flags = place.candidates(for: last.hasPrefix("$") ? String(last.dropFirst()) : last, context)
            if !flags.isEmpty, flags.allSatisfy({ ["true", "false"].contains($0.word) }) {
                return flags.map { CompletionPlace.Candidate(word: "$\($0.word)") }
            }
            return place.candidates(for: last, context).map { candidate in
                // The part of a list that stands already.
                let before = last.lastIndex(of: ",").map { last[...$0].count } ?? 0
                return CompletionPlace.Candidate(word: String(candidate.word.dropFirst(before)), help: candidate.help)
            }
        }
        if last.hasPrefix("-") {
            return Self.beginning(
                spec.parameters.filter { $0.refusal == nil }
                    .map { CompletionPlace.Candidate(word: "-\($0.name)", help: $0.help) },
                last
            )
        }
        if ["Import-Csv", "Get-Content", "Export-Csv", "Out-File"].contains(spec.name) {
            return [CompletionPlace.Candidate(word: ":files")]
        }
        let typed = last.lastIndex(of: ",").map { String(last[last.index(after: $0)...]) } ?? last
        return Self.beginning(properties(before: segments).map { CompletionPlace.Candidate(word: $0) }, typed)
    }

    private func commands(_ last: String, isFirst: Bool) -> [CompletionPlace.Candidate] {
        let stages = StageSpec.all.filter { $0.isSource == isFirst }
            .map { CompletionPlace.Candidate(word: $0.name, help: $0.summary) }
        let own =
            isFirst
            ? CommandTable.root.subcommands.filter {
                $0.name.contains("-") && $0.words == .parameters || $0.name == "Get-Command"
            }
            .map { CompletionPlace.Candidate(word: $0.name, help: $0.summary) } : []
        let cmdlets =
            last.isEmpty ? [] : CmdletCatalogue.names(startingWith: last).map { CompletionPlace.Candidate(word: $0) }
        var seen: Set<String> = []
        return (Self.beginning(stages + own, last) + cmdlets).filter { seen.insert($0.word).inserted }
    }

    /// The properties of the rows that come from the stages before the last.
    private func properties(before segments: [[String]]) -> [String] {
        for words in segments.dropLast().reversed() {
            guard let name = words.first, StageSpec.named(name) == nil, let dash = name.firstIndex(of: "-") else {
                continue
            }
            let noun = name[name.index(after: dash)...].lowercased()
            return CmdletCatalogue.object(ofNoun: noun)?.properties.filter { !$0.isWriteOnly }.map(\.name) ?? []
        }
        return []
    }

    private static func beginning(_ all: [CompletionPlace.Candidate], _ typed: String) -> [CompletionPlace.Candidate] {
        all.filter { $0.word.lowercased().hasPrefix(typed.lowercased()) }
    }

    // MARK: Texts

    /// The words of the last statement before the cursor, those of each command by themselves.
    static func segments(_ text: String) -> [[String]] {
        var segments: [[String]] = []
        var words: [String] = []
        var word = ""
        var quote: Unicode.Scalar?
        var depth = 0
        for scalar in text.unicodeScalars {
            if let open = quote {
                word.unicodeScalars.append(scalar)
                if open.isSingleQuote ? scalar.isSingleQuote : scalar.isDoubleQuote { quote = nil }
            } else if scalar.isSingleQuote || scalar.isDoubleQuote {
                quote = scalar
                word.unicodeScalars.append(scalar)
            } else if depth == 0, scalar == "|" || scalar == ";" || scalar.isLineBreak {
                if !word.isEmpty { words.append(word) }
                if scalar == "|" { segments.append(words) } else { segments = [] }
                (words, word) = ([], "")
            } else if depth == 0, scalar.isBlank {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                if "({[".unicodeScalars.contains(scalar) { depth += 1 }
                if ")}]".unicodeScalars.contains(scalar) { depth = max(0, depth - 1) }
                word.unicodeScalars.append(scalar)
            }
        }
        return segments + [words + [word]]
    }

    /// A candidate as it is written on a line.
    private static func written(_ word: String) -> String {
        if ["$true", "$false"].contains(word) { return word }
        return word.unicodeScalars.contains { $0.endsWord || $0.isSingleQuote || $0.isDoubleQuote || $0 == "$" }
            ? ShellQuotes.powerShell(word) : word
    }

    private static func commonPrefix(_ words: [String]) -> String {
        var prefix = words[0]
        for word in words.dropFirst() {
            var common = ""
            for (one, other) in zip(prefix, word) {
                guard one.lowercased() == other.lowercased() else { break }
                common.append(one)
            }
            prefix = common
        }
        return prefix
    }

    /// The candidates in columns, or one a line with what each is.
    private func listing(_ found: [CompletionPlace.Candidate]) -> String {
        let width = max(20, context.terminal.width)
        let words = found.map { TerminalText.neutralised($0.word) }
        let widest = words.map { TerminalText.width($0) }.max() ?? 0
        var lines: [String] = []
        if found.contains(where: { !$0.help.isEmpty }), found.count <= Self.mostLines {
            lines = zip(words, found).map { word, candidate in
                let padding = String(repeating: " ", count: widest - TerminalText.width(word) + 2)
                return TerminalText.cut(word + padding + TerminalText.neutralised(candidate.help), to: width - 1)
            }
        } else {
            let perLine = max(1, width / (widest + 2))
            let rows = (words.count + perLine - 1) / perLine
            lines = (0..<rows).map { row in
                let cells = stride(from: row, to: words.count, by: rows).map { words[$0] }
                return cells.enumerated().map { place, cell in
                    place == cells.count - 1
                        ? cell : cell + String(repeating: " ", count: widest - TerminalText.width(cell) + 2)
                }.joined()
            }
        }
        let rest = lines.count - Self.mostLines
        if rest > 0 { lines = Array(lines.prefix(Self.mostLines)) + ["… and \(rest) more lines"] }
        return lines.joined(separator: "\n") + "\n"
    }
}
