internal import CmdletCatalogue

/// A cmdlet as the binder sees it: what was observed of its function first, what is documented added.
package struct BindableCmdlet: Sendable {
    /// The name as the service spells it.
    package var name: String
    /// The parameter sets; one without a name where there is only one.
    var sets: [String]
    var defaultSet: String?
    /// Whether the client asks before it runs the cmdlet unless told otherwise.
    var hasHighImpact: Bool
    var parameters: [BindableParameter]
    /// Whether the function that the service generates was seen, so that its default set is certain.
    var isObserved: Bool

    /// The name that the tables use for every set.
    static let everySet = "(All)"

    /// The cmdlet of that name.
    ///
    /// - Parameter name: The name as it was typed.
    /// - Throws: ``BindingError`` with code `unknownCmdlet` and the nearest names.
    package init(named name: String) throws {
        let facts = CmdletCatalogue.cmdlet(named: name)
        if let function = facts?.function ?? (facts == nil ? CmdletCatalogue.function(named: name) : nil) {
            self.init(function, documented: facts)
        } else if let facts {
            self.init(facts)
        } else {
            throw BindingError(
                .unknownCmdlet,
                "There is no cmdlet '\(name)'.",
                nearestNames: CmdletCatalogue.nearestNames(to: name)
            )
        }
    }

    private init(_ function: FunctionFacts, documented: CmdletFacts?) {
        name = documented?.name ?? function.name
        sets = function.sets.isEmpty ? [Self.everySet] : function.sets
        defaultSet = function.defaultSet
        hasHighImpact = function.impact == "High"
        isObserved = true
        var types: [String: String] = [:]
        for facts in documented?.parameters ?? [] { types[facts.name.lowercased()] = facts.type }
        parameters = function.parameters.map { BindableParameter($0, documentedType: types[$0.name.lowercased()]) }
        var known: Set<String> = []
        for parameter in parameters { known.insert(parameter.name.lowercased()) }
        for facts in documented?.parameters ?? [] where !known.contains(facts.name.lowercased()) {
            var parameter = BindableParameter(facts, sets: [])
            let documentedSets =
                documented?.parameterSets.filter { $0.parameters.contains(facts.name) }.map(\.name) ?? []
            parameter.sets = documentedSets.filter(sets.contains)
            parameter.mandatoryIn = []
            parameter.position = nil
            parameters.append(parameter)
        }
    }

    private init(_ facts: CmdletFacts) {
        name = facts.name
        sets = facts.parameterSets.isEmpty ? [Self.everySet] : facts.parameterSets.map(\.name)
        defaultSet = facts.defaultSet
        hasHighImpact = false
        isObserved = false
        parameters = facts.parameters.map { parameter in
            let holders = facts.parameterSets.filter { $0.parameters.contains(parameter.name) }.map(\.name)
            return BindableParameter(parameter, sets: holders.count == facts.parameterSets.count ? [] : holders)
        }
    }

    /// The parameter that a name stands for: the name itself or an alias, else the only one that begins so.
    ///
    /// - Parameter typed: The name without its dash.
    /// - Returns: The one parameter.
    /// - Throws: ``BindingError`` with code `ambiguousParameter` or `unknownParameter`.
    package func parameter(_ typed: String) throws -> BindableParameter {
        let wanted = typed.lowercased()
        if let exact = parameters.first(where: { $0.isCalled(wanted) })
            ?? BindableParameter.common.first(where: { $0.isCalled(wanted) })
        {
            return exact
        }
        // What was observed binds as it did; names that were added since cannot make it ambiguous.
        let observed = parameters.filter(\.isObserved)
        for group in [observed, parameters, BindableParameter.common] {
            let matches = group.filter { $0.begins(wanted) }
            if matches.count == 1 { return matches[0] }
            guard matches.isEmpty else {
                throw BindingError(
                    .ambiguousParameter,
                    "-\(typed) is the beginning of several parameters of \(name): "
                        + matches.map { "-\($0.name)" }.joined(separator: ", ") + ".",
                    nearestNames: matches.prefix(5).map(\.name)
                )
            }
        }
        throw BindingError(
            .unknownParameter,
            "\(name) has no parameter -\(typed).",
            nearestNames: NearestNames.nearest(to: typed, among: parameters.map(\.name)).map { "-\($0)" }
        )
    }
}
