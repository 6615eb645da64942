import CmdletCatalogue
import EmulatorCore

/// One parameter of a function of the script module.
struct ScriptParameter {
    var name: String
    /// The .NET type that PowerShell converts to.
    var netType: String
    var position: Int?
    /// The sets in which it must be given; `(All)` stands for every set.
    var mandatoryIn: [String]
    /// The sets that have it; empty where every set has it.
    var sets: [String]
    var aliases: [String]
    var pipeline: ParameterFacts.PipelineBinding

    /// The declaration in a `param` block, indented.
    var text: String {
        let places: [String?] = sets.isEmpty ? [nil] : sets
        var text = "    " + places.map { attribute(within: $0) }.joined()
        if !aliases.isEmpty {
            text += "[Alias(\(aliases.map { "'\($0)'" }.joined(separator: ", ")))]"
        }
        // An empty filter would select everything.
        if ["Filter", "RecipientFilter", "RecipientPreviewFilter"].contains(name),
            netType == "String"
        {
            text += "[ValidateNotNullOrEmpty()]"
        }
        return text + "[\(Self.types[netType] ?? "object")]${\(name)}"
    }

    private func attribute(within set: String?) -> String {
        var words: [String] = []
        if let set { words.append("ParameterSetName = '\(set)'") }
        let isMandatory =
            mandatoryIn.contains("(All)")
            || (set.map { mandatoryIn.contains($0) } ?? !mandatoryIn.isEmpty)
        if isMandatory { words.append("Mandatory") }
        if let position { words.append("Position = \(position)") }
        if [.both, .byValue].contains(pipeline) { words.append("ValueFromPipeline") }
        if [.both, .byPropertyName].contains(pipeline) { words.append("ValueFromPipelineByPropertyName") }
        return "[Parameter(\(words.joined(separator: ", ")))]"
    }

    /// PowerShell's names of the types that its shell converts to before sending.
    private static let types = [
        "SwitchParameter": "switch", "Object": "object", "String": "string", "Boolean": "bool", "Int32": "int",
        "Object[]": "object[]", "String[]": "string[]", "List<String>": "System.Collections.Generic.List[string]",
        "Guid": "guid", "PSCredential": "pscredential", "Byte[]": "byte[]", "Uri": "uri", "DateTime": "datetime",
        "CultureInfo": "cultureinfo", "UInt32": "uint32", "SecureString": "securestring", "TimeSpan": "timespan",
        "Hashtable": "hashtable", "Hashtable[]": "hashtable[]", "UInt16": "uint16", "Int64": "long",
    ]
}

extension ScriptParameter {
    init(_ facts: FunctionFacts.Parameter) {
        self.init(
            name: facts.name,
            netType: facts.netType,
            position: facts.position,
            mandatoryIn: facts.mandatoryIn,
            sets: facts.sets,
            aliases: facts.aliases,
            pipeline: facts.pipeline
        )
    }
}
