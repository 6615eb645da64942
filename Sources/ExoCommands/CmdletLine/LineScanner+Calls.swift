internal import ExchangeOnline

/// Calls and their arguments on a line.
extension LineScanner {
    /// One call, up to the end of the line or a semicolon.
    mutating func call() throws -> Cmdlet {
        guard let scalar = current, scalar.properties.isAlphabetic else {
            throw unsupported("a line must begin with the name of a cmdlet", at: place)
        }
        let nameStart = place
        guard case .text(let name) = try word() else {
            throw unsupported("a line must begin with the name of a cmdlet", at: nameStart)
        }
        var arguments: [CmdletArgument] = []
        var takesParameters = true
        while true {
            try skipBlanks()
            guard let scalar = current, !scalar.isLineBreak, scalar != ";" else { break }
            if scalar == "|" || scalar == "&" {
                throw unsupported("'\(scalar)' joins commands, and only single calls are read", at: place)
            }
            if scalar == ">" || scalar == "<" {
                throw unsupported("redirection is the business of the shell", at: place)
            }
            if takesParameters, scalar.isDash, next == "-" {
                let isEnd = place + 2 >= scalars.count || scalars[place + 2].endsWord
                if isEnd {
                    takesParameters = false
                    place += 2
                    continue
                }
                if scalars[place + 2] == "%" {
                    throw unsupported("the stop-parsing mark --% has no meaning for a cmdlet", at: place)
                }
            }
            if takesParameters, scalar.isDash, next?.startsName == true, let name = parameterName() {
                let hasColon = current == ":"
                if hasColon {
                    place += 1
                    try skipBlanks()
                    guard let scalar = current, !scalar.isLineBreak, scalar != ";" else {
                        throw BindingError(.missingArgument, "A value is missing behind -\(name):.")
                    }
                    arguments.append(CmdletArgument(name, try argument(), isTyped: true))
                } else {
                    arguments.append(CmdletArgument(name, nil, isTyped: true))
                }
            } else {
                arguments.append(CmdletArgument(nil, try argument(), isTyped: true))
            }
        }
        return Cmdlet(name, parameters: CmdletParameters(arguments: arguments))
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
            guard let scalar = current, !ends.contains(scalar) else {
                throw syntax("a value is missing after the comma", at: comma)
            }
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
            throw unsupported("splatting needs a variable", at: place)
        case "$" where next == "(" || next == "{":
            throw unsupported("sub-expressions are not run", at: place)
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
                guard next != "(" else { throw unsupported("sub-expressions are not run", at: place) }
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
