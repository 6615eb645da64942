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
            guard var parameter = plan.parameter(named: member.name) ?? builtIn(member.name, of: facts) else {
                unknown.append(member.name)
                continue
            }
            guard !bound.contains(where: { $0.name == parameter.name }) else { throw AdminAPIError.parameterSet() }
            if parameter.range != nil, ParameterLimits.embedded.isOpen(parameter.name, of: facts.name) {
                parameter.range = nil
            }
            bound.append((parameter.name, try ParameterCoercion.value(member.value, for: parameter, of: facts.noun)))
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

    private static func parameterSet(
        of plan: CmdletPlan,
        bound: [(name: String, value: BoundValue)]
    ) throws -> String? {
        guard !plan.sets.isEmpty else { return nil }
        let free: Set = ["Confirm", "WhatIf"]
        // A switch that is off decides nothing.
        let names = bound.filter { !free.contains($0.name) && $0.value != .value(.bool(false)) }.map(\.name)
        let wanted = plan.mask(of: names)
        let candidates = plan.sets.filter { wanted.isSubset(of: $0.parameters) }
        guard !candidates.isEmpty else { throw AdminAPIError.parameterSet() }
        let given = plan.mask(of: bound.map(\.name).filter { isGiven($0, in: bound) })
        let complete = candidates.filter { $0.mandatory.isSubset(of: given) }
        let preferred = complete.first { $0.name == plan.facts.defaultSet } ?? complete.first(where: \.isDefault)
        if let set = preferred ?? complete.first { return set.name }
        let meant = candidates.first { $0.name == plan.facts.defaultSet } ?? candidates.first(where: \.isDefault)
        throw AdminAPIError.missingParameters(plan.names(of: (meant ?? candidates[0]).mandatory.subtracting(given)))
    }

    /// Whether a mandatory parameter has a value; an empty identity is none.
    private static func isGiven(_ name: String, in bound: [(name: String, value: BoundValue)]) -> Bool {
        guard let value = bound.first(where: { $0.name == name })?.value else { return false }
        return value != .value(.null) && value != .value(.string(""))
    }
}
