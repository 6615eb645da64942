internal import ExchangeOnline
internal import ExoJSON

/// Reads conditions: the script block `{ $_.Name -like 'a*' -and -not $_.Enabled }`, where it is nothing but comparisons.
///
/// As in PowerShell, `-and` and `-or` bind alike, from left to right.
struct RowConditionReader {
    private var scanner: LineScanner
    /// Where the text stands in its line.
    private let offset: Int

    private static let repair =
        "A script block may compare properties of $_ with values, joined by -and, -or and -not; nothing else is run."

    init(_ script: String, at offset: Int) {
        scanner = LineScanner(script, isScript: true)
        self.offset = offset
    }

    /// Reads a whole condition.
    ///
    /// - Throws: `BindingError` with its place in the line.
    mutating func condition() throws -> RowCondition {
        try located { reader in
            let condition = try reader.joined()
            try reader.scanner.skipBlanks(lineBreaks: true)
            guard reader.scanner.isAtEnd else { throw reader.refusal() }
            return condition
        }
    }

    /// Reads a property and nothing else: `$_.Name`.
    ///
    /// - Throws: `BindingError` with its place in the line.
    mutating func property() throws -> PropertyPath {
        try located { reader in
            guard case .property(let path) = try reader.operand() else { throw reader.refusal() }
            try reader.scanner.skipBlanks(lineBreaks: true)
            guard reader.scanner.isAtEnd else {
                throw reader.scanner.unsupported(
                    "a calculated column takes a property and computes nothing",
                    at: reader.scanner.place,
                    repair: "Write @{Name='Size'; Expression={$_.TotalItemSize}}, and compute elsewhere."
                )
            }
            return path
        }
    }

    private mutating func located<Value>(_ read: (inout Self) throws -> Value) throws -> Value {
        do { return try read(&self) } catch var error as BindingError {
            if let place = error.place {
                error.place = place.lowerBound + offset..<place.upperBound + offset
                error.message = error.message.replacing(
                    "At character \(place.lowerBound + 1):",
                    with: "At character \(place.lowerBound + offset + 1):"
                )
            }
            // What ends early ends at its brace, so nothing that follows could finish it.
            error.isUnfinished = false
            throw error
        }
    }

    private func refusal() -> BindingError {
        scanner.unsupported(
            scanner.isAtEnd ? "a comparison ends early" : "this is more than a comparison",
            at: min(scanner.place, max(0, scanner.scalars.count - 1)),
            repair: scanner.current == "=" ? "Write -eq to compare; nothing is set here." : Self.repair
        )
    }

    private mutating func joined() throws -> RowCondition {
        var condition = try negated()
        for _ in 0..<RowCondition.mostJoined {
            let start = scanner.place
            guard let name = try operatorName() else { return condition }
            switch name.lowercased() {
            case "and": condition = .both(condition, try negated())
            case "or": condition = .either(condition, try negated())
            default:
                scanner.place = start
                throw refusal()
            }
        }
        throw scanner.syntax("too many comparisons are joined", at: scanner.place)
    }

    private mutating func negated() throws -> RowCondition {
        try scanner.skipBlanks(lineBreaks: true)
        if scanner.current == "!" {
            scanner.place += 1
            return .not(try nested { try $0.negated() })
        }
        let start = scanner.place
        if let name = try operatorName() {
            guard name.lowercased() == "not" else {
                scanner.place = start
                throw refusal()
            }
            return .not(try nested { try $0.negated() })
        }
        if scanner.current == "(", let condition = try parenthesised() { return condition }
        return try comparison()
    }

    /// A condition in parentheses; `nil`, with the place unchanged, where a value stands in them.
    private mutating func parenthesised() throws -> RowCondition? {
        let start = scanner.place
        scanner.place += 1
        let condition = try nested { try $0.joined() }
        try scanner.skipBlanks(lineBreaks: true)
        guard scanner.current == ")" else { throw refusal() }
        scanner.place += 1
        let end = scanner.place
        if let name = try operatorName(), !["and", "or"].contains(name.lowercased()) {
            scanner.place = start
            return nil
        }
        scanner.place = end
        return condition
    }

    private mutating func nested<Value>(_ read: (inout Self) throws -> Value) throws -> Value {
        var copy = self
        let value = try scanner.nested { scanner in
            copy.scanner = scanner
            let value = try read(&copy)
            scanner = copy.scanner
            return value
        }
        return value
    }

    private mutating func comparison() throws -> RowCondition {
        let left = try operand()
        let start = scanner.place
        guard let name = try operatorName() else { return .truth(left) }
        guard let comparison = RowOperator(name) else {
            scanner.place = start
            if ["and", "or"].contains(name.lowercased()) { return .truth(left) }
            try scanner.skipBlanks(lineBreaks: true)
            throw scanner.unsupported("the operator -\(name) is not read", at: scanner.place, repair: Self.repair)
        }
        return .comparison(left, comparison, try operand())
    }

    /// The name behind a dash; `nil`, with the place unchanged, where no operator stands.
    private mutating func operatorName() throws -> String? {
        let start = scanner.place
        try scanner.skipBlanks(lineBreaks: true)
        guard let scalar = scanner.current, scalar.isDash, scanner.next?.properties.isAlphabetic == true else {
            scanner.place = start
            return nil
        }
        scanner.place += 1
        let nameStart = scanner.place
        while let scalar = scanner.current, scalar.properties.isAlphabetic { scanner.place += 1 }
        return scanner.text(from: nameStart, to: scanner.place)
    }

    private mutating func operand() throws -> RowCondition.Operand {
        try scanner.skipBlanks(lineBreaks: true)
        let start = scanner.place
        if scanner.current == "$", scanner.next?.continuesName == true {
            var end = scanner.place + 1
            while end < scanner.scalars.count, scanner.scalars[end].continuesName { end += 1 }
            if ["_", "psitem"].contains(scanner.text(from: start + 1, to: end).lowercased()) {
                scanner.place = end
                return .property(try path())
            }
        }
        guard !scanner.isAtEnd else { throw refusal() }
        do {
            return .literal(try scanner.expression().json)
        } catch let error as BindingError where error.code == .unsupported && error.place?.lowerBound == start {
            var end = start
            while end < scanner.scalars.count, !scanner.scalars[end].endsWord { end += 1 }
            let word = scanner.text(from: start, to: end)
            scanner.place = start
            throw word.hasPrefix("$") || word.allSatisfy(\.isLetter) ? error : refusal()
        }
    }

    private mutating func path() throws -> PropertyPath {
        var names: [String] = []
        while scanner.current == "." {
            scanner.place += 1
            let start = scanner.place
            if let quote = scanner.current, quote.isSingleQuote {
                names.append(try scanner.singleQuoted())
                continue
            }
            while let scalar = scanner.current, scalar.startsName && scalar != "?" || ("0"..."9").contains(scalar) {
                scanner.place += 1
            }
            guard scanner.place > start else { throw refusal() }
            names.append(scanner.text(from: start, to: scanner.place))
            if scanner.current == "(" { names[names.count - 1] += try method(at: start) }
        }
        guard scanner.current != "[" else { throw refusal() }
        return PropertyPath(names)
    }

    /// The brackets of a method that is understood, the place being on the opening one.
    private mutating func method(at start: Int) throws -> String {
        let name = scanner.text(from: start, to: scanner.place)
        if scanner.next == ")", PropertyPath.methods.contains(name.lowercased() + "()") {
            scanner.place += 2
            return "()"
        }
        throw scanner.unsupported(
            "\(name)(…) is a method, and those of values are not called",
            at: start,
            repair:
                "Name the property itself, as in Where-Object Name -like 'a*'; what is made of it is to be made with its rows, "
                + "which Export-Csv writes."
        )
    }
}

extension PowerShellValue {
    /// The value as rows have it.
    var json: JSONValue {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .number(let number): number.json
        case .list(let elements): .array(elements.map(\.json))
        case .table(let entries):
            .object(JSONObject(entries.map { JSONObject.Member(name: $0.key, value: $0.value.json) }))
        case .date(let date): .string(date.wireText(.system) + "Z")
        case .bytes(let bytes): .array(bytes.map { .integer(Int64($0)) })
        case .text, .script, .guid, .timeSpan, .secret, .credential, .unread: .string(text)
        }
    }
}
