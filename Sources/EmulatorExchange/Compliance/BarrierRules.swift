import EmulatorCore
import ExoJSON

/// Whom a policy of information barriers is about stands in one of its lists, and a policy in force stays.
///
/// See https://learn.microsoft.com/purview/information-barriers-edit-segments-policies; the words are a guess.
struct BarrierPolicyRule: ObjectRule {
    static let noun = "InformationBarrierPolicy"
    static let lists = ["SegmentsAllowed", "SegmentsBlocked"]
    /// Whom members may talk to, by a filter and not by segments.
    static let allowedFilter = "SegmentAllowedFilter"
    private static let ways = lists + [allowedFilter]

    static func isActive(_ policy: ExchangeObject) -> Bool { policy.text("State")?.lowercased() == "active" }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        try BarrierSubject.check(Self.allowedFilter, of: call)
        // What a change of a list leaves empty says nothing of the other ways.
        let named = Self.ways.filter { way in
            call[way] != nil && (!draft.texts(way).isEmpty || draft.object.text(way)?.isEmpty == false)
        }
        guard let way = named.first else { return }
        guard named.count == 1 else { throw AdminAPIError.parameterSet() }
        for other in Self.ways where other != way { try draft.set(other, .value(.null)) }
    }

    /// Recipients tell the policy that they are in by another id, which is the same here.
    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        ["ExoPolicyId": .string(object.guid)]
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        guard Self.isActive(object) else { return }
        throw AdminAPIError.invalidOperation(
            "The policy \"\(object.name)\" can't be removed because it's active. Set it to inactive first."
        )
    }
}

/// A segment that a policy of information barriers names stays; the words are a guess.
struct SegmentRule: ObjectRule {
    static let noun = "OrganizationSegment"
    /// Who is in it.
    static let filter = "UserGroupFilter"

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        try BarrierSubject.check(Self.filter, of: call)
    }

    /// Sites name segments by another id, which is the same here.
    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        ["ExoSegmentId": .string(object.guid)]
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        guard let policies = ComplianceNoun.named(BarrierPolicyRule.noun) else { return }
        try policies.prepare(scope)
        let user = try scope.objects.objects(of: policies.objectClass).first { policy in
            policy.text("AssignedSegment") == object.name
                || BarrierPolicyRule.lists.contains { policy.texts($0).contains(object.name) }
        }
        guard let user else { return }
        throw AdminAPIError.invalidOperation(
            "The segment \"\(object.name)\" can't be removed because the policy \"\(user.name)\" uses it."
        )
    }
}
