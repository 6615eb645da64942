/// What is known of one parameter of a cmdlet.
package struct ParameterFacts: Sendable, Equatable {
    /// The name as the service spells it.
    package var name: String
    /// The documented type's short name; `Object` where only the export knows the parameter.
    package var type: String
    /// The .NET type that PowerShell coerces to before sending, where it was seen; `Object` passes through.
    package var netType: String?
    /// The parameter sets in which it must be given.
    package var mandatoryIn: [String]
    /// The place among the arguments without a name, from 0; `nil` when it must be named.
    package var position: Int?
    /// Other names.
    package var aliases: [String]
    /// How a pipeline binds it.
    package var pipeline: PipelineBinding
    /// Whether the page says that wildcards are taken.
    package var allowsWildcards: Bool
    /// The services that have it.
    package var services: [CmdletService]
    /// The closed list of values, empty where there is none.
    package var values: [String]
    /// Values that the page names without closing the list.
    package var suggestedValues: [String]
    /// The smallest and the largest whole number taken.
    package var range: ClosedRange<Int>?
    /// The default as the page states it.
    package var defaultValue: String?
    /// The default where it is a list.
    package var defaultValues: [String]
    /// How an identity may be written: `name`, `alias`, `dn`, `guid`, `smtpAddress`, `userPrincipalName` and more.
    package var forms: [String]
    /// Whether the page says that it is reserved for the service's own use.
    package var isInternal: Bool

    /// How a value from the pipeline reaches a parameter.
    package enum PipelineBinding: String, Sendable {
        /// Not at all.
        case none
        /// As the object itself.
        case byValue
        /// As the property with the name of the parameter.
        case byPropertyName
        /// Either way.
        case both
        /// The page says yes without saying how.
        case unspecified
    }
}

extension ParameterFacts {
    /// What kind of value the documented type takes: `switch`, `bool`, `identity`, `multivalue`, `size` and more.
    package var kind: String? { CmdletCatalogue.type(named: type)?.kind }

    init?(_ entry: FactValue, netTypes: [String: String]) {
        guard let name = entry.text("name"), let type = entry.text("type") else { return nil }
        let bounds = entry.elements("range").compactMap(\.number)
        self.init(
            name: name,
            type: type,
            netType: netTypes[name.lowercased()],
            mandatoryIn: entry.texts("mandatoryIn"),
            position: entry.number("position"),
            aliases: entry.texts("aliases"),
            pipeline: entry.text("pipeline").flatMap(PipelineBinding.init(rawValue:)) ?? .none,
            allowsWildcards: entry.isTrue("wildcards"),
            services: entry.services("services"),
            values: entry.texts("values"),
            suggestedValues: entry.texts("suggested"),
            range: bounds.count == 2 && bounds[0] <= bounds[1] ? bounds[0]...bounds[1] : nil,
            defaultValue: entry.text("default"),
            defaultValues: entry.texts("defaultList"),
            forms: entry.texts("forms"),
            isInternal: entry.isTrue("internal")
        )
    }
}
