package import CmdletCatalogue
internal import Synchronization

extension BindableCmdlet {
    /// The cmdlets that were asked for: what a program runs again and again is read from the catalogue once.
    private static let known = Mutex<[String: BindableCmdlet]>([:])

    /// The cmdlet of that name.
    ///
    /// - Parameter name: The name as it was typed.
    /// - Throws: ``BindingError`` with code `unknownCmdlet` and the nearest names.
    package init(named name: String) throws {
        let key = name.lowercased()
        if let cmdlet = Self.known.withLock({ $0[key] }) {
            self = cmdlet
            return
        }
        let facts = CmdletCatalogue.cmdlet(named: name)
        let function = facts == nil ? CmdletCatalogue.function(named: name) : nil
        guard let cmdlet = facts.map({ BindableCmdlet($0) }) ?? function.map({ BindableCmdlet($0, documented: nil) })
        else {
            throw BindingError(
                .unknownCmdlet,
                "There is no cmdlet '\(name)'.",
                nearestNames: CmdletCatalogue.nearestNames(to: name)
            )
        }
        Self.known.withLock { $0[key] = cmdlet }
        self = cmdlet
    }

    /// The cmdlet with those facts.
    package init(_ facts: CmdletFacts) {
        self = facts.function.map { BindableCmdlet($0, documented: facts) } ?? BindableCmdlet(documented: facts)
    }

    private init(_ function: FunctionFacts, documented: CmdletFacts?) {
        let sets = function.sets.isEmpty ? [Self.everySet] : function.sets
        let types = Self.types(of: documented?.parameters ?? [])
        let holders = Self.holders(in: documented?.parameterSets ?? [])
        var parameters = function.parameters.map {
            BindableParameter($0, documentedType: types[$0.name.lowercased()])
        }
        let known = Set(parameters.map { $0.spellings[0] })
        let hasPositions = function.parameters.contains { $0.position != nil }
        for facts in documented?.parameters ?? [] where !known.contains(facts.name.lowercased()) {
            let documentedSets = (holders[facts.name] ?? []).filter(sets.contains)
            var parameter = BindableParameter(
                facts,
                documentedType: types[facts.name.lowercased()],
                sets: documentedSets
            )
            parameter.mandatoryIn = []
            // A function that was seen without what it is about takes that as documented.
            if parameter.position != 0 || hasPositions { parameter.position = nil }
            if documentedSets.isEmpty, let documented, holders[facts.name]?.count != documented.parameterSets.count {
                parameter.newerSets = holders[facts.name] ?? []
            }
            parameters.append(parameter)
        }
        var newerDemands: [String: [String]] = [:]
        for set in Set(parameters.flatMap(\.newerSets)) {
            newerDemands[set] = documented?.parameters.filter { $0.mandatoryIn.contains(set) }.map(\.name)
        }
        self.init(
            name: documented?.name ?? function.name,
            sets: sets,
            defaultSet: function.defaultSet,
            hasHighImpact: function.impact == "High",
            documented: documented,
            isObserved: true,
            parameters: parameters,
            newerDemands: newerDemands
        )
    }

    private init(documented facts: CmdletFacts) {
        let types = Self.types(of: facts.parameters)
        let holders = Self.holders(in: facts.parameterSets)
        self.init(
            name: facts.name,
            sets: facts.parameterSets.map(\.name),
            defaultSet: facts.defaultSet,
            hasHighImpact: facts.impact == "High",
            documented: facts,
            isObserved: false,
            parameters: facts.parameters.map { parameter in
                let holders = holders[parameter.name] ?? []
                var bindable = BindableParameter(
                    parameter,
                    documentedType: types[parameter.name.lowercased()],
                    sets: holders.count == facts.parameterSets.count ? [] : holders
                )
                if EntityCmdlet.takesMailboxFirst(facts.name), parameter.name == "Identity" { bindable.position = 0 }
                return bindable
            }
        )
    }

    /// The documented types of parameters by their names in small letters; many share a type, which is looked up once.
    private static func types(of parameters: [ParameterFacts]) -> [String: DocumentedType] {
        var known: [String: DocumentedType] = [:]
        var types: [String: DocumentedType] = [:]
        for parameter in parameters {
            var type = known[parameter.type] ?? DocumentedType(named: parameter.type)
            known[parameter.type] = type
            type.values = parameter.values
            types[parameter.name.lowercased()] = type
        }
        return types
    }

    /// The names of the sets that hold a parameter, by its name.
    private static func holders(in sets: [ParameterSetFacts]) -> [String: [String]] {
        var holders: [String: [String]] = [:]
        for set in sets {
            for parameter in set.parameters { holders[parameter, default: []].append(set.name) }
        }
        return holders
    }
}
