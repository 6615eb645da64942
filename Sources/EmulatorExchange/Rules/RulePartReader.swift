import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-TransportRuleAction and Get-TransportRulePredicate: what rules of mail flow can do, and what they can ask for.
///
/// The text of each is a guess after the words of descriptions.
struct RulePartReader: CmdletHandler {
    let areActions: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        let shape = ObjectShape.of(noun: noun)
        let name = call.text("Name")?.lowercased()
        let all = RuleWords.choices(of: "TransportRule", areActions: areActions).enumerated()
        let wanted = all.filter { name == nil || $0.element.name.lowercased() == name }
        if let name = call.text("Name"), wanted.isEmpty { throw AdminAPIError.notFound(name, noun: noun) }
        let rows = wanted.map { rank, choice in
            shape.row(
                choice.name,
                [
                    "Identity": .string(choice.name), "Name": .string(choice.name), "Rank": .integer(Int64(rank)),
                    "LinkedDisplayText": .string(Self.plain(choice.words)),
                ]
            )
        }
        return .rows(noun, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Name"], shape: nil) }

    /// Words without the places of other properties' values.
    private static func plain(_ words: String) -> String {
        var (text, rest) = ("", words[...])
        while let open = rest.firstIndex(of: "{"), let end = rest[open...].firstIndex(of: "}") {
            text += rest[..<open] + "..."
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }
}
