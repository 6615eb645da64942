internal import ExoJSON

/// Finds the parameters that a call means, checks them and puts them into the form in which they travel.
///
/// It follows what PowerShell was seen to do with the functions that the service generates.
struct ParameterBinder {
    private let cmdlet: BindableCmdlet
    private let localTime: LocalTime
    private(set) var parameters = BoundParameters()
    private(set) var bound: Set<String> = []
    /// The sets that all bound parameters are in.
    private(set) var sets: [String]
    /// The sets, newer than the function that was seen, that all bound parameters of such sets are in; `nil` where none is bound.
    private var newerSets: [String]?

    /// Binds the arguments of a cmdlet.
    ///
    /// - Throws: ``BindingError``.
    init(_ cmdlet: BindableCmdlet, _ arguments: [CmdletArgument], localTime: LocalTime) throws {
        self.cmdlet = cmdlet
        self.localTime = localTime
        sets = cmdlet.sets
        let positional = try bindNamed(arguments)
        try bindPositional(positional)
    }

    private typealias Value = (value: PowerShellValue, isTyped: Bool)

    /// Binds what has a name and returns the values that have none.
    private mutating func bindNamed(_ arguments: [CmdletArgument]) throws -> [Value] {
        var positional: [Value] = []
        var named: [(parameter: BindableParameter, value: Value)] = []
        var seen: Set<String> = []
        var place = 0
        while place < arguments.count {
            let argument = arguments[place]
            place += 1
            guard let name = argument.name else {
                if let value = argument.value { positional.append((value, argument.isTyped)) }
                continue
            }
            let parameter = try cmdlet.parameter(name)
            var value = argument.value
            let following = arguments[place...].first.flatMap { $0.name == nil ? $0.value : nil }
            if argument.isEmptied { throw emptied(parameter) }
            if value == nil, parameter.isSwitch {
                if case .unread(let word) = following, word.isTruthValue { throw apart(parameter, word) }
                value = .bool(true)
            } else if value == nil, following != nil {
                value = following
                place += 1
            }
            guard let value else {
                throw BindingError(
                    .missingArgument,
                    "-\(parameter.name) of \(cmdlet.name) has no value.",
                    parameter: parameter
                )
            }
            if [.text, .list].contains(parameter.form), !parameter.isCalled(name.lowercased()), Self.isTruth(value) {
                throw BindingError(
                    .ambiguousValue,
                    "-\(name) is short for -\(parameter.name) of \(cmdlet.name), which takes a text: "
                        + "it would be '\(value.text)'.",
                    parameter: parameter,
                    repair: "Write -\(parameter.name) in full where that is meant."
                )
            }
            guard seen.insert(parameter.name).inserted else {
                throw BindingError(
                    .repeatedParameter,
                    "-\(parameter.name) is given more than once.",
                    parameter: parameter
                )
            }
            named.append((parameter, (value, argument.isTyped)))
        }
        for (parameter, value) in named { try bind(value, to: parameter) }
        return positional
    }

    private static func isTruth(_ value: PowerShellValue) -> Bool {
        switch value {
        case .bool: true
        case .unread(let word): word.isTruthValue
        default: false
        }
    }

    /// Gives the values without a name to the positions that are left.
    private mutating func bindPositional(_ values: [Value]) throws {
        var position = -1
        for value in values {
            let free = cmdlet.positional.filter { parameter in
                guard let place = parameter.position, place > position, !bound.contains(parameter.name) else {
                    return false
                }
                return sets.contains(where: parameter.belongs)
            }
            guard let lowest = free.compactMap(\.position).min() else { throw unexpected(value) }
            let candidates = free.filter { $0.position == lowest }
            let preferred = candidates.first { parameter in
                cmdlet.defaultSet.map { sets.contains($0) && parameter.belongs(to: $0) } ?? false
            }
            position = lowest
            try bind(value, to: preferred ?? candidates[0])
        }
    }

    /// Checks a value, converts it and narrows the sets.
    private mutating func bind(_ value: Value, to parameter: BindableParameter) throws {
        var (value, isTyped) = value
        if case .unread(let word) = value {
            value = try word.value(for: parameter)
            if parameter.isPlainSecret, word.isHidden { isTyped = false }
        }
        if cmdlet.wouldMeanEverything(value, for: parameter) {
            throw BindingError(
                .emptyArgument,
                "-\(parameter.name) of \(cmdlet.name) is empty, which would mean every object.",
                parameter: parameter
            )
        }
        let converter = ValueConverter(parameter: parameter, localTime: localTime, isTyped: isTyped)
        try converter.convert(value, into: &parameters)
        bound.insert(parameter.name)
        if !parameter.newerSets.isEmpty {
            let narrowed = newerSets?.filter(parameter.newerSets.contains) ?? parameter.newerSets
            let others = bound.filter { cmdlet.holds($0)?.newerSets.isEmpty == false }
            guard !narrowed.isEmpty else { throw apart(parameter, from: others) }
            newerSets = narrowed
        }
        // What every set has narrows none.
        guard !parameter.sets.isEmpty else { return }
        let narrowed = sets.filter(parameter.belongs)
        guard !narrowed.isEmpty else { throw apart(parameter, from: bound) }
        sets = narrowed
    }

    /// The set that is complete: the default one where it is, else the first.
    ///
    /// - Returns: Its name, `nil` where there is one without a name only.
    func chosenSet() throws -> String? {
        func isComplete(_ set: String) -> Bool { cmdlet.demanded[set]?.allSatisfy(bound.contains) ?? true }
        func named(_ set: String) -> String? { set == BindableCmdlet.everySet ? nil : set }
        let sets = newerSets ?? self.sets
        let mayBeDefault = sets.contains { $0 == cmdlet.defaultSet }
        if mayBeDefault, let set = cmdlet.defaultSet, isComplete(set) { return named(set) }
        // Where the default set is still possible PowerShell takes it and asks for what it lacks.
        if !(cmdlet.isObserved && mayBeDefault), let set = sets.first(where: isComplete) { return named(set) }
        let missing = sets.map { set in
            (set: set, names: (cmdlet.demanded[set] ?? []).filter { !bound.contains($0) })
        }
        let nearest = missing.first { $0.set == cmdlet.defaultSet } ?? missing.min { $0.names.count < $1.names.count }
        let names = nearest?.names ?? []
        throw BindingError(
            .missingMandatory,
            "\(cmdlet.name) needs \(names.map { "-\($0)" }.joined(separator: ", ")).",
            parameter: names.count == 1 ? try cmdlet.parameter(names[0]) : nil
        )
    }

    // MARK: Errors

    /// Whether a character means nothing to any shell.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"), UInt8(ascii: "/"):
            true
        default: false
        }
    }

    private func emptied(_ parameter: BindableParameter) -> BindingError {
        BindingError(.emptiedArgument, "-\(parameter.name): has nothing behind its colon.", parameter: parameter)
    }

    private func apart(_ parameter: BindableParameter, from bound: Set<String>) -> BindingError {
        // What stands in a set with it is no reason, unless each of them does in another one.
        let given = bound.filter { $0 != parameter.name }
        let strangers = given.filter { name in
            cmdlet.holds(name).map { !parameter.sets.contains(where: $0.belongs) } ?? false
        }
        let others = (strangers.isEmpty ? given : strangers).sorted().map { "-\($0)" }.joined(separator: ", ")
        return BindingError(
            .parameterSet,
            "-\(parameter.name) of \(cmdlet.name) does not go together with \(others).",
            parameter: parameter
        )
    }

    private func apart(_ parameter: BindableParameter, _ word: any UnreadValue) -> BindingError {
        BindingError(
            .unexpectedArgument,
            "-\(parameter.name) is a switch, and '\(word.text)' stands apart from it.",
            parameter: parameter,
            correction: "-\(parameter.name):\(word.text.lowercased().replacing("$", with: ""))"
        )
    }

    /// The refusal of a value that no parameter is left for.
    private func unexpected(_ value: Value) -> BindingError {
        let given = cmdlet.positional.filter { bound.contains($0.name) }.map(\.name)
        let reason = given.isEmpty ? "" : " (\(given.joined(separator: ", ")) is given already)"
        let text = value.value.text
        let identity = cmdlet.holds("Identity").flatMap { bound.contains($0.name) ? nil : $0 }
        let isPlain = !text.isEmpty && text.utf8.allSatisfy(Self.isPlain)
        return BindingError(
            .unexpectedArgument,
            "\(cmdlet.name) takes no further value without a name\(reason), so '\(text.prefix(80))' belongs to nothing.",
            parameter: identity,
            correction: isPlain ? identity.map { "-\($0.name) \(text)" } : nil
        )
    }
}

extension BindableCmdlet {
    /// Whether a value that is nothing would choose all objects instead of one.
    fileprivate func wouldMeanEverything(_ value: PowerShellValue, for parameter: BindableParameter) -> Bool {
        guard parameter.isIdentity || (parameter.namesAnObject && !storesValues) else { return false }
        switch value {
        case .null: return true
        case .text(let text): return text.allSatisfy(\.isWhitespace)
        case .list(let elements):
            return elements.isEmpty || elements.contains { wouldMeanEverything($0, for: parameter) }
        default: return false
        }
    }

    /// Whether nothing as a value may clear a property.
    private var storesValues: Bool {
        ["set-", "new-", "add-", "enable-", "update-", "start-", "import-"].contains { name.lowercased().hasPrefix($0) }
    }
}
