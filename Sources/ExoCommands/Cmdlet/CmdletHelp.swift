internal import CmdletCatalogue

/// The help of a cmdlet, for a person: what it does, what it takes, examples, and who may run it.
package struct CmdletHelp {
    /// What of it is shown.
    package enum Part: Equatable, Sendable {
        case brief
        case whole
        case examples
        /// The parameters of these names, which may be patterns.
        case parameters([String])
    }

    private let facts: CmdletFacts
    private let layout: HelpLayout
    /// How many parameters are shown at most, and how many lines are a screen.
    private static let most = 16
    private static let screen = 50
    private static let mostUsages = 2

    init(_ facts: CmdletFacts, width: Int) {
        self.facts = facts
        layout = HelpLayout(width: width, column: 42)
    }

    /// One screen, with the parameters that are used most.
    var brief: String {
        for count in stride(from: Self.most, to: 2, by: -1) {
            let text = text(Array(byUse.prefix(count)))
            if text.split(separator: "\n", omittingEmptySubsequences: false).count <= Self.screen { return text }
        }
        return text(Array(byUse.prefix(2)))
    }

    /// A part of the help.
    ///
    /// - Throws: ``CommandError`` where no parameter has the name that is asked for.
    func text(_ part: Part) throws -> String {
        switch part {
        case .brief: return brief
        case .whole: return whole
        case .examples:
            let examples = CmdletExamples(facts).lines
            guard !examples.isEmpty else { throw CommandError(.usage, "there are no examples of \(facts.name)") }
            return examples.joined(separator: "\n") + "\n"
        case .parameters(let names):
            let found = try names.flatMap { name in
                let pattern = WildcardPattern(name)
                let found = (byUse + facts.parameters.filter(ParameterText.isShellsOwn)).filter { parameter in
                    ([parameter.name] + parameter.aliases).contains { pattern.matches($0) }
                }
                guard !found.isEmpty else {
                    throw CommandError(
                        .usage,
                        "\(facts.name) has no parameter \(name)",
                        details: DidYouMean.lines(name, among: byUse.map(\.name))
                    )
                }
                return found
            }
            return found.map { entry($0, showsValues: true) }.joined(separator: "\n") + "\n"
        }
    }

    /// Everything, with all parameters and their values.
    var whole: String { text(byUse) }

    private func text(_ parameters: [ParameterFacts]) -> String {
        let isWhole = parameters.count == byUse.count
        var sections = [
            layout.wrapped("\(facts.name) (\(services))", indent: 0)
                + "\n"
                + layout.wrapped(facts.isRetired ? "It does nothing any more." : CmdletSentence.text(facts), indent: 0)
        ]
        let all = usages
        let usages = isWhole ? all[...] : all.prefix(Self.mostUsages)
        sections.append(
            usages.enumerated().map { place, usage in
                place == 0
                    ? layout.wrapped("USAGE: exo \(usage)", indent: 0, hanging: 11)
                    : layout.wrapped("exo \(usage)", indent: 7, hanging: 4)
            }.joined(separator: "\n")
                + (usages.count < all.count
                    ? "\n       and \(all.count - usages.count) more: exo cmdlet show \(facts.name)" : "")
        )
        var lines = parameters.map { entry($0, showsValues: isWhole) }
        if facts.whatIf { lines.append(layout.entry("-WhatIf", "say what would happen, and change nothing")) }
        if facts.confirm { lines.append(layout.entry("-Confirm", asks)) }
        if !lines.isEmpty {
            let heading = isWhole ? "PARAMETERS:" : "PARAMETERS (the most used of \(byUse.count)):"
            sections.append(heading + "\n" + lines.joined(separator: "\n"))
        }
        if !isWhole { sections.append("All of them: exo cmdlet show \(facts.name)") }
        let examples = CmdletExamples(facts).lines
        if !examples.isEmpty { sections.append("EXAMPLES:\n" + examples.map { "  \($0)" }.joined(separator: "\n")) }
        sections.append(
            "WHO MAY RUN IT:\n"
                + CmdletRoles(facts.name).lines.map { layout.wrapped($0, indent: 2) }.joined(separator: "\n")
        )
        sections.append(
            layout.wrapped("Words with two dashes are exo's, such as -o, --output <form>: exo run --help", indent: 0)
        )
        return sections.joined(separator: "\n\n") + "\n"
    }

    private func entry(_ parameter: ParameterFacts, showsValues: Bool) -> String {
        let isAlways =
            parameter.mandatoryIn.contains(Self.everySet) || parameter.mandatoryIn.count >= facts.parameterSets.count
        return layout.entry(
            ParameterText.label(parameter),
            ParameterText.notes(parameter, isNeededAlways: isAlways, showsValues: showsValues)
        )
    }

    private var services: String {
        facts.services.map { service in
            switch service {
            case .exchangeOnline: "Exchange Online"
            case .securityCompliance: "Security & Compliance"
            case .exchangeOnlineProtection: "Exchange Online Protection"
            }
        }.joined(separator: ", ")
    }

    private var asks: String {
        facts.impact == "High" ? "it asks unless --yes or -Confirm:false is given" : "ask before doing it"
    }

    /// The parameters: those that must be given, then those that scripts use most, then the rest as the service lists them.
    private var byUse: [ParameterFacts] {
        var uses: [String: Int] = [:]
        for use in CmdletCatalogue.usage(of: facts.name)?.parameters ?? [] { uses[use.name] = use.scripts }
        func rank(_ parameter: ParameterFacts) -> Int {
            if parameter.position == 0 { return .max }
            if isMandatory(parameter) { return .max - 1 }
            return uses[parameter.name.lowercased()] ?? 0
        }
        return facts.parameters.filter { !$0.isInternal && !ParameterText.isShellsOwn($0) }.enumerated()
            .sorted { (rank($0.element), $1.offset) > (rank($1.element), $0.offset) }.map(\.element)
    }

    /// How it is called, once for each set of parameters that asks for other words; the default first.
    var usages: [String] {
        let sets = facts.parameterSets.sorted { first, second in
            first.name == facts.defaultSet && second.name != facts.defaultSet
        }
        guard !sets.isEmpty else { return [facts.name + usage(byUse) { $0.mandatoryIn.contains(Self.everySet) }] }
        var lines: [String] = []
        for set in sets {
            let members = Set(set.parameters)
            let line =
                facts.name
                + usage(byUse.filter { members.contains($0.name) }) { parameter in
                    parameter.mandatoryIn.contains(Self.everySet) || parameter.mandatoryIn.contains(set.name)
                }
            // A set that asks for nothing shows in the others.
            if !lines.contains(line), lines.isEmpty || line.contains(" -") { lines.append(line) }
        }
        return lines
    }

    private static let everySet = "(All)"

    /// The words of one set that must be there, and the first that needs no name.
    private func usage(_ parameters: [ParameterFacts], _ isMandatory: (ParameterFacts) -> Bool) -> String {
        let words = parameters.filter { isMandatory($0) || $0.position == 0 }.prefix(4).map { parameter in
            let value = ParameterText.value(of: parameter)
            let name = parameter.position == nil ? "-\(parameter.name)" : "[-\(parameter.name)]"
            let word = value.isEmpty ? name : "\(name) <\(value)>"
            return isMandatory(parameter) ? " \(word)" : " [\(word)]"
        }
        return words.joined() + (facts.parameters.count > words.count ? " [-Parameter value ...]" : "")
    }

    private func isMandatory(_ parameter: ParameterFacts) -> Bool {
        parameter.mandatoryIn.contains(Self.everySet)
            || facts.defaultSet.map { parameter.mandatoryIn.contains($0) } ?? false
    }
}
