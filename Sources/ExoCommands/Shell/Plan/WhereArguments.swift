internal import ExchangeOnline
internal import ExoJSON

/// The arguments of `Where-Object`: a script block, or properties, operators and values joined by `-and` and `-or`.
struct WhereArguments {
    let condition: RowCondition

    /// Reads them.
    ///
    /// - Throws: `BindingError` with its place.
    init(_ call: LineCall, _ spec: StageSpec) throws {
        if let option = call.options.first {
            throw StageArguments.error(.unsupported, "\(option.words[0]) belongs to exo.", option.place)
        }
        try StageArguments.refuseFiles(call, spec)
        var reader = Reader(call: call, arguments: call.arguments[...])
        condition = try reader.joined()
        guard reader.arguments.isEmpty else { throw reader.refusal("nothing more can stand here") }
    }

    private struct Reader {
        let call: LineCall
        var arguments: ArraySlice<LineCall.Argument>

        /// Equal ranks, from left to right, as PowerShell has them in script blocks.
        mutating func joined() throws -> RowCondition {
            var condition = try negated()
            var count = 0
            while let joint = arguments.first?.argument, joint.value == nil, let name = joint.name?.lowercased(),
                ["and", "or"].contains(name)
            {
                count += 1
                guard count < RowCondition.mostJoined else { throw refusal("too many comparisons are joined") }
                arguments.removeFirst()
                let next = try negated()
                condition = name == "and" ? .both(condition, next) : .either(condition, next)
            }
            return condition
        }

        private mutating func negated() throws -> RowCondition {
            var isNegated = false
            while let argument = arguments.first?.argument, argument.name?.lowercased() == "not" {
                arguments.removeFirst()
                isNegated.toggle()
                if let value = argument.value {
                    let truth = RowCondition.truth(property(value))
                    return isNegated ? .not(truth) : truth
                }
            }
            let condition = try comparison()
            return isNegated ? .not(condition) : condition
        }

        private mutating func comparison() throws -> RowCondition {
            skip("FilterScript")
            skip("Property")
            guard let first = arguments.popFirst(), first.argument.name == nil, let value = first.argument.value else {
                throw refusal("the name of a property is missing")
            }
            if case .script(let script) = value {
                var reader = RowConditionReader(script, at: first.place.upperBound - 1 - script.unicodeScalars.count)
                return try reader.condition()
            }
            guard let next = arguments.first, let name = next.argument.name, !["and", "or"].contains(name.lowercased())
            else { return .truth(property(value)) }
            guard let comparison = RowOperator(name) else {
                throw StageArguments.error(
                    .unknownParameter,
                    "Where-Object has no operator -\(name).",
                    next.place,
                    repair: "There are "
                        + RowOperator.Kind.allCases.map { "-\($0.rawValue)" }.joined(separator: ", ") + "."
                )
            }
            arguments.removeFirst()
            if let right = next.argument.value { return .comparison(property(value), comparison, .literal(right.json)) }
            skip("Value")
            guard let right = arguments.popFirst()?.argument, right.name == nil, let right = right.value else {
                throw StageArguments.error(.missingArgument, "A value is missing behind -\(name).", next.place)
            }
            return .comparison(property(value), comparison, .literal(right.json))
        }

        private func property(_ value: PowerShellValue) -> RowCondition.Operand {
            guard case .script(let script) = value else { return .property(PropertyPath(value.text)) }
            return .property(PropertyPath(script))
        }

        /// Passes over a name that says what comes anyway.
        private mutating func skip(_ name: String) {
            guard let first = arguments.first?.argument, first.value == nil,
                let written = first.name?.lowercased(), written.count > 3, name.lowercased().hasPrefix(written)
            else { return }
            arguments.removeFirst()
        }

        func refusal(_ what: String) -> BindingError {
            let place = arguments.first?.place ?? call.namePlace
            return StageArguments.error(
                .syntax,
                "Where-Object: \(what).",
                place,
                repair: "Write Where-Object PROPERTY -eq VALUE, joined by -and, -or and -not."
            )
        }
    }
}
