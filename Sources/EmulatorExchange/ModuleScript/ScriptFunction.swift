import CmdletCatalogue

/// A cmdlet as a PowerShell function that binds parameters and hands them to the runtime.
struct ScriptFunction: Sendable {
    /// The name, as the function is spelled.
    let name: String
    /// `Medium` or `High`; empty where the cmdlet knows neither -WhatIf nor -Confirm.
    private let impact: String
    private let defaultSet: String?
    private let parameters: [ScriptParameter]

    /// What PowerShell adds by itself where a function asks for confirmation.
    private static let confirming: Set = ["WhatIf", "Confirm"]
    /// Verbs after which the service was seen to ask before it acts.
    private static let destructive: Set = ["Remove", "Disable", "Clear"]

    /// Takes the function that the service was seen to generate, else makes one out of the documentation.
    ///
    /// - Parameter name: A cmdlet, in any letter case; `nil` comes of one that nothing is known of.
    init?(cmdlet name: String) {
        if let function = CmdletCatalogue.function(named: name) {
            self.init(function)
        } else if let facts = CmdletCatalogue.cmdlet(named: name) {
            self.init(facts)
        } else {
            return nil
        }
    }

    private init(_ function: FunctionFacts) {
        let takesConfirm = function.parameters.contains { $0.name == "WhatIf" }
        self.init(
            name: function.name,
            impact: takesConfirm ? (function.impact == "High" ? "High" : "Medium") : "",
            defaultSet: function.defaultSet,
            parameters: function.parameters.map(ScriptParameter.init)
        )
    }

    private init(_ facts: CmdletFacts) {
        let sets = facts.parameterSets.filter { $0.name != "(All)" }
        let takesConfirm = facts.whatIf || facts.parameters.contains { $0.name == "WhatIf" }
        self.init(
            name: facts.name,
            impact: takesConfirm ? (Self.destructive.contains(facts.verb) ? "High" : "Medium") : "",
            defaultSet: sets.first(where: \.isDefault)?.name,
            parameters: facts.parameters.map { ScriptParameter($0, sets: sets) }
        )
    }

    private init(name: String, impact: String, defaultSet: String?, parameters: [ScriptParameter]) {
        self.name = name
        self.impact = impact
        self.defaultSet = defaultSet
        self.parameters = impact.isEmpty ? parameters : parameters.filter { !Self.confirming.contains($0.name) }
    }

    /// The function, with a line feed at its end.
    var text: String {
        let pieces = ScriptPieces.embedded
        var binding: [String] = []
        if !impact.isEmpty { binding.append(pieces.text("confirms")) }
        if let defaultSet { binding.append(pieces.text("defaultSet", ["set": ScriptPieces.quoted(defaultSet)])) }
        if !impact.isEmpty { binding.append(pieces.text("impact", ["impact": impact])) }
        let list = parameters.map(\.text).joined(separator: ",\n")
        return pieces.text(
            "function",
            [
                "name": name, "help": ScriptHelp.fileName, "binding": binding.joined(separator: ", "), "impact": impact,
                "parameters": list.isEmpty
                    ? pieces.text("noParameters") : pieces.text("parameters", ["parameters": list]),
            ]
        ) + "\n"
    }
}
