import CmdletCatalogue
import EmulatorCore

/// One parameter of a function of the script module.
struct ScriptParameter: Sendable {
    let name: String
    /// The .NET type that PowerShell converts to.
    private let netType: String
    private let position: Int?
    /// The sets in which it must be given; `(All)` stands for every set.
    private let mandatoryIn: [String]
    /// The sets that have it; empty where every set has it.
    private let sets: [String]
    private let aliases: [String]
    private let pipeline: ParameterFacts.PipelineBinding

    private static let filters: Set = ["Filter", "RecipientFilter", "RecipientPreviewFilter"]
    private static let search = "Anr"
    private static let typeNames: [Substring: String] = {
        let table = EmbeddedFile.netTypes.table(columns: 2)
        return Dictionary(table.map { ($0[0], String($0[1])) }) { first, _ in first }
    }()

    /// A parameter that was seen.
    init(_ facts: FunctionFacts.Parameter) {
        name = facts.name
        netType = facts.netType
        position = facts.position
        mandatoryIn = facts.mandatoryIn
        sets = facts.sets
        aliases = facts.aliases
        pipeline = facts.pipeline
    }

    /// A parameter out of the documentation: untyped but for switches, as the service generates most of them.
    init(_ facts: ParameterFacts, sets: [ParameterSetFacts]) {
        let within = sets.filter { $0.parameters.contains(facts.name) }.map(\.name)
        name = facts.name
        netType =
            switch facts.type {
            case "switch", "SwitchParameter": "SwitchParameter"
            case _ where Self.filters.contains(facts.name) || facts.name == Self.search: "String"
            default: "Object"
            }
        position = facts.position
        mandatoryIn = facts.mandatoryIn
        self.sets = within.count == sets.count ? [] : within
        aliases = facts.aliases
        pipeline = facts.pipeline
    }

    /// The declaration in a list of parameters, indented.
    var text: String {
        let pieces = ScriptPieces.embedded
        let places: [String?] = sets.isEmpty ? [nil] : sets
        var attributes = places.map { place(within: $0, pieces) }.joined()
        if !aliases.isEmpty {
            let names = aliases.map(ScriptPieces.quoted).joined(separator: pieces.text("betweenAliases"))
            attributes += pieces.text("aliases", ["names": names])
        }
        // An empty filter would select everything.
        if Self.filters.contains(name), netType == "String" { attributes += pieces.text("notEmpty") }
        if name == Self.search { attributes += pieces.text("search") }
        let type = Self.typeNames[Substring(netType)] ?? "object"
        return pieces.text("parameter", ["attributes": attributes, "type": type, "name": name])
    }

    private func place(within set: String?, _ pieces: ScriptPieces) -> String {
        var words: [String] = []
        if let set { words.append(pieces.text("set", ["set": ScriptPieces.quoted(set)])) }
        let isMandatory =
            mandatoryIn.contains("(All)") || (set.map { mandatoryIn.contains($0) } ?? !mandatoryIn.isEmpty)
        if isMandatory { words.append(pieces.text("mandatory")) }
        if let position { words.append(pieces.text("position", ["position": String(position)])) }
        if [.both, .byValue].contains(pipeline) { words.append(pieces.text("byValue")) }
        if [.both, .byPropertyName].contains(pipeline) { words.append(pieces.text("byPropertyName")) }
        return pieces.text("place", ["words": words.joined(separator: ", ")])
    }
}
