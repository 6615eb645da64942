import CmdletCatalogue
import Synchronization

/// What binding needs of a cmdlet, made of the catalogue once: parameters by name, sets as bits.
final class CmdletPlan: Sendable {
    /// A parameter set.
    struct Set: Sendable {
        let name: String
        let isDefault: Bool
        let parameters: ParameterMask
        let mandatory: ParameterMask
    }

    let facts: CmdletFacts
    let sets: [Set]
    /// By name or alias in small letters.
    private let places: [String: Int]
    /// By name as it is spelled; what no parameter has, and bits of its own, are names that sets alone know.
    private let exactPlaces: [String: Int]
    /// The bit of what no set knows.
    private let unknown: Int

    private static let made = Mutex<[String: CmdletPlan]>([:])

    /// The plan of a cmdlet.
    static func of(_ facts: CmdletFacts) -> CmdletPlan {
        if let plan = made.withLock({ $0[facts.name] }), plan.facts.parameters.count == facts.parameters.count {
            return plan
        }
        let plan = CmdletPlan(facts)
        made.withLock { $0[facts.name] = plan }
        return plan
    }

    private init(_ facts: CmdletFacts) {
        self.facts = facts
        var places: [String: Int] = [:]
        var exact: [String: Int] = [:]
        for (place, parameter) in facts.parameters.enumerated() {
            places[parameter.name.lowercased()] = places[parameter.name.lowercased()] ?? place
            exact[parameter.name] = exact[parameter.name] ?? place
        }
        for (place, parameter) in facts.parameters.enumerated() {
            for alias in parameter.aliases.map({ $0.lowercased() }) { places[alias] = places[alias] ?? place }
        }
        func place(_ name: String) -> Int {
            if let place = exact[name] { return place }
            let place = max(facts.parameters.count, (exact.values.max() ?? -1) + 1)
            exact[name] = place
            return place
        }
        sets = facts.parameterSets.map { set in
            var all = ParameterMask()
            var mandatory = ParameterMask()
            for name in set.parameters { all.insert(place(name)) }
            for parameter in facts.parameters where parameter.mandatoryIn.contains(set.name) {
                mandatory.insert(place(parameter.name))
            }
            return Set(name: set.name, isDefault: set.isDefault, parameters: all, mandatory: mandatory)
        }
        self.places = places
        exactPlaces = exact
        unknown = (exact.values.max() ?? -1) + 1
    }

    /// The parameter with that name or alias; letter case does not count.
    func parameter(named name: String) -> ParameterFacts? {
        (exactPlaces[name].flatMap { $0 < facts.parameters.count ? $0 : nil } ?? places[name.lowercased()])
            .map { facts.parameters[$0] }
    }

    /// The bits of parameters; one that the cmdlet does not have is in no set.
    func mask(of names: [String]) -> ParameterMask {
        var mask = ParameterMask()
        for name in names { mask.insert(exactPlaces[name] ?? unknown) }
        return mask
    }

    /// The names of parameters, in the catalogue's order.
    func names(of mask: ParameterMask) -> [String] {
        facts.parameters.indices.filter(mask.contains).map { facts.parameters[$0].name }
    }
}
