internal import CmdletCatalogue
internal import ExoJSON

/// `exo cmdlet search`.
enum CmdletSearchCommand {
    /// How many are shown.
    private static let most = 20

    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let question = invocation.arguments.joined(separator: " ")
        var found = CmdletSearch([question]).results
        guard !found.isEmpty else {
            throw CommandError(
                .failed,
                "no cmdlet fits '\(question)'",
                details: DidYouMean.lines(CmdletCatalogue.nearestNames(to: question)),
                repair: "exo cmdlet list <part of a name>"
            )
        }
        if let access = try await CmdletAccess.read(nil, invocation, context) {
            let fitting = found.count
            found.removeAll { name in CmdletCatalogue.cmdlet(named: name.name).map { !access.offers($0) } ?? true }
            if found.count < fitting {
                let others = fitting - found.count
                context.errors.note(
                    "\(others) more fit that \(access.caller) may not run; without --online they are shown too"
                )
            }
            guard !found.isEmpty else { return .failed }
        }
        try settings.print(found.prefix(most).map(row), context)
        if found.count > most { context.errors.note("\(found.count - most) more fit; another word makes them fewer") }
        return .done
    }

    private static func row(_ found: CmdletSearch.Found) -> JSONObject {
        let parts = found.name.split(separator: "-", maxSplits: 1).map(String.init)
        return [
            "Name": .string(found.name),
            "Does": .string(CmdletSentence.text(verb: parts[0], noun: parts.count == 2 ? parts[1] : "")),
            "Parameter": found.parameter.map { .string("-\($0)") } ?? .null,
        ]
    }
}
