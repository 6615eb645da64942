import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Binds what a request sent to the parameters of a cmdlet, whatever the cmdlet.
enum ParameterBinder {
    /// The parameters that every cmdlet takes and none acts on here.
    private static let common: Set<String> = [
        "verbose", "debug", "erroraction", "warningaction", "informationaction", "errorvariable", "warningvariable",
        "informationvariable", "outvariable", "outbuffer", "pipelinevariable", "progressaction", "asjob",
    ]

    /// Finds the parameter of every member, brings each value to its type, and finds the parameter set.
    ///
    /// - Throws: ``AdminAPIError`` with status 400.
    static func bind(_ sent: JSONObject, to facts: CmdletFacts) throws -> BoundCall {
        let plan = CmdletPlan.of(facts)
        var unknown: [String] = []
        var bound: [(name: String, value: BoundValue)] = []
        for member in sent.members where !member.name.contains("@") {
            if common.contains(member.name.lowercased()) { continue }
            guard
                let known = plan.parameter(named: member.name) ?? builtIn(member.name, of: facts)
                    ?? generated(member.name, of: facts)
            else {
                unknown.append(member.name)
                continue
            }
            guard !bound.contains(where: { $0.name == known.name }) else { throw AdminAPIError.parameterSet() }
            let parameter = ParameterLimits.embedded.mended(known, of: facts.name)
            // What a table is may also stand beside it.
            let tag = sent.value(ignoringCase: "\(member.name)@odata.type")
            let value = try ParameterCoercion.value(member.value, for: parameter, of: facts.noun, tag: tag)
            bound.append((parameter.name, try ParameterCoercion.settled(value, for: parameter, of: facts)))
        }
        guard unknown.isEmpty else { throw AdminAPIError.unknownParameters(unknown) }
        let set = try parameterSet(of: plan, bound: bound)
        return BoundCall(facts: facts, parameterSet: set, parameters: bound)
    }

    /// -Confirm and -WhatIf of cmdlets whose table leaves them out.
    private static func builtIn(_ name: String, of facts: CmdletFacts) -> ParameterFacts? {
        let wanted = name.lowercased()
        guard wanted == "confirm" && facts.confirm || wanted == "whatif" && facts.whatIf else { return nil }
        return CmdletCatalogue.cmdlet(named: "Set-Mailbox")?.parameter(named: name)
    }

    /// A parameter that the service's own function has and no page tells of, by its .NET type.
    ///
    /// What asks before anything is done is taken where a cmdlet asks (``builtIn(_:of:)``), and nowhere else.
    private static func generated(_ name: String, of facts: CmdletFacts) -> ParameterFacts? {
        let wanted = name.lowercased()
        guard !["confirm", "whatif"].contains(wanted),
            let observed = facts.function?.parameters.first(where: { $0.name.lowercased() == wanted }),
            var parameter = CmdletCatalogue.cmdlet(named: "Set-Mailbox")?.parameter(named: "WhatIf")
        else { return nil }
        parameter.name = observed.name
        parameter.type = observed.netType
        parameter.netType = observed.netType
        parameter.aliases = observed.aliases
        return parameter
    }

    private static func parameterSet(
        of plan: CmdletPlan,
        bound: [(name: String, value: BoundValue)]
    ) throws -> String? {
        guard !plan.sets.isEmpty else { return nil }
        let free: Set = ["Confirm", "WhatIf"]
        // A switch that is off decides nothing, nor does what stands in no page's sets.
        let names = bound.filter {
            !free.contains($0.name) && $0.value != .value(.bool(false)) && plan.parameter(named: $0.name) != nil
        }.map(\.name)
        let wanted = plan.mask(of: names)
        let candidates = plan.sets.filter { wanted.isSubset(of: $0.parameters) }
        guard !candidates.isEmpty else { throw AdminAPIError.parameterSet() }
        let given = plan.mask(of: bound.map(\.name).filter { isGiven($0, in: bound, of: plan.facts) })
        let complete = candidates.filter { $0.mandatory.isSubset(of: given) }
        let preferred = complete.first { $0.name == plan.facts.defaultSet } ?? complete.first(where: \.isDefault)
        if let set = preferred ?? complete.first { return set.name }
        let meant = candidates.first { $0.name == plan.facts.defaultSet } ?? candidates.first(where: \.isDefault)
        throw AdminAPIError.missingParameters(plan.names(of: (meant ?? candidates[0]).mandatory.subtracting(given)))
    }

    /// Whether a mandatory parameter has a value; an empty identity is none.
    private static func isGiven(
        _ name: String,
        in bound: [(name: String, value: BoundValue)],
        of facts: CmdletFacts
    ) -> Bool {
        guard let value = bound.first(where: { $0.name == name })?.value else { return false }
        guard value == .value(.string("")) else { return value != .value(.null) }
        return ParameterLimits.embedded.mayBeEmpty(name, of: facts.name)
    }
}
