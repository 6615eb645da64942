internal import ExchangeOnline

/// A place in a text that is read as PowerShell reads it: quotes, escapes, lists, tables and literal expressions.
///
/// It is made of Unicode scalars, since a quote before a combining mark is still a quote.
struct LineScanner {
    /// How deep lists, tables and expressions in texts may be nested.
    private static let maximumDepth = 64

    let scalars: [Unicode.Scalar]
    var place = 0
    private var depth = 0
    /// The name of the call whose arguments are read; `nil` outside of one.
    var callName: String?
    /// Whether the text is a condition of rows, where properties may stand.
    let isScript: Bool
    /// Whether a secret may stand in the text, since nobody else sees it.
    let takesSecrets: Bool

    init(_ text: String, isScript: Bool = false, takesSecrets: Bool = false) {
        scalars = Array(text.unicodeScalars)
        self.isScript = isScript
        self.takesSecrets = takesSecrets
    }

    var current: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }
    var next: Unicode.Scalar? { place + 1 < scalars.count ? scalars[place + 1] : nil }
    var isAtEnd: Bool { place >= scalars.count }

    /// Skips blanks, continued lines and comments; line breaks too where they separate nothing.
    mutating func skipBlanks(lineBreaks: Bool = false) throws {
        while let scalar = current {
            if scalar.isBlank || lineBreaks && scalar.isLineBreak {
                place += 1
            } else if scalar == "`", next?.isLineBreak == true {
                place += next == "\r" && place + 2 < scalars.count && scalars[place + 2] == "\n" ? 3 : 2
            } else if scalar == "#" {
                while let scalar = current, !scalar.isLineBreak { place += 1 }
            } else if scalar == "<", next == "#" {
                let start = place
                place += 2
                while !(current == "#" && next == ">") {
                    guard !isAtEnd else { throw unfinished("the comment has no end", at: start) }
                    place += 1
                }
                place += 2
            } else {
                return
            }
        }
    }

    /// Reads what stands one level deeper.
    ///
    /// Everything that can hold itself is read through this, so that no text is deep enough to exhaust the stack.
    mutating func nested<Value>(_ read: (inout LineScanner) throws -> Value) throws -> Value {
        guard depth < Self.maximumDepth else { throw syntax("lists and tables are nested too deeply", at: place) }
        depth += 1
        defer { depth -= 1 }
        return try read(&self)
    }

    // MARK: Texts

    /// A text in single quotes, the place being on the first one; a doubled quote stands for one.
    mutating func singleQuoted() throws -> String {
        let start = place
        place += 1
        var text = String.UnicodeScalarView()
        while let scalar = current {
            place += 1
            guard scalar.isSingleQuote else {
                text.append(scalar)
                continue
            }
            guard let following = current, following.isSingleQuote else { return String(text) }
            text.append(following)
            place += 1
        }
        throw unfinished("the text has no closing quote", at: start)
    }

    /// A text in double quotes, the place being on the first one.
    mutating func doubleQuoted() throws -> String {
        let start = place
        place += 1
        var text = String.UnicodeScalarView()
        while let scalar = current {
            if scalar == "`" {
                try escape(into: &text)
            } else if scalar == "$" {
                try expansion(into: &text)
            } else if scalar.isDoubleQuote {
                place += 1
                guard let following = current, following.isDoubleQuote else { return String(text) }
                text.append(following)
                place += 1
            } else {
                text.append(scalar)
                place += 1
            }
        }
        throw unfinished("the text has no closing quote", at: start)
    }

    /// A here-string, the place being on its `@`: the lines between `@'` and `'@`.
    mutating func hereString() throws -> String {
        let start = place
        let expands = next?.isDoubleQuote == true
        place += 2
        while let scalar = current, scalar.isBlank { place += 1 }
        guard !isAtEnd else { throw unfinished("the here-string has no end", at: start) }
        guard let scalar = current, scalar.isLineBreak else {
            throw syntax("nothing may follow the opening of a here-string on its line", at: start)
        }
        skipLineBreak()
        var text = String.UnicodeScalarView()
        var isFirstLine = true
        while true {
            if let quote = current, next == "@", expands ? quote.isDoubleQuote : quote.isSingleQuote {
                place += 2
                return String(text)
            }
            if !isFirstLine { text.append("\n") }
            isFirstLine = false
            while let scalar = current, !scalar.isLineBreak {
                if expands, scalar == "`" {
                    try escape(into: &text)
                } else if expands, scalar == "$" {
                    try expansion(into: &text)
                } else {
                    text.append(scalar)
                    place += 1
                }
            }
            guard !isAtEnd else { throw unfinished("the here-string has no end", at: start) }
            skipLineBreak()
        }
    }

    private mutating func skipLineBreak() {
        place += current == "\r" && next == "\n" ? 2 : 1
    }

    /// A script block as the text between its braces, the place being on the first one.
    mutating func scriptBlock() throws -> String {
        let start = place
        var depth = 0
        while let scalar = current {
            switch scalar {
            case _ where scalar.isSingleQuote: _ = try singleQuoted()
            case _ where scalar.isDoubleQuote: try skipDoubleQuoted()
            case "`": place += 2
            default:
                if scalar == "{" { depth += 1 }
                if scalar == "}" { depth -= 1 }
                place += 1
                if depth == 0 { return text(from: start + 1, to: place - 1) }
            }
        }
        throw unfinished("the script block has no closing brace", at: start)
    }

    /// Passes over a text in double quotes without looking at what it would expand.
    private mutating func skipDoubleQuoted() throws {
        let start = place
        place += 1
        while let scalar = current {
            place += scalar == "`" ? 2 : 1
            if scalar.isDoubleQuote {
                guard let following = current, following.isDoubleQuote else { return }
                place += 1
            }
        }
        throw unfinished("the text has no closing quote", at: start)
    }

    /// A backtick and what it stands for.
    mutating func escape(into text: inout String.UnicodeScalarView) throws {
        let start = place
        place += 1
        guard let scalar = current else { throw unfinished("nothing follows the backtick", at: start) }
        place += 1
        switch scalar {
        case "0": text.append("\0")
        case "a": text.append("\u{7}")
        case "b": text.append("\u{8}")
        case "e": text.append("\u{1B}")
        case "f": text.append("\u{C}")
        case "n": text.append("\n")
        case "r": text.append("\r")
        case "t": text.append("\t")
        case "v": text.append("\u{B}")
        case "u" where current == "{":
            let digitsStart = place + 1
            while let scalar = current, scalar != "}" { place += 1 }
            guard current == "}", let number = UInt32(self.text(from: digitsStart, to: place), radix: 16),
                let scalar = Unicode.Scalar(number)
            else { throw syntax("`u{…} needs one to six hexadecimal digits", at: start) }
            place += 1
            text.append(scalar)
        default: text.append(scalar)
        }
    }

    /// A dollar sign within double quotes: `$true`, `$false`, `$null`, and `$(…)` around a literal.
    mutating func expansion(into text: inout String.UnicodeScalarView) throws {
        if next == "(" {
            place += 1
            text.append(contentsOf: try parenthesised().text.unicodeScalars)
        } else if let next, next == "{" || next.continuesName && next != ":" {
            text.append(contentsOf: try variable().text.unicodeScalars)
        } else {
            text.append("$")
            place += 1
        }
    }

    /// A variable that is a constant, the place being on its dollar sign.
    mutating func variable() throws -> PowerShellValue {
        let start = place
        place += 1
        while let scalar = current, scalar.continuesName { place += 1 }
        let name = text(from: start + 1, to: place)
        switch name.lowercased() {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            var error = BindingError(
                .unsupported,
                "$\(name) is a variable, and there are none here but $true, $false and $null.",
                repair: name == "_"
                    ? "Write the property's name alone, or { $_.Name … } in braces."
                    : "Write the value itself; for a dollar sign in a text use single quotes."
            )
            error.place = start..<place
            throw error
        }
    }

    // MARK: Errors

    func text(from start: Int, to end: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(
            contentsOf: scalars[min(start, scalars.count)..<max(min(start, scalars.count), min(end, scalars.count))]
        )
        return String(text)
    }

    func syntax(_ what: String, at place: Int) -> BindingError {
        var error = BindingError(.syntax, "At character \(place + 1): \(what).")
        error.place = place..<place + 1
        return error
    }

    /// What is wrong with a text that ends within something.
    func unfinished(_ what: String, at place: Int) -> BindingError {
        var error = syntax(what, at: place)
        error.isUnfinished = true
        return error
    }

    /// The refusal of what only PowerShell can run.
    ///
    /// - Parameters:
    ///   - what: What it is, and why it is refused.
    ///   - place: Where it begins.
    ///   - repair: The way to do the same here.
    /// - Returns: The error.
    func unsupported(
        _ what: String,
        at place: Int,
        repair: String =
            "Only literal values are read here: texts, numbers, $true, $false, $null, @(…), @{…} and lists."
    ) -> BindingError {
        var error = BindingError(.unsupported, "At character \(place + 1): \(what).", repair: repair)
        error.place = place..<place + 1
        return error
    }
}
