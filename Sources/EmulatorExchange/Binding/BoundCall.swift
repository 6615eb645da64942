import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// A cmdlet with its parameters, found good and of their types.
struct BoundCall: Sendable {
    var facts: CmdletFacts
    /// The parameter set, `nil` where the cmdlet has none.
    var parameterSet: String?
    /// The values by the names that the catalogue has, in the order sent.
    var parameters: [(name: String, value: BoundValue)]

    /// The value of a parameter that was given.
    subscript(name: String) -> BoundValue? { parameters.first { $0.name == name }?.value }

    /// Whether a switch or truth parameter was given and is on.
    func isOn(_ name: String) -> Bool { self[name]?.flag ?? false }

    /// The text of a parameter, `nil` when it is missing, null or empty.
    func text(_ name: String) -> String? { self[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }

    /// The texts of a list parameter, `nil` when it is missing or empty.
    func texts(_ name: String) -> [String]? { self[name]?.texts.flatMap { $0.isEmpty ? nil : $0 } }
}
