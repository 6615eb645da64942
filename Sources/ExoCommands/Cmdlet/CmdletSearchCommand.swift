internal import CmdletCatalogue
internal import ExoJSON

/// `exo cmdlet search`.
enum CmdletSearchCommand {
    /// How many are shown.
    private static let most = 20

    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let question = invocation.arguments.joined(separator: " ")
        let found = CmdletSearch([question]).results
        guard !found.isEmpty else {
            throw CommandError(
                .failed,
                "no cmdlet fits '\(question)'",
                details: DidYouMean.lines(CmdletCatalogue.nearestNames(to: question)),
                repair: "exo cmdlet list <part of a name>"
            )
        }
        try settings.print(found.prefix(most).map(row), context)
        if found.count > most { context.errors.note("\(found.count - most) more fit; another word makes them fewer") }
        return .done
    }

    private static func row(_ found: CmdletSearch.Found) -> JSONObject {
        let facts = CmdletCatalogue.cmdlet(named: found.name)
        return [
            "Name": .string(found.name),
            "Does": .string(facts.map(CmdletSentence.text) ?? ""),
            "Parameter": found.parameter.map { .string("-\($0)") } ?? .null,
        ]
    }
}
