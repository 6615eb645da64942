/// A function as the service generated it for an administrator's shell: what binds there, observed.
package struct FunctionFacts: Sendable, Equatable {
    /// The name as the function is spelled.
    package var name: String
    /// The confirm impact: `Medium` or `High`; `nil` for functions that change nothing.
    package var impact: String?
    /// The parameter sets; empty where there is one without a name.
    package var sets: [String]
    /// The set that is taken when the parameters leave several.
    package var defaultSet: String?
    /// The parameters, common ones left out.
    package var parameters: [Parameter]

    /// One parameter of a generated function.
    package struct Parameter: Sendable, Equatable {
        /// The name.
        package var name: String
        /// The .NET type; `Object` passes values through.
        package var netType: String
        /// The place among the arguments without a name, from 0.
        package var position: Int?
        /// The sets in which it must be given; `(All)` stands for every set.
        package var mandatoryIn: [String]
        /// The sets that have it; empty where every set has it.
        package var sets: [String]
        /// Other names.
        package var aliases: [String]
        /// How a pipeline binds it.
        package var pipeline: ParameterFacts.PipelineBinding
    }
}

extension FunctionFacts {
    init(_ name: String, _ entry: FactValue) {
        self.init(
            name: name,
            impact: entry.text("impact"),
            sets: entry.texts("sets"),
            defaultSet: entry.text("defaultSet"),
            parameters: entry.elements("parameters").compactMap(Parameter.init)
        )
    }
}

extension FunctionFacts.Parameter {
    init?(_ entry: FactValue) {
        guard let name = entry.text("name"), let type = entry.text("type") else { return nil }
        self.init(
            name: name,
            netType: type,
            position: entry.number("position"),
            mandatoryIn: entry.texts("mandatoryIn"),
            sets: entry.texts("in"),
            aliases: entry.texts("aliases"),
            pipeline: entry.text("pipeline").flatMap(ParameterFacts.PipelineBinding.init(rawValue:)) ?? .none
        )
    }
}
