import ExoJSON

/// Finds the parameters that a call means, checks them and puts them into the form in which they travel.
///
/// It follows what PowerShell was seen to do with the functions that the service generates.
package enum ParameterBinder {
    /// Binds a call.
    ///
    /// - Parameters:
    ///   - call: The call as it was read.
    ///   - localTime: How dates without a zone become dates of the world.
    /// - Returns: The cmdlet's name and the parameters as they travel.
    /// - Throws: ``CmdletLineError``; nothing of the call was sent.
    package static func bind(_ call: CmdletCall, localTime: LocalTime = .system) throws -> BoundCmdlet {
        var binding = Binding(
            cmdlet: try BindableCmdlet(named: call.name),
            converter: ValueConverter(localTime: localTime)
        )
        let positional = try binding.bindNamed(call.arguments)
        try binding.bindPositional(positional)
        let set = try binding.chooseSet()
        if binding.cmdlet.hasHighImpact, binding.parameters["Confirm"] == nil { binding.parameters["Confirm"] = true }
        return BoundCmdlet(
            name: binding.cmdlet.name,
            parameters: binding.parameters,
            parameterSet: set == BindableCmdlet.everySet ? nil : set
        )
    }

    /// Parameters that are found so far.
    private struct Binding {
        let cmdlet: BindableCmdlet
        let converter: ValueConverter
        var parameters = JSONObject()
        var bound: Set<String> = []
        /// The sets that all bound parameters are in.
        var sets: [String]

        init(cmdlet: BindableCmdlet, converter: ValueConverter) {
            self.cmdlet = cmdlet
            self.converter = converter
            sets = cmdlet.sets
        }

        /// Binds what has a name and returns the values that have none.
        mutating func bindNamed(_ arguments: [PowerShellArgument]) throws -> [PowerShellValue] {
            var positional: [PowerShellValue] = []
            var named: [(parameter: BindableParameter, value: PowerShellValue)] = []
            var seen: Set<String> = []
            var place = 0
            while place < arguments.count {
                let argument = arguments[place]
                place += 1
                guard case .parameter(let name, var value) = argument else {
                    if case .value(let value) = argument { positional.append(value) }
                    continue
                }
                let parameter = try cmdlet.parameter(name)
                if value == nil, parameter.isSwitch {
                    value = .bool(true)
                } else if value == nil, place < arguments.count, case .value(let following) = arguments[place] {
                    value = following
                    place += 1
                }
                guard let value else {
                    throw CmdletLineError(.missingArgument, "-\(parameter.name) needs a value (\(parameter.netType)).")
                }
                guard seen.insert(parameter.name).inserted else {
                    throw CmdletLineError(
                        .repeatedParameter,
                        "-\(parameter.name) is given more than once.",
                        repair: "Several values of one parameter are written with commas: -\(parameter.name) a,b."
                    )
                }
                named.append((parameter, value))
            }
            for (parameter, value) in named { try bind(value, to: parameter) }
            return positional
        }

        /// The refusal of a value that no parameter is left for.
        private func unexpected(_ value: PowerShellValue) -> CmdletLineError {
            let given = cmdlet.parameters.filter { $0.position != nil && bound.contains($0.name) }.map(\.name)
            let reason = given.isEmpty ? "" : " (\(given.joined(separator: ", ")) is given already)"
            return CmdletLineError(
                .unexpectedArgument,
                "\(cmdlet.name) takes no further value without a name\(reason), so '\(value.text)' belongs to nothing.",
                repair: "Name its parameter, or put a text with blanks in quotes."
            )
        }

        /// Gives the values without a name to the positions that are left.
        mutating func bindPositional(_ values: [PowerShellValue]) throws {
            var position = -1
            for value in values {
                let free = cmdlet.parameters.filter { parameter in
                    guard let place = parameter.position, place > position, !bound.contains(parameter.name) else {
                        return false
                    }
                    return sets.contains(where: parameter.belongs)
                }
                guard let lowest = free.compactMap(\.position).min() else {
                    throw unexpected(value)
                }
                let candidates = free.filter { $0.position == lowest }
                let preferred = candidates.first { parameter in
                    cmdlet.defaultSet.map { sets.contains($0) && parameter.belongs(to: $0) } ?? false
                }
                position = lowest
                try bind(value, to: preferred ?? candidates[0])
            }
        }

        /// Checks a value, converts it and narrows the sets.
        mutating func bind(_ value: PowerShellValue, to parameter: BindableParameter) throws {
            try converter.convert(value, for: parameter, into: &parameters)
            bound.insert(parameter.name)
            let narrowed = sets.filter(parameter.belongs)
            guard !narrowed.isEmpty else {
                let others = bound.filter { $0 != parameter.name }.sorted().map { "-\($0)" }.joined(separator: ", ")
                throw CmdletLineError(
                    .parameterSet,
                    "-\(parameter.name) of \(cmdlet.name) does not go together with \(others).",
                    repair: "'exo cmdlet show \(cmdlet.name)' lists the parameter sets."
                )
            }
            sets = narrowed
        }

        /// The set that is complete: the default one where it is, else the first.
        func chooseSet() throws -> String {
            let missing = sets.map { set in
                (
                    set: set,
                    names: cmdlet.parameters.filter {
                        $0.belongs(to: set) && $0.isMandatory(in: set) && !bound.contains($0.name)
                    }.map(\.name)
                )
            }
            let complete = missing.filter(\.names.isEmpty)
            if let set = complete.first(where: { $0.set == cmdlet.defaultSet }) { return set.set }
            // Where the default set is still possible PowerShell takes it and asks for what it lacks.
            let takesDefault = cmdlet.isObserved && sets.contains { $0 == cmdlet.defaultSet }
            if !takesDefault, let set = complete.first { return set.set }
            let nearest =
                missing.first { $0.set == cmdlet.defaultSet } ?? missing.min { $0.names.count < $1.names.count }
            let names = (nearest?.names ?? []).map { "-\($0)" }.joined(separator: ", ")
            throw CmdletLineError(.missingMandatory, "\(cmdlet.name) needs \(names).")
        }
    }
}
