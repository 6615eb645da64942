/// What is known of one cmdlet.
package struct CmdletFacts: Sendable, Equatable {
    /// The name as the service spells it.
    package var name: String
    /// The part before the dash.
    package var verb: String
    /// The part after the dash.
    package var noun: String
    /// The services that have it.
    package var services: [CmdletService]
    /// The index of the documentation it stands in; `nil` without a page.
    package var category: String?
    /// The parameter sets; exactly one is the default.
    package var parameterSets: [ParameterSetFacts]
    /// The parameters, common ones left out.
    package var parameters: [ParameterFacts]
    /// Whether it takes `-Confirm`.
    package var confirm: Bool
    /// Whether it takes `-WhatIf`.
    package var whatIf: Bool
    /// The services that offered it to an administrator with the default role groups.
    package var exportedBy: [CmdletService]
    /// The client-side module that implements it: `connection`, `exo` or `feature`; `nil` for the service's own.
    package var module: String?
    /// The confirm impact (`Medium`, `High`) that was seen, else what the verb makes likely; `nil` where there is none or it is not known.
    package var impact: String?
    /// The function that the service generated for an administrator's shell, where one was seen.
    package var function: FunctionFacts?
    /// Whether it has a page in the documentation.
    package var isDocumented: Bool
    /// Whether its page says that it does nothing any more.
    package var isRetired: Bool
    /// Whether it is reserved for the service's own use.
    package var isInternal: Bool

    /// Whether an administrator with the default role groups is offered it.
    package var isAvailable: Bool { !exportedBy.isEmpty }

    /// The name of the default parameter set.
    package var defaultSet: String? { function?.defaultSet ?? parameterSets.first(where: \.isDefault)?.name }

    /// The parameter with that name or alias; letter case does not count.
    package func parameter(named name: String) -> ParameterFacts? {
        if let parameter = parameters.first(where: { $0.name == name }) { return parameter }
        let wanted = name.lowercased()
        return parameters.first { $0.name.lowercased() == wanted }
            ?? parameters.first { $0.aliases.contains { $0.lowercased() == wanted } }
    }
}

/// One parameter set of a cmdlet.
package struct ParameterSetFacts: Sendable, Equatable {
    /// The name; `(All)` where there is one set only.
    package var name: String
    /// Whether it is the default set.
    package var isDefault: Bool
    /// Whether neither page nor service says which set is the default.
    package var isDefaultDerived: Bool
    /// The names of its parameters.
    package var parameters: [String]
}

extension CmdletFacts {
    init?(_ name: String, _ entry: FactValue, function: FunctionFacts?) {
        guard let verb = entry.text("verb"), let noun = entry.text("noun") else { return nil }
        var netTypes: [String: String] = [:]
        let confirms = entry.isTrue("confirm")
        // Pages count Remove- among what asks before it acts, and most of the functions that were seen do; a guess for a single one.
        let likelyImpact = function == nil && confirms && verb == "Remove" ? "High" : nil
        for parameter in function?.parameters ?? [] { netTypes[parameter.name.lowercased()] = parameter.netType }
        self.init(
            name: name,
            verb: verb,
            noun: noun,
            services: entry.services("services"),
            category: entry.text("category"),
            parameterSets: entry.elements("parameterSets").compactMap(ParameterSetFacts.init),
            parameters: entry.elements("parameters").compactMap { ParameterFacts($0, netTypes: netTypes) },
            confirm: confirms,
            whatIf: entry.isTrue("whatIf"),
            exportedBy: entry.services("exportedBy"),
            module: entry.text("module"),
            impact: function?.impact ?? likelyImpact,
            function: function,
            // The tables write `false` for what is not documented; the compact form leaves false out, and every
            // documented cmdlet has a category.
            isDocumented: entry.text("category") != nil,
            isRetired: entry.isTrue("retired"),
            isInternal: entry.isTrue("internal")
        )
    }
}

extension ParameterSetFacts {
    init?(_ entry: FactValue) {
        guard let name = entry.text("name") else { return nil }
        self.init(
            name: name,
            isDefault: entry.isTrue("isDefault"),
            isDefaultDerived: entry.isTrue("derivedDefault"),
            parameters: entry.texts("parameters")
        )
    }
}
