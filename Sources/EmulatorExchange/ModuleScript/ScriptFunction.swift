import CmdletCatalogue
import EmulatorCore

/// A cmdlet as a PowerShell function that binds parameters and hands them to the runtime.
struct ScriptFunction {
    private let name: String
    private let takesConfirm: Bool
    private let isHighImpact: Bool
    private let defaultSet: String?
    private let parameters: [ScriptParameter]

    /// Takes the function the service was seen to generate, or makes one out of the documentation.
    init(_ facts: CmdletFacts) {
        name = facts.name
        isHighImpact = facts.impact == "High"
        if let function = facts.function {
            takesConfirm = function.parameters.contains { $0.name == "WhatIf" }
            defaultSet = function.defaultSet
            parameters = function.parameters.map(ScriptParameter.init)
        } else {
            takesConfirm = facts.whatIf
            let sets = facts.parameterSets.filter { $0.name != "(All)" }
            defaultSet = sets.first(where: \.isDefault)?.name
            parameters = facts.parameters.map { parameter in
                let within = sets.filter { $0.parameters.contains(parameter.name) }.map(\.name)
                return ScriptParameter(
                    name: parameter.name,
                    netType: parameter.netType ?? (parameter.kind == "switch" ? "SwitchParameter" : "Object"),
                    position: parameter.position,
                    mandatoryIn: parameter.mandatoryIn,
                    sets: within.count == sets.count ? [] : within,
                    aliases: parameter.aliases,
                    pipeline: parameter.pipeline
                )
            }
        }
    }

    var text: String {
        var binding: [String] = []
        if takesConfirm { binding.append("SupportsShouldProcess") }
        if let defaultSet { binding.append("DefaultParameterSetName = '\(defaultSet)'") }
        if takesConfirm { binding.append("ConfirmImpact = '\(isHighImpact ? "High" : "Medium")'") }
        // SupportsShouldProcess brings these two by itself.
        let own = parameters.filter { !(takesConfirm && ["WhatIf", "Confirm"].contains($0.name)) }
        return """
            function \(name) {
              [CmdletBinding(\(binding.joined(separator: ", ")))]
              param(
            \(own.map(\.text).joined(separator: ",\n"))
              )
              process { Invoke-ExoCmdlet '\(name)' $PSBoundParameters $PSCmdlet $\(isHighImpact) }
            }

            """
    }
}
