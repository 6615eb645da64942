internal import CmdletCatalogue
internal import ExoJSON

/// `exo cmdlet show`, and `--help` after a cmdlet.
enum CmdletShow {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let facts = try facts(invocation.argument(0) ?? "")
        if settings.form == .table { return try write(facts, context) }
        try settings.printOne(object(facts), to: context.output)
        return .done
    }

    /// Writes the help of a cmdlet for a person.
    static func help(_ name: String, _ context: CommandContext) throws -> ExitCode {
        try write(try facts(name), context)
    }

    private static func facts(_ name: String) throws -> CmdletFacts {
        if let facts = CmdletCatalogue.cmdlet(named: name) { return facts }
        throw CommandError(
            .usage,
            "there is no cmdlet '\(name)'",
            details: DidYouMean.lines(CmdletCatalogue.nearestNames(to: name)),
            repair: "exo cmdlet list \(name.split(separator: "-").last.map(String.init) ?? "")"
        )
    }

    private static func write(_ facts: CmdletFacts, _ context: CommandContext) throws -> ExitCode {
        let output = context.output
        try output.line("\(facts.name)  (\(facts.services.map(\.rawValue).joined(separator: ", ")))")
        if facts.isRetired { try output.line("It does nothing any more.") }
        try output.line("")
        var shownUsages: [String] = []
        for set in facts.parameterSets {
            let usage = usage(set, facts)
            guard !shownUsages.contains(usage) else { continue }
            shownUsages.append(usage)
            try output.line("USAGE: exo \(facts.name)\(usage)")
        }
        try output.line("\nPARAMETERS:")
        let shown = facts.parameters.filter { !$0.isInternal }
        let width = shown.reduce(0) { max($0, $1.name.count) } + 3
        for parameter in shown {
            let padding = String(repeating: " ", count: width - parameter.name.count - 1)
            try output.line("  -\(parameter.name)\(padding)\(notes(parameter))")
        }
        if facts.whatIf { try output.line("  -WhatIf\(String(repeating: " ", count: width - 7))say what would happen") }
        if facts.confirm {
            let ask = facts.impact == "High" ? "asks unless -Confirm:$false" : "ask before doing it"
            try output.line("  -Confirm\(String(repeating: " ", count: width - 8))\(ask)")
        }
        try output.line("\nWords with two dashes belong to exo: see 'exo run --help'.")
        return .done
    }

    /// The mandatory parameters of a set and the first that need no name.
    private static func usage(_ set: ParameterSetFacts, _ facts: CmdletFacts) -> String {
        let members = set.parameters.compactMap { facts.parameter(named: $0) }
        let mandatory = members.filter { isMandatory($0, in: set) }
        let positional = members.filter { $0.position != nil && !isMandatory($0, in: set) }
            .sorted { ($0.position ?? 0) < ($1.position ?? 0) }
        let words =
            mandatory.map { $0.position == nil ? " -\($0.name) <\($0.type)>" : " [-\($0.name)] <\($0.type)>" }
            + positional.map { " [[-\($0.name)] <\($0.type)>]" }
        return words.joined() + (members.count > words.count ? " [-Parameter value ...]" : "")
    }

    private static func isMandatory(_ parameter: ParameterFacts, in set: ParameterSetFacts) -> Bool {
        parameter.mandatoryIn.contains(set.name) || parameter.mandatoryIn.contains("(All)")
    }

    private static func notes(_ parameter: ParameterFacts) -> String {
        var notes = [parameter.type]
        if !parameter.mandatoryIn.isEmpty { notes.append("mandatory") }
        if let position = parameter.position { notes.append("position \(position)") }
        if !parameter.aliases.isEmpty {
            notes.append("also \(parameter.aliases.map { "-\($0)" }.joined(separator: ", "))")
        }
        if let range = parameter.range { notes.append("\(range.lowerBound) to \(range.upperBound)") }
        if !parameter.values.isEmpty, parameter.values.count <= 8 {
            notes.append(parameter.values.joined(separator: " | "))
        }
        return notes.joined(separator: ", ")
    }

    private static func object(_ facts: CmdletFacts) -> JSONObject {
        [
            "Name": .string(facts.name),
            "Services": .array(facts.services.map { .string($0.rawValue) }),
            "Category": facts.category.map { .string($0) } ?? .null,
            "Impact": facts.impact.map { .string($0) } ?? .null,
            "Confirm": .bool(facts.confirm),
            "WhatIf": .bool(facts.whatIf),
            "DefaultParameterSet": facts.defaultSet.map { .string($0) } ?? .null,
            "ParameterSets": .array(
                facts.parameterSets.map { set in
                    ["Name": .string(set.name), "Parameters": .array(set.parameters.map { .string($0) })]
                }
            ),
            "Parameters": .array(facts.parameters.map { .object(object($0)) }),
        ]
    }

    private static func object(_ parameter: ParameterFacts) -> JSONObject {
        [
            "Name": .string(parameter.name),
            "Type": .string(parameter.type),
            "MandatoryIn": .array(parameter.mandatoryIn.map { .string($0) }),
            "Position": parameter.position.map { .integer(Int64($0)) } ?? .null,
            "Aliases": .array(parameter.aliases.map { .string($0) }),
            "Values": .array(parameter.values.map { .string($0) }),
        ]
    }
}
