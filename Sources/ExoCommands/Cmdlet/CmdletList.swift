internal import CmdletCatalogue
internal import ExoJSON

/// `exo cmdlet list`.
enum CmdletList {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let words = try ParameterWords(
            invocation.arguments + invocation.cmdletWords,
            of: "Get-Command",
            values: ["name", "noun", "verb"],
            switches: ["syntax", "all"]
        )
        let text = words.named["name"] ?? words.plain.first ?? ""
        // In PowerShell a name without a pattern is the whole name.
        let texts = ParameterWords.entries(text.lowercased())
        let exact =
            invocation.path.last == "Get-Command" ? texts.filter { CmdletCatalogue.cmdlet(named: $0) != nil } : []
        let verbs = ParameterWords.entries(words.named["verb"] ?? "*").map(WildcardPattern.init)
        let nouns = ParameterWords.entries(words.named["noun"] ?? "*").map(WildcardPattern.init)
        let names = CmdletCatalogue.names.filter { name in
            let parts = name.split(separator: "-", maxSplits: 1).map(String.init)
            return parts.count == 2
                && (exact.isEmpty
                    ? texts.isEmpty || texts.contains { matches(name.lowercased(), $0) }
                    : exact.contains(name.lowercased()))
                && verbs.contains { $0.matches(parts[0]) } && nouns.contains { $0.matches(parts[1]) }
        }
        guard !names.isEmpty else {
            throw CommandError(
                .failed,
                text.isEmpty ? "no cmdlet has such a verb and noun" : "no cmdlet's name holds '\(text)'",
                details: DidYouMean.lines(CmdletCatalogue.nearestNames(to: text))
            )
        }
        if words.named["syntax"] != nil {
            let usages = names.compactMap { CmdletCatalogue.cmdlet(named: $0) }.flatMap {
                CmdletHelp($0, width: context.terminal.width).usages
            }
            try context.output.write(Array((usages.joined(separator: "\n") + "\n").utf8))
            return .done
        }
        let access = try await CmdletAccess.read(nil, invocation, context)
        let rows = names.compactMap { CmdletCatalogue.cmdlet(named: $0) }.map { row($0, access) }
        try settings.print(rows, context)
        return .done
    }

    private static func row(_ facts: CmdletFacts, _ access: CmdletAccess?) -> JSONObject {
        var row: JSONObject = [
            "Name": .string(facts.name),
            "Services": .array(facts.services.map { .string($0.rawValue) }),
            "Category": facts.category.map { .string($0) } ?? .null,
            "Impact": facts.impact.map { .string($0) } ?? .null,
        ]
        if let access {
            row["Offered"] = .bool(access.offers(facts))
            row["Reason"] = access.reason(facts).map { .string($0) } ?? .null
        }
        return row
    }

    /// Whether a name holds a text, or fits it where it is a pattern.
    private static func matches(_ name: String, _ text: String) -> Bool {
        WildcardPattern.isOne(text) ? WildcardPattern(text).matches(name) : text.isEmpty || name.contains(text)
    }
}
