import EmulatorCore
import ExoJSON

/// The place of a policy among all, or of a rule among those of its policy: each has its own, and others move when one is given.
struct PriorityRule: ObjectRule {
    private static let property = "Priority"

    let noun: String

    func takes(_ parameter: String) -> Bool { parameter == Self.property }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        guard draft.shape.property(Self.property)?.kind == .int32 else { return }
        let others = try siblings(of: draft.object, scope)
        var wanted = draft.object.sequence == 0 ? others.count : nil
        if case .value(let value)? = call[Self.property], let number = value.integerValue {
            // What lies behind the last place means the last one.
            wanted = Int(min(max(number, 0), Int64(others.count)))
        }
        guard let place = wanted else { return }
        draft.store(Self.property, .integer(Int64(place)))
        if !call.isQuestion { try Self.number(others, leaving: place, scope) }
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        guard !call.isQuestion, ObjectShape.of(noun: noun).property(Self.property)?.kind == .int32 else { return }
        try Self.number(try siblings(of: object, scope), leaving: nil, scope)
    }

    private func siblings(of object: ExchangeObject, _ scope: CallScope) throws -> [ExchangeObject] {
        let all = try ComplianceNoun.named(noun)?.ordered(scope) ?? []
        return all.filter { $0.owner == object.owner && $0.guid != object.guid }
    }

    /// Gives objects the places from zero on.
    ///
    /// - Parameters:
    ///   - objects: The objects in their order.
    ///   - free: A place that is left out, `nil` for none.
    ///   - scope: Where they are.
    /// - Throws: `DatabaseError`.
    static func number(_ objects: [ExchangeObject], leaving free: Int?, _ scope: CallScope) throws {
        for (place, object) in objects.enumerated() {
            let wanted = Int64(free.map { place >= $0 ? place + 1 : place } ?? place)
            guard object.properties[property]?.integerValue ?? 0 != wanted else { continue }
            var object = object
            object.properties[property] = .integer(wanted)
            try scope.objects.update(object)
        }
    }
}
