internal import ExchangeOnline

/// Literal expressions, as they stand in parentheses, arrays and tables.
extension LineScanner {
    /// `(…)`, the place being on the opening one.
    mutating func parenthesised() throws -> PowerShellValue {
        let start = place
        place += 1
        let value = try secret() ?? repeated(expression())
        try skipBlanks(lineBreaks: true)
        guard current == ")" else { throw unclosed(")", from: start) }
        place += 1
        return value
    }

    /// `'-' * 25`, as lines for headings are written; nothing else is computed.
    private mutating func repeated(_ value: PowerShellValue) throws -> PowerShellValue {
        try skipBlanks(lineBreaks: true)
        guard case .text(let text) = value, current == "*" else { return value }
        let sign = place
        place += 1
        try skipBlanks(lineBreaks: true)
        guard case .number(let number) = try nested({ try $0.primary() }), case .integer(let times) = number.value,
            let count = Int(exactly: times), (0...10_000).contains(count), text.unicodeScalars.count * count <= 10_000
        else { throw unsupported("a text can be repeated by a whole number, to 10000 characters", at: sign) }
        return .text(String(repeating: text, count: count))
    }

    /// `@(…)`, the place being on the at sign.
    mutating func array() throws -> PowerShellValue {
        let start = place
        place += 2
        var elements: [PowerShellValue] = []
        while true {
            try skipBlanks(lineBreaks: true)
            guard let scalar = current else { throw unclosed(")", from: start) }
            if scalar == ")" { break }
            if scalar == ";" {
                place += 1
                continue
            }
            // What a statement gives is taken apart once, as in PowerShell.
            switch try expression() {
            case .list(let inner): elements += inner
            case let value: elements.append(value)
            }
            try skipBlanks()
            guard let scalar = current, scalar == ")" || scalar == ";" || scalar.isLineBreak else {
                throw unclosed(")", from: start)
            }
        }
        place += 1
        return .list(elements)
    }

    /// `@{…}`, the place being on the at sign.
    mutating func table() throws -> PowerShellValue {
        let start = place
        place += 2
        var entries: [PowerShellValue.Entry] = []
        while true {
            try skipBlanks(lineBreaks: true)
            guard let scalar = current else { throw unclosed("}", from: start) }
            if scalar == "}" { break }
            if scalar == ";" {
                place += 1
                continue
            }
            let keyStart = place
            let key = try tableKey()
            try skipBlanks()
            guard current == "=" else { throw syntax("an equals sign must follow the key '\(key)'", at: place) }
            place += 1
            try skipBlanks(lineBreaks: true)
            guard let scalar = current else { throw unfinished("a value must follow '\(key)='", at: place) }
            guard scalar != "}", scalar != ";" else { throw syntax("a value must follow '\(key)='", at: place) }
            guard !entries.contains(where: { $0.key.lowercased() == key.lowercased() }) else {
                throw syntax("the key '\(key)' stands twice in the table", at: keyStart)
            }
            entries.append(PowerShellValue.Entry(key: key, value: try expression()))
            try skipBlanks()
            guard let scalar = current, scalar == "}" || scalar == ";" || scalar.isLineBreak else {
                throw unclosed("}", from: start)
            }
        }
        place += 1
        return .table(entries)
    }

    private mutating func tableKey() throws -> String {
        guard let scalar = current else { throw unfinished("a key is missing", at: place) }
        if scalar.isSingleQuote { return try singleQuoted() }
        if scalar.isDoubleQuote { return try doubleQuoted() }
        let start = place
        while let scalar = current, scalar.startsName && scalar != "?" || ("0"..."9").contains(scalar) { place += 1 }
        guard place > start else { throw syntax("a key must be a name or a text in quotes", at: start) }
        return text(from: start, to: place)
    }

    /// A value, or several with commas between them.
    mutating func expression() throws -> PowerShellValue {
        try skipBlanks(lineBreaks: true)
        return try list(before: [")", "}"]) { scanner in try scanner.nested { try $0.primary() } }
    }

    private mutating func primary() throws -> PowerShellValue {
        guard let scalar = current else { throw unfinished("a value is missing", at: place) }
        let start = place
        let value: PowerShellValue
        if scalar.isSingleQuote {
            value = .text(try singleQuoted())
        } else if scalar.isDoubleQuote {
            value = .text(try doubleQuoted())
        } else {
            switch scalar {
            case "@" where next == "(": value = try array()
            case "@" where next == "{": value = try table()
            case "@" where next?.isSingleQuote == true || next?.isDoubleQuote == true: value = .text(try hereString())
            case "(": value = try parenthesised()
            case "{": value = .script(try scriptBlock())
            case "$" where next?.continuesName == true: value = try variable()
            case "[": value = try cast()
            default: value = try number(at: start)
            }
        }
        if current == "." || current == "[" {
            throw unsupported("members and elements of a value cannot be taken", at: start)
        }
        return value
    }

    /// A number with its sign; in an expression nothing else stands without quotes.
    private mutating func number(at start: Int) throws -> PowerShellValue {
        var isNegative = false
        if let scalar = current, scalar.isDash || scalar == "+" {
            isNegative = scalar.isDash
            place += 1
        }
        let digits = place
        while let scalar = current, !scalar.endsWord, scalar != "=", scalar != "]" {
            // A sign belongs to the number only behind the letter of an exponent.
            if scalar == "+" || scalar == "-", place == digits || scalars[place - 1] != "e" && scalars[place - 1] != "E"
            {
                break
            }
            place += 1
        }
        let spelled = text(from: digits, to: place)
        guard let number = PowerShellNumber(literal: spelled) else {
            var end = start
            while end < scalars.count, !scalars[end].endsWord { end += 1 }
            let word = text(from: start, to: end)
            if word.contains("-"), word.first?.isLetter == true {
                throw unsupported(
                    "\(word) stands in parentheses, and commands are not run there",
                    at: start,
                    repair: secretRepair(forCommand: word, at: start) ?? repair(forCommand: word, from: start, to: end)
                )
            }
            let what = "'\(spelled.isEmpty ? String(scalars[start]) : spelled)' is neither in quotes nor a number"
            guard spelled.first?.isNumber == true, spelled.contains(where: { "*+/%".contains($0) }) else {
                guard spelled.contains("@") || spelled.first?.isLetter == true else {
                    throw unsupported(what, at: start)
                }
                throw unsupported(
                    what,
                    at: start,
                    repair: isScript
                        ? "Write a property as $_.\(spelled), a text in quotes." : "Put a text in quotes: '\(spelled)'."
                )
            }
            throw unsupported(what, at: start, repair: "Nothing is computed here: write the result, such as 5GB.")
        }
        return .number(number.canonical(negative: isNegative))
    }

    /// What to write instead of a command in parentheses, of which the word begins and ends at places.
    private func repair(forCommand word: String, from start: Int, to end: Int) -> String {
        if word.lowercased() == "get-date" {
            return "Write the time itself, such as '2026-01-31' or '2026-01-31T18:00:00Z'."
        }
        if word.lowercased() == "get-content" { return fileRepair(at: start) }
        let property = property(behind: end)
        switch property?.lowercased() {
        case "count": return "Count its rows: \(word) … | Measure-Object."
        case "recipientfilter" where word.lowercased() == "get-dynamicdistributiongroup":
            return
                "Whom the filter finds is listed by Get-DynamicDistributionGroupMember; the filter itself: \(word) … "
                + "| Select-Object -ExpandProperty RecipientFilter."
        default: return "Pipe its rows instead: \(word) … | Select-Object -ExpandProperty \(property ?? "Name")."
        }
    }

    /// The property that is taken of what stands in the parentheses around a place.
    private func property(behind place: Int) -> String? {
        var open = 1
        var quote: Unicode.Scalar?
        for place in place..<scalars.count {
            let scalar = scalars[place]
            if let begun = quote {
                if scalar == begun { quote = nil }
            } else if scalar.isSingleQuote || scalar.isDoubleQuote {
                quote = scalar
            } else if scalar == "(" {
                open += 1
            } else if scalar == ")" {
                open -= 1
                guard open == 0 else { continue }
                guard place + 1 < scalars.count, scalars[place + 1] == "." else { return nil }
                let name = scalars[(place + 2)...].prefix { $0.continuesName && $0 != ":" && $0 != "?" }
                let end = place + 2 + name.count
                let isMethod = end < scalars.count && scalars[end] == "("
                return name.isEmpty || isMethod ? nil : text(from: place + 2, to: end)
            }
        }
        return nil
    }

    private mutating func cast() throws -> PowerShellValue {
        let start = place
        var open = 0
        repeat {
            guard let scalar = current, !scalar.isLineBreak else {
                throw syntax("the type has no closing bracket", at: start)
            }
            if scalar == "[" { open += 1 }
            if scalar == "]" { open -= 1 }
            place += 1
        } while open > 0
        let type = text(from: start + 1, to: place - 1)
        guard current != ":" else {
            let what = "methods of types cannot be called"
            guard type.lowercased().hasSuffix("io.file") else { throw unsupported(what, at: start) }
            throw unsupported(what, at: start, repair: fileRepair(at: start))
        }
        try skipBlanks()
        let value = try nested { try $0.primary() }
        guard let converted = try value.cast(to: type) else {
            throw unsupported("the type [\(type)] is not known here", at: start)
        }
        return converted
    }

    private func unclosed(_ bracket: String, from start: Int) -> BindingError {
        guard !isAtEnd else { return unfinished("'\(bracket)' is missing", at: start) }
        return unsupported(
            "operators and commands cannot be used within '\(bracket == ")" ? "(…)" : "@{…}")'",
            at: place
        )
    }
}

extension PowerShellNumber {
    /// The number as an expression gives it: with its sign, and without memory of how it was written.
    func canonical(negative: Bool) -> PowerShellNumber {
        switch value {
        case .integer(let number):
            let signed = negative ? 0 &- number : number
            return PowerShellNumber(.integer(signed), text: String(signed))
        case .unsigned(let number) where !negative: return PowerShellNumber(.unsigned(number), text: String(number))
        case .unsigned, .double:
            let signed = negative ? -double : double
            let spelled = signed == signed.rounded() && abs(signed) < 1e15 ? String(Int64(signed)) : String(signed)
            return PowerShellNumber(.double(signed), text: spelled)
        }
    }
}
