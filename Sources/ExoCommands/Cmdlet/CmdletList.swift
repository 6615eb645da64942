internal import CmdletCatalogue
internal import ExoJSON

/// `exo cmdlet list`.
enum CmdletList {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let text = invocation.argument(0) ?? ""
        let names = CmdletCatalogue.names.filter { matches($0.lowercased(), text.lowercased()) }
        guard !names.isEmpty else {
            throw CommandError(
                .failed,
                "no cmdlet's name holds '\(text)'",
                details: DidYouMean.lines(CmdletCatalogue.nearestNames(to: text))
            )
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
