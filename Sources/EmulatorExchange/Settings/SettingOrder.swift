import EmulatorCore
import ExoJSON

/// The order in which rules apply: each has a place, without gaps.
struct SettingOrder {
    let noun: SettingNoun
    let owner: ExchangeObject?
    let scope: CallScope

    private static let property = "Priority"

    /// `nil` where the objects of a noun stand in no order.
    init?(_ noun: SettingNoun, owner: ExchangeObject?, _ scope: CallScope) {
        // Policies of addresses have a word for the last place, so that they show all places as text.
        guard noun.view.shape.property(Self.property)?.kind == .int32 || noun.noun == "EmailAddressPolicy" else {
            return nil
        }
        self.noun = noun
        self.owner = owner
        self.scope = scope
    }

    /// Rules of a mailbox are counted from one, those of the organization from zero.
    private var first: Int { owner == nil ? 0 : 1 }

    /// Whether there are two places that stay with their rules: strict protection has the first, standard the other, and no other
    /// is taken by a new one.
    private var isFixed: Bool { ["ATPProtectionPolicyRule", "EOPProtectionPolicyRule"].contains(noun.noun) }

    /// All objects, the first one first.
    func objects() throws -> [ExchangeObject] {
        let all =
            try owner.map { try scope.objects.objects(ownedBy: $0, noun.objectClass) }
            ?? scope.objects.objects(of: noun.objectClass)
        return all.sorted { (Self.priority(of: $0), $0.sequence) < (Self.priority(of: $1), $1.sequence) }
    }

    /// Puts an object at the place that a call names, or leaves it where it is; a new one becomes the last.
    ///
    /// - Throws: ``AdminAPIError`` for a place that there is not.
    func place(_ draft: inout ObjectDraft, _ call: BoundCall) throws {
        let others = try objects().filter { $0.guid != draft.object.guid }
        let isNew = draft.object.sequence == 0
        let last = first + (isFixed ? max(others.count, 1) : others.count)
        // By default the rules of both protections are called after them; that no other name is strict protection's is a guess.
        let usual = isFixed && draft.object.name.lowercased().hasPrefix("strict") ? first : last
        guard let asked = asked(call) ?? (isNew ? usual : nil) else { return }
        let places = isFixed && isNew ? usual...usual : first...last
        guard places.contains(asked) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.DataValidationException",
                message: "The priority \(asked) isn't valid. It must be "
                    + (places.count == 1 ? "\(usual)." : "from \(first) to \(last).")
            )
        }
        draft.store(Self.property, .integer(Int64(asked)))
        try number(others, leaving: asked - first)
    }

    /// Closes the gap that an object has left.
    func close() throws {
        guard !isFixed else { return }
        try number(try objects(), leaving: nil)
    }

    private func asked(_ call: BoundCall) -> Int? {
        guard case .value(let value)? = call[Self.property] else { return nil }
        return value.integerValue.map { Int($0) }
    }

    /// Numbers objects in their order; one place may stay free.
    private func number(_ objects: [ExchangeObject], leaving free: Int?) throws {
        for (place, object) in objects.enumerated() {
            let wanted = first + place + (free.map { place >= $0 ? 1 : 0 } ?? 0)
            guard Self.priority(of: object) != Int64(wanted) else { continue }
            var draft = ObjectDraft(object: object, shape: noun.view.shape)
            draft.store(Self.property, .integer(Int64(wanted)))
            try scope.objects.update(draft.object)
        }
    }

    private static func priority(of object: ExchangeObject) -> Int64 {
        object.properties[property]?.integerValue ?? 0
    }
}
