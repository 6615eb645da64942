internal import ExchangeOnline

/// The words of one value as a Unix shell passes them, read by the type of their parameter.
///
/// - One text is taken as it stands; nothing in it is split or unwrapped.
/// - `true`, `false`, `$true` and `$false` are truth values where one is wanted.
/// - A list has commas between its entries; PowerShell's quotes around an entry keep commas in it. A comma that can be meant
///   either way is refused.
/// - Tables and `@(…)` are read as PowerShell reads them.
/// - `$null` is null everywhere.
struct ShellWords: UnreadValue {
    let words: [String]

    init(_ words: [String]) { self.words = words }

    var text: String { words.joined(separator: " ") }

    var isTruthValue: Bool { words.count == 1 && Self.truthValue(words[0]) != nil }

    func value(for parameter: BindableParameter) throws -> PowerShellValue {
        if words.count == 1, words[0].lowercased() == "$null" { return .null }
        switch parameter.form {
        case .secret: return .text("")
        case .switch, .boolean:
            let word = try one(parameter)
            if let flag = Self.truthValue(word) { return .bool(flag) }
            return PowerShellNumber(literal: word).map { .number($0) } ?? .text(word)
        case .text:
            let word = try one(parameter)
            return Self.dollar(word).map { .bool($0) } ?? .text(word)
        case .filter:
            let word = try one(parameter)
            guard word.hasPrefix("{"), word.hasSuffix("}") else { return .text(word) }
            return .script(String(word.dropFirst().dropLast()))
        case .number:
            let word = try one(parameter)
            return PowerShellNumber(literal: word).map { .number($0) } ?? .text(word)
        case .list, .table, .tables, .bytes, .any: return try several(parameter)
        }
    }

    private static func truthValue(_ word: String) -> Bool? {
        switch word.lowercased() {
        case "true", "$true": true
        case "false", "$false": false
        default: nil
        }
    }

    private static func dollar(_ word: String) -> Bool? { word.hasPrefix("$") ? truthValue(word) : nil }

    // MARK: One value

    private func one(_ parameter: BindableParameter) throws -> String {
        guard words.count != 1 else { return words[0] }
        // Whatever it is, it is refused where others can see it, and not repeated.
        guard !parameter.isSecret else { return "" }
        let text = parameter.form == .filter ? Self.filter(words) : text
        throw BindingError(
            .ambiguousValue,
            "-\(parameter.name) takes \(parameter.form.inWords), and your shell passed it in \(words.count) words: its "
                + "quotes are missing.",
            parameter: parameter,
            correction: "-\(parameter.name) \(ShellQuotes.word(text))"
        )
    }

    /// A filter that the shell took apart: what stands behind an operator had quotes.
    static func filter(_ words: [String]) -> String {
        var text = words.joined(separator: " ")
        if text.hasPrefix("{") { text.removeFirst() }
        if text.hasSuffix("}") { text.removeLast() }
        var result: [String] = []
        for word in text.split(separator: " ").map(String.init) {
            let operand = word.prefix { $0 != ")" }
            let isValue = result.last.map { $0.hasPrefix("-") && !["-and", "-or", "-not"].contains($0.lowercased()) }
            let isPlain = !word.hasPrefix("$") && !word.hasPrefix("'")
            result.append(
                isValue == true && isPlain
                    ? "\(ShellQuotes.powerShell(String(operand)))\(word.dropFirst(operand.count))" : word
            )
        }
        return result.joined(separator: " ")
    }

    // MARK: Several values

    private func several(_ parameter: BindableParameter) throws -> PowerShellValue {
        if words[0].hasPrefix("@{") || words[0].hasPrefix("@(") { return try expression(parameter) }
        var elements: [PowerShellValue] = []
        var isOpen = true
        for word in words {
            var list = ListWord(word)
            var pieces = try list.pieces(parameter)
            // A comma at either side of a joint between words belongs to the joint.
            if !isOpen, pieces.first?.isEmpty == true { pieces.removeFirst() }
            isOpen = pieces.count > 1 && pieces.last?.isEmpty == true
            if isOpen { pieces.removeLast() }
            if word == "," { isOpen = true; continue }
            elements += try pieces.map { piece in
                guard !piece.isEmpty || words == [""] else {
                    throw BindingError(.syntax, "A value is missing beside a comma of '\(text)'.", parameter: parameter)
                }
                return piece.value(for: parameter)
            }
        }
        guard !isOpen || words == [""] else {
            throw BindingError(
                .syntax,
                "A value is missing after the comma of '\(text)'.",
                parameter: parameter,
                correction: "-\(parameter.name) \(ShellQuotes.word(ShellQuotes.powerShell(text)))"
            )
        }
        return elements.count == 1 ? elements[0] : .list(elements)
    }

    /// Tables and arrays, several with commas between them.
    private func expression(_ parameter: BindableParameter) throws -> PowerShellValue {
        var scanner = LineScanner(text)
        do {
            let value = try scanner.argument()
            try scanner.skipBlanks(lineBreaks: true)
            guard scanner.isAtEnd else {
                throw scanner.syntax("nothing may follow the closing bracket", at: scanner.place)
            }
            return value
        } catch var error as BindingError {
            error.parameter = parameter
            if error.message.hasPrefix("At ") { error.message = "-\(parameter.name): a" + error.message.dropFirst() }
            if let table = Self.quoted(text), table != text {
                error.message = "The quotes within -\(parameter.name) are missing; your shell took them."
                error.repair = nil
                error.correction = "-\(parameter.name) \(ShellQuotes.word(table))"
            }
            throw error
        }
    }

    /// A table or an array whose quotes the shell took, with quotes again; `nil` where that is not what is wrong.
    private static func quoted(_ text: String) -> String? {
        guard text.hasSuffix("}") || text.hasSuffix(")"), !text.contains("'"), !text.contains("\"") else { return nil }
        func values(_ text: Substring) -> String {
            text.split(separator: ",").map { part in
                let word = String(part).trimmed
                let isLiteral = word.hasPrefix("$") || PowerShellNumber(literal: word) != nil
                return isLiteral ? word : ShellQuotes.powerShell(word)
            }.joined(separator: ",")
        }
        let inner = text.dropFirst(2).dropLast()
        guard text.hasPrefix("@{") else { return "@(\(values(inner)))" }
        let entries = inner.split(separator: ";").map { entry -> String? in
            guard let equals = entry.firstIndex(of: "=") else { return nil }
            return "\(String(entry[..<equals]).trimmed)=\(values(entry[entry.index(after: equals)...]))"
        }
        guard !entries.isEmpty, !entries.contains(nil) else { return nil }
        return "@{\(entries.compactMap { $0 }.joined(separator: "; "))}"
    }
}
