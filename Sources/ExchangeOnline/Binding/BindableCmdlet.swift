internal import CmdletCatalogue

/// A cmdlet as the binder sees it: what was observed of its function first, what is documented added.
package struct BindableCmdlet: Sendable {
    /// The name as the service spells it.
    package let name: String
    /// The parameter sets; one without a name where there is only one.
    let sets: [String]
    let defaultSet: String?
    /// Whether the client asks before it runs the cmdlet unless told otherwise, whatever its parameters.
    package let hasHighImpact: Bool
    /// The services that are documented to have it; empty where nobody knows.
    let services: [CmdletService]
    /// The services that were seen to offer it.
    let offeringServices: [CmdletService]
    /// Whether the function that the service generates was seen, so that its default set is certain.
    let isObserved: Bool
    private let parameters: [BindableParameter]
    /// Every parameter, those that every cmdlet has apart.
    var all: [BindableParameter] { parameters }
    /// The places of the parameters by their names and aliases in small letters.
    private let places: [String: Int]
    /// The parameters that need not be named.
    let positional: [BindableParameter]
    /// The parameters that must be given in some set.
    let mandatory: [BindableParameter]
    /// The names of those that each set demands, also the sets that are newer than the function that was seen.
    let demanded: [String: [String]]

    /// The name that the tables use for every set.
    static let everySet = "(All)"

    init(
        name: String,
        sets: [String],
        defaultSet: String?,
        hasHighImpact: Bool,
        documented: CmdletFacts?,
        isObserved: Bool,
        parameters: [BindableParameter],
        newerDemands: [String: [String]] = [:]
    ) {
        self.name = name
        self.sets = sets.isEmpty ? [Self.everySet] : sets
        self.defaultSet = defaultSet
        self.hasHighImpact = hasHighImpact
        services = documented?.services ?? []
        offeringServices = documented?.exportedBy ?? []
        self.isObserved = isObserved
        self.parameters = parameters
        var places: [String: Int] = [:]
        for (place, parameter) in parameters.enumerated() {
            for spelling in parameter.spellings where places[spelling] == nil { places[spelling] = place }
        }
        self.places = places
        positional = parameters.filter { $0.position != nil }
        let mandatory = parameters.filter { !$0.mandatoryIn.isEmpty }
        self.mandatory = mandatory
        var demanded = newerDemands
        for set in self.sets {
            demanded[set] = mandatory.filter { $0.belongs(to: set) && $0.isMandatory(in: set) }.map(\.name)
        }
        self.demanded = demanded
    }

    /// The parameter of exactly that name, `nil` where there is none.
    package func holds(_ name: String) -> BindableParameter? {
        places[name.lowercased()].map { parameters[$0] }.flatMap { $0.name == name ? $0 : nil }
    }

    /// The parameter that takes the first value without a name.
    package var first: BindableParameter? {
        let lowest = positional.compactMap(\.position).min()
        let candidates = positional.filter { $0.position == lowest }
        return candidates.first { parameter in defaultSet.map(parameter.belongs) ?? false } ?? candidates.first
    }

    /// What must be given beside a parameter, or beside nothing.
    ///
    /// - Parameter parameter: What is given.
    /// - Returns: The rest of the default set where the parameter is in it, else of the set that needs least.
    package func needed(with parameter: BindableParameter?) -> [BindableParameter] {
        let fitting = sets.filter { parameter?.belongs(to: $0) ?? true }
        let rests = fitting.map { set in
            mandatory.filter { $0.belongs(to: set) && $0.isMandatory(in: set) && $0.name != parameter?.name }
        }
        if let place = fitting.firstIndex(where: { $0 == defaultSet }) { return rests[place] }
        return rests.min { $0.count < $1.count } ?? []
    }

    /// The parameter that a name stands for: the name itself or an alias, else the only one that begins so.
    ///
    /// - Parameter typed: The name without its dash.
    /// - Returns: The one parameter.
    /// - Throws: ``BindingError`` with code `ambiguousParameter` or `unknownParameter`.
    package func parameter(_ typed: String) throws -> BindableParameter {
        let wanted = typed.lowercased()
        if let place = places[wanted] { return parameters[place] }
        if let common = BindableParameter.common.first(where: { $0.isCalled(wanted) }) { return common }
        // What was observed binds as it did; names that were added since cannot make it ambiguous.
        let observed = parameters.filter(\.isObserved)
        for group in [observed, parameters, BindableParameter.common] {
            let matches = group.filter { $0.begins(wanted) }
            if matches.count == 1 { return matches[0] }
            guard matches.isEmpty else {
                throw BindingError(
                    .ambiguousParameter,
                    "-\(typed) is the beginning of several parameters of \(name): "
                        + matches.map { "-\($0.name)" }.joined(separator: ", ") + ".",
                    nearestNames: matches.prefix(5).map(\.name)
                )
            }
        }
        let names = parameters.map(\.name)
        let near = NearestNames.nearest(to: typed, among: names)
        throw BindingError(
            .unknownParameter,
            "\(name) has no parameter -\(typed).",
            nearestNames: (near.isEmpty ? NearestNames.sharingWords(with: typed, among: names) : near).map { "-\($0)" }
        )
    }
}
