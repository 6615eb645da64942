internal import CmdletCatalogue
internal import ExoJSON

/// `exo cmdlet show`, and `--help` after a cmdlet.
enum CmdletShow {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let facts = try facts(invocation.argument(0) ?? "")
        let access = try await CmdletAccess.read(facts.name, invocation, context)
        if settings.form == .table, settings.columns.isEmpty, settings.jq == nil {
            try context.output.write(Array(CmdletHelp(facts, width: context.terminal.width).whole.utf8))
            if let access {
                let reason = access.reason(facts).map { "may not run it: \($0)" } ?? "may run it"
                try context.output.line("\n\(access.caller) \(reason)")
            }
            return .done
        }
        var object = object(facts)
        if let access {
            object["Offered"] = .bool(access.offers(facts))
            object["Reason"] = access.reason(facts).map { .string($0) } ?? .null
        }
        try settings.printOne(object, context)
        return .done
    }

    /// Writes the help of a cmdlet for a person.
    static func help(_ name: String, _ part: CmdletHelp.Part, _ context: CommandContext) throws -> ExitCode {
        let text = try CmdletHelp(try facts(name), width: context.terminal.width).text(part)
        try context.output.write(Array(text.utf8))
        return .done
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
