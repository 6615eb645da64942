internal import ExchangeOnline

/// One word of a list, as a Unix shell passes it: entries with commas between them, some in PowerShell's quotes.
struct ListWord {
    /// An entry.
    struct Piece {
        var text: String
        var isQuoted = false

        var isEmpty: Bool { text.isEmpty && !isQuoted }

        /// The entry; only where nothing is known of the parameter, or bytes are wanted, does a number count as one.
        func value(for parameter: BindableParameter) -> PowerShellValue {
            guard !isQuoted else { return .text(text) }
            switch (parameter.form, text.lowercased()) {
            case (_, "$null"): return .null
            case (_, "$true"): return .bool(true)
            case (_, "$false"): return .bool(false)
            case (.bytes, _), (.any, _): return PowerShellNumber(literal: text).map { .number($0) } ?? .text(text)
            default: return .text(text)
            }
        }
    }

    private let word: String
    private var scanner: LineScanner

    init(_ word: String) {
        self.word = word
        scanner = LineScanner(word)
    }

    /// The entries; an empty one stands before a comma at the start and behind one at the end.
    ///
    /// - Throws: `BindingError` with code `ambiguousValue` when a comma can belong to an entry or stand between two.
    mutating func pieces(_ parameter: BindableParameter) throws -> [Piece] {
        if let quoted = try quotedPieces() { return quoted }
        let parts = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, word != "," else { return parts.map { Piece(text: $0) } }
        guard !isAmbiguous(parts) else { throw ambiguous(parts, parameter) }
        return parts.map { Piece(text: $0) }
    }

    /// Whether a comma has a blank in its word, stands within brackets or in a distinguished name.
    private func isAmbiguous(_ parts: [String]) -> Bool {
        if word.contains(where: \.isWhitespace) { return true }
        var depth = 0
        for character in word {
            if "([{".contains(character) { depth += 1 }
            if ")]}".contains(character) { depth -= 1 }
            if character == ",", depth > 0 { return true }
        }
        let attributes: Set = ["cn", "ou", "dc", "o", "l", "st", "c", "uid"]
        return parts.dropFirst().contains { part in
            attributes.contains(part.prefix { $0 != "=" }.lowercased()) && part.contains("=")
        }
    }

    private func ambiguous(_ parts: [String], _ parameter: BindableParameter) -> BindingError {
        let one = "-\(parameter.name) \(ShellQuotes.word(ShellQuotes.powerShell(word)))"
        let entries = parts.map { ShellQuotes.powerShell($0.trimmed) }.joined(separator: ",")
        let several = "-\(parameter.name) \(ShellQuotes.word(entries))"
        // A shell takes the quotes of 'A b','C d' away and leaves no blank behind the comma; a name has one there.
        let isOne =
            !word.contains(where: \.isWhitespace) || parts.dropFirst().contains { $0.first?.isWhitespace == true }
        return BindingError(
            .ambiguousValue,
            "'\(word)' can be one entry of -\(parameter.name) with a comma in it, or \(parts.count) entries.",
            parameter: parameter,
            repair: isOne
                ? "For \(parts.count) entries write \(several), for one:"
                : "For one entry write \(one), for \(parts.count):",
            correction: isOne ? one : several
        )
    }

    /// The entries of a word that has at least one in PowerShell's quotes, and nothing between them but commas and blanks.
    private mutating func quotedPieces() throws -> [Piece]? {
        var pieces: [Piece] = []
        var hasQuotes = false
        while true {
            while scanner.current?.isBlank == true { scanner.place += 1 }
            guard let scalar = scanner.current else {
                pieces.append(Piece(text: ""))
                break
            }
            if scalar.isSingleQuote || scalar.isDoubleQuote {
                guard scanner.endOfQuotes != nil else { return nil }
                let text = scalar.isSingleQuote ? try scanner.singleQuoted() : try scanner.doubleQuoted()
                pieces.append(Piece(text: text, isQuoted: true))
                hasQuotes = true
            } else {
                let start = scanner.place
                while let scalar = scanner.current, scalar != ",", !scalar.isBlank { scanner.place += 1 }
                pieces.append(Piece(text: scanner.text(from: start, to: scanner.place)))
            }
            while scanner.current?.isBlank == true { scanner.place += 1 }
            guard let separator = scanner.current else { break }
            guard separator == "," else { return nil }
            scanner.place += 1
        }
        return hasQuotes ? pieces : nil
    }
}

extension LineScanner {
    /// The place behind the quote that closes the one the scanner stands on, where a comma, a blank or the end follows it.
    fileprivate var endOfQuotes: Int? {
        let isSingle = scalars[place].isSingleQuote
        var place = place + 1
        while place < scalars.count {
            let scalar = scalars[place]
            place += 1
            if !isSingle, scalar == "`" {
                place += 1
            } else if isSingle ? scalar.isSingleQuote : scalar.isDoubleQuote {
                guard place < scalars.count, isSingle ? scalars[place].isSingleQuote : scalars[place].isDoubleQuote
                else {
                    return place >= scalars.count || scalars[place] == "," || scalars[place].isBlank ? place : nil
                }
                place += 1
            }
        }
        return nil
    }
}
