internal import ExchangeOnline

/// Calls and their arguments on a line.
extension LineScanner {
    /// One call, up to the end of the line, a semicolon or a bar.
    ///
    /// - Parameters:
    ///   - isFirst: Whether a statement begins with it.
    ///   - isInParentheses: Whether a closing one ends it.
    /// - Returns: The call.
    /// - Throws: `BindingError` with code `syntax` or `unsupported`.
    mutating func call(isFirst: Bool = true, isInParentheses: Bool = false) throws -> LineCall {
        let nameStart = place
        guard let scalar = current, scalar.properties.isAlphabetic || !isFirst && (scalar == "?" || scalar == "%"),
            case .text(let name) = try word()
        else { throw unsupported("a line must begin with the name of a cmdlet", at: nameStart) }
        if isFirst { try refuseKeyword(name, at: nameStart) }
        callName = name
        defer { callName = nil }
        var call = LineCall(name: name, namePlace: nameStart..<place)
        var takesParameters = true
        while true {
            try skipBlanks()
            guard let scalar = current, !scalar.isLineBreak, scalar != ";", scalar != "|",
                !isInParentheses || scalar != ")"
            else { break }
            try refuseOperator()
            let start = place
            if takesParameters, scalar.isDash, next == "-" {
                let isEnd = place + 2 >= scalars.count || scalars[place + 2].endsWord
                if isEnd {
                    takesParameters = false
                    place += 2
                    call.words.append("--")
                    continue
                }
                if scalars[place + 2] == "%" {
                    throw unsupported("the stop-parsing mark --% has no meaning for a cmdlet", at: place)
                }
                if scalar == "-", scalars[place + 2].startsName {
                    try option(of: &call)
                    continue
                }
            }
            if call.awaitsValue, let file = try file() {
                call.append(CmdletArgument(nil, .unread(file), isTyped: true), at: start..<place)
                continue
            }
            guard takesParameters, scalar.isDash, next?.startsName == true, let name = parameterName() else {
                call.append(CmdletArgument(nil, try argument(), isTyped: true), at: start..<place)
                continue
            }
            guard current == ":" else {
                if name == "o" {
                    try option(of: &call, letter: name, at: start)
                } else {
                    call.append(CmdletArgument(name, nil, isTyped: true), at: start..<place)
                }
                continue
            }
            place += 1
            try skipBlanks()
            guard let scalar = current, !scalar.isLineBreak, scalar != ";", scalar != "|" else {
                var error = BindingError(.missingArgument, "A value is missing behind -\(name):.")
                error.place = start..<place
                throw error
            }
            let value = try file().map { PowerShellValue.unread($0) } ?? argument()
            call.append(CmdletArgument(name, value, isTyped: true), at: start..<place)
        }
        return call
    }

    /// An option of this program, with its value where it takes one.
    private mutating func option(of call: inout LineCall, letter: String? = nil, at letterStart: Int = 0) throws {
        let start = letter == nil ? place : letterStart
        var written = letter.map { "-\($0)" } ?? ""
        if letter == nil {
            let value = try word()
            written = value.text
        }
        var words = [written]
        let name = written.drop { $0 == "-" }
        if !written.contains("="),
            let spec = CommandTable.run.options.first(where: { $0.isWritten(written) || $0.name == name }),
            spec.kind != .flag
        {
            try skipBlanks()
            if let scalar = current, !scalar.isLineBreak, scalar != ";", scalar != "|" {
                words.append(LineCall.word(try argument()))
            }
        }
        call.words += words
        call.options.append(LineCall.Option(words: words, place: start..<place))
    }

    /// The name of a parameter behind its dash; `nil`, with the place unchanged, for a word such as `-a"b"`.
    private mutating func parameterName() -> String? {
        let start = place
        place += 1
        while let scalar = current, !scalar.endsWord, scalar != ":", scalar != ".", scalar != "[" {
            guard !scalar.isSingleQuote, !scalar.isDoubleQuote else {
                place = start
                return nil
            }
            place += 1
        }
        return text(from: start + 1, to: place)
    }

    /// A value, or several with commas between them, blanks allowed on both sides.
    mutating func argument() throws -> PowerShellValue {
        try list(before: [";", "|", "&"]) { try $0.argumentElement() }
    }

    /// What is read by `element`, or several of it with commas between them.
    ///
    /// - Parameters:
    ///   - ends: What cannot follow a comma.
    ///   - element: Reads one.
    /// - Returns: The value, or all of them as a list.
    /// - Throws: What `element` throws, and a syntax error where nothing follows a comma.
    mutating func list(
        before ends: [Unicode.Scalar],
        of element: (inout Self) throws -> PowerShellValue
    ) throws -> PowerShellValue {
        var elements = [try element(&self)]
        while true {
            let end = place
            try skipBlanks()
            guard current == "," else {
                place = end
                return elements.count == 1 ? elements[0] : .list(elements)
            }
            let comma = place
            place += 1
            try skipBlanks(lineBreaks: true)
            guard let scalar = current else { throw unfinished("a value is missing after the comma", at: comma) }
            guard !ends.contains(scalar) else { throw syntax("a value is missing after the comma", at: comma) }
            elements.append(try element(&self))
        }
    }

    private mutating func argumentElement() throws -> PowerShellValue {
        guard let scalar = current else { throw syntax("a value is missing", at: place) }
        let start = place
        let value: PowerShellValue
        switch scalar {
        case _ where scalar.isSingleQuote: value = .text(try singleQuoted())
        case _ where scalar.isDoubleQuote: value = .text(try doubleQuoted())
        case "@" where next == "(": value = try array()
        case "@" where next == "{": value = try table()
        case "@" where next?.isSingleQuote == true || next?.isDoubleQuote == true: value = .text(try hereString())
        case "@" where next?.startsName == true:
            throw unsupported(
                "'@' before a name is splatting, which needs a variable",
                at: place,
                repair: "A value from a file stands behind the name of its parameter: -Parameter @file."
            )
        case "$" where next == "(" || next == "{": throw subexpression
        case "$" where next?.continuesName == true: value = try variable()
        case "(": value = try parenthesised()
        case "{": return .script(try scriptBlock())
        case ",", ")", "}", "|", "&": throw syntax("'\(scalar)' stands where a value is expected", at: place)
        default: return try word()
        }
        if current == "." || current == "[" {
            throw unsupported("members and elements of a value cannot be taken", at: start)
        }
        return value
    }

    /// A word without quotes around it; it may have quotes within.
    mutating func word() throws -> PowerShellValue {
        let start = place
        var isPlain = true
        var text = String.UnicodeScalarView()
        while let scalar = current, !scalar.endsWord {
            if scalar == "`" {
                isPlain = false
                if next?.isLineBreak == true { break }
                try escape(into: &text)
            } else if scalar.isSingleQuote {
                isPlain = false
                text.append(contentsOf: try singleQuoted().unicodeScalars)
            } else if scalar.isDoubleQuote {
                isPlain = false
                text.append(contentsOf: try doubleQuoted().unicodeScalars)
            } else if scalar == "$" {
                guard next != "(" else { throw subexpression }
                try expansion(into: &text)
            } else {
                text.append(scalar)
                place += 1
            }
        }
        guard place > start else { throw syntax("'\(scalars[start])' stands where a value is expected", at: start) }
        let spelled = String(text)
        guard isPlain, let number = PowerShellNumber(literal: spelled) else { return .text(spelled) }
        return .number(number)
    }
}
