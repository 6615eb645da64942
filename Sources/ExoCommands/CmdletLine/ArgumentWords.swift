/// The words that a Unix shell passes, read by the rules of ``CommandLineReader/read(arguments:)``.
struct ArgumentWords {
    private let words: [String]
    private var place = 0

    init(_ words: [String]) { self.words = words }

    mutating func arguments() throws -> [PowerShellArgument] {
        var arguments: [PowerShellArgument] = []
        var takesParameters = true
        while place < words.count {
            let word = words[place]
            if takesParameters, word == "--" {
                takesParameters = false
                place += 1
            } else if takesParameters, let parameter = Self.parameter(word) {
                place += 1
                arguments.append(
                    .parameter(name: parameter.name, value: try parameter.value.map { try value(startingWith: $0) })
                )
            } else {
                place += 1
                arguments.append(.value(try value(startingWith: word)))
            }
        }
        return arguments
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

    /// The value that begins with this word; a comma at its end, or at the start of the next word, takes that in.
    private mutating func value(startingWith word: String) throws -> PowerShellValue {
        var word = word
        if word.isEmpty, place < words.count, place > 0, words[place - 1].hasSuffix(":"),
            Self.isColonOnly(words[place - 1])
        {
            // `-Name:` and a value of its own word.
            word = words[place]
            place += 1
        }
        var (elements, isOpen) = try Self.elements(word)
        while place < words.count {
            let next = words[place]
            let continues = next.hasPrefix(",") && !Self.hasBlank(next)
            guard isOpen || continues, isOpen || elements.isJoinable else { break }
            if isOpen, Self.parameter(next) != nil { break }
            place += 1
            if continues, next == "," {
                isOpen = true
                continue
            }
            let rest = try Self.elements(continues ? String(next.dropFirst()) : next)
            elements.values += rest.elements.values
            elements.isList = true
            isOpen = rest.isOpen
        }
        guard !isOpen else {
            throw CmdletLineError(
                .syntax,
                "A value is missing after the comma of '\(word)'.",
                repair: "For a comma in a text put it in PowerShell's quotes inside the shell's: \"'\(word)'\"."
            )
        }
        return elements.isList || elements.values.count != 1 ? .list(elements.values) : elements.values[0]
    }

    private static func isColonOnly(_ word: String) -> Bool {
        guard let parameter = parameter(word) else { return false }
        return parameter.value?.isEmpty == true
    }

    private struct Elements {
        var values: [PowerShellValue]
        var isList = false
        /// Whether a comma may follow in the next word: not behind a text with blanks.
        var isJoinable = true
    }

    /// The values in one word, and whether a comma at its end asks for more.
    private static func elements(_ word: String) throws -> (elements: Elements, isOpen: Bool) {
        if let whole = try expression(word) { return (Elements(values: [whole]), false) }
        if let quoted = try quotedList(word) { return quoted }
        if hasBlank(word) || word.isEmpty { return (Elements(values: [.text(word)], isJoinable: false), false) }
        let parts = try split(word)
        guard parts.count > 1 else { return (Elements(values: [try plain(word)]), false) }
        let isOpen = parts.last?.isEmpty == true
        let values = try (isOpen ? parts.dropLast() : parts[...]).map { part in
            guard !part.isEmpty else {
                throw CmdletLineError(.syntax, "A value is missing before a comma of '\(word)'.")
            }
            return try element(part)
        }
        return (Elements(values: values, isList: values.count > 1), isOpen)
    }

    /// A word that is an expression as a whole: a table, an array or a script block.
    private static func expression(_ word: String) throws -> PowerShellValue? {
        var scanner = LineScanner(word)
        if word.hasPrefix("@{") || word.hasPrefix("@(") {
            let value = try word.hasPrefix("@{") ? scanner.table() : scanner.array()
            if scanner.isAtEnd { return value }
            guard scanner.current == "," || scanner.current?.isBlank == true else {
                throw scanner.syntax("nothing may follow the closing bracket", at: scanner.place)
            }
            // Several tables or arrays with commas between them.
            scanner.place = 0
            let list = try scanner.argument()
            try scanner.skipBlanks(lineBreaks: true)
            guard scanner.isAtEnd else { throw scanner.syntax("nothing may follow the list", at: scanner.place) }
            return list
        }
        guard word.hasPrefix("{"), word.hasSuffix("}") else { return nil }
        let text = try scanner.scriptBlock()
        return scanner.isAtEnd ? .script(text) : nil
    }

    /// A word that begins with a PowerShell quote and is nothing but quoted texts and plain ones with commas between.
    private static func quotedList(_ word: String) throws -> (elements: Elements, isOpen: Bool)? {
        guard let quote = word.unicodeScalars.first, quote.isSingleQuote || quote.isDoubleQuote else { return nil }
        var scanner = LineScanner(word)
        var values: [PowerShellValue] = []
        while true {
            while let scalar = scanner.current, scalar.isBlank { scanner.place += 1 }
            guard let scalar = scanner.current else {
                return (Elements(values: values, isList: values.count > 1), true)
            }
            if scalar.isSingleQuote || scalar.isDoubleQuote {
                guard let end = closing(scanner) else { return nil }
                guard end >= scanner.scalars.count || scanner.scalars[end] == "," || scanner.scalars[end].isBlank else {
                    return nil
                }
                values.append(.text(scalar.isSingleQuote ? try scanner.singleQuoted() : try scanner.doubleQuoted()))
            } else {
                let start = scanner.place
                while let scalar = scanner.current, scalar != ",", !scalar.isBlank { scanner.place += 1 }
                guard scanner.place > start else { return nil }
                values.append(try element(scanner.text(from: start, to: scanner.place)))
            }
            while let scalar = scanner.current, scalar.isBlank { scanner.place += 1 }
            guard let separator = scanner.current else {
                return (Elements(values: values, isList: values.count > 1), false)
            }
            guard separator == "," else { return nil }
            scanner.place += 1
        }
    }

    /// The place behind the quote that closes the one the scanner stands on.
    private static func closing(_ scanner: LineScanner) -> Int? {
        let scalars = scanner.scalars
        let isSingle = scalars[scanner.place].isSingleQuote
        var place = scanner.place + 1
        while place < scalars.count {
            let scalar = scalars[place]
            place += 1
            if !isSingle, scalar == "`" {
                place += 1
            } else if isSingle ? scalar.isSingleQuote : scalar.isDoubleQuote {
                guard place < scalars.count,
                    isSingle ? scalars[place].isSingleQuote : scalars[place].isDoubleQuote
                else { return place }
                place += 1
            }
        }
        return nil
    }

    /// The parts between commas; commas in PowerShell quotes at the start of a part do not count.
    private static func split(_ word: String) throws -> [String] {
        var parts: [String] = []
        var scanner = LineScanner(word)
        var start = 0
        while let scalar = scanner.current {
            if scanner.place == start, scalar.isSingleQuote || scalar.isDoubleQuote, let end = closing(scanner),
                end >= scanner.scalars.count || scanner.scalars[end] == ","
            {
                scanner.place = end
                continue
            }
            if scalar == "," {
                parts.append(scanner.text(from: start, to: scanner.place))
                start = scanner.place + 1
            }
            scanner.place += 1
        }
        parts.append(scanner.text(from: start, to: scanner.scalars.count))
        return parts
    }

    private static func element(_ part: String) throws -> PowerShellValue {
        var scanner = LineScanner(part)
        if let quote = scanner.current, quote.isSingleQuote || quote.isDoubleQuote, let end = closing(scanner),
            end == scanner.scalars.count
        {
            return .text(quote.isSingleQuote ? try scanner.singleQuoted() : try scanner.doubleQuoted())
        }
        return try plain(part)
    }

    /// A word without blanks, commas and quotes around it.
    private static func plain(_ word: String) throws -> PowerShellValue {
        if let number = PowerShellNumber(literal: word) { return .number(number) }
        let scalars = Array(word.unicodeScalars.prefix(2))
        guard scalars.count == 2, scalars[0] == "$" || scalars[0] == "@" else { return .text(word) }
        if scalars[0] == "$", scalars[1].startsName || scalars[1] == "(" || scalars[1] == "{" {
            var scanner = LineScanner(word)
            if scalars[1].startsName {
                let value = try scanner.variable()
                if scanner.isAtEnd { return value }
            }
            throw forced(word, "is an expression that only PowerShell can run")
        }
        if scalars[0] == "@", scalars[1].startsName { throw forced(word, "is the splatting of a variable") }
        return .text(word)
    }

    private static func forced(_ word: String, _ what: String) -> CmdletLineError {
        CmdletLineError(
            .unsupported,
            "'\(word)' \(what).",
            repair: "For the text itself put it in PowerShell's quotes inside the shell's: \"'…'\"."
        )
    }

    private static func hasBlank(_ word: String) -> Bool {
        word.unicodeScalars.contains { $0.isBlank || $0.isLineBreak }
    }
}
