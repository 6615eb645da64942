import EmulatorCore
import ExoJSON

/// The holds that a policy of Security & Compliance puts on mailboxes, as marks in their `InPlaceHolds`, or in the organization's
/// where it is for all.
///
/// A mark names the policy: `UniH` and its id for one of a case; `mbx` or `grp`, its id without hyphens and how it retains for others.
/// Marks come and go at once, where the service takes up to a day.
struct HoldMarkRule: ObjectRule {
    private static let property = "InPlaceHolds"

    /// The noun of the policies.
    let policy: String
    /// The noun of their rules.
    let rules: String

    func stored(_ object: ExchangeObject, in scope: CallScope) throws { try mark(object, without: nil, scope) }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        if !call.isQuestion { try mark(object, without: object, scope) }
    }

    /// Puts the marks of the policy that an object is, or is a rule of, where they belong, and takes them from everywhere else.
    private func mark(_ object: ExchangeObject, without gone: ExchangeObject?, _ scope: CallScope) throws {
        guard let noun = ComplianceNoun.named(policy), let ruleNoun = ComplianceNoun.named(rules) else { return }
        let isPolicy = object.objectClass == noun.objectClass
        let found =
            isPolicy ? object : try scope.objects.objects(named: object.owner, of: noun.objectClass) { _ in true }.first
        guard let policy = found else { return }
        let own = try scope.objects.objects(ownedBy: policy, ruleNoun.objectClass).filter { $0.guid != gone?.guid }
        let marks = gone?.guid == policy.guid ? [:] : try self.marks(of: policy, own, scope)
        let key = Self.key(policy)
        var touched = try scope.objects.recipients(mentioning: [policy.guid, key])
        touched += try scope.objects.objects(of: .organization)
        for guid in marks.keys where !touched.contains(where: { $0.guid == guid }) {
            touched += try scope.objects.objects(named: guid, of: .recipient) { $0.guid == guid }
        }
        for before in touched {
            var object = before
            let mark = marks[before.objectClass == .organization ? "" : before.guid]
            let others = before.texts(Self.property).filter { !$0.contains(key) && !$0.contains(policy.guid) }
            object.properties[Self.property] = .array((others + [mark].compactMap(\.self)).map { .string($0) })
            if object.texts(Self.property) == before.texts(Self.property) { continue }
            if object.state == .inactive, try !scope.isHeld(object) { object.state = .softDeleted }
            try scope.objects.update(object, from: before)
        }
    }

    private static func key(_ policy: ExchangeObject) -> String { policy.guid.filter { $0 != "-" } }

    /// The marks of a policy by the recipient that has each; the organization's stands without one.
    private func marks(
        of policy: ExchangeObject,
        _ rules: [ExchangeObject],
        _ scope: CallScope
    ) throws -> [String: String] {
        guard policy.properties["Enabled"] != false, let way = Self.way(rules) else { return [:] }
        var marks: [String: String] = [:]
        func put(_ mark: String, on places: [String]) throws {
            for place in places {
                let found = try scope.objects.objects(named: place, of: .recipient) { $0.state != .softDeleted }.first
                if let found { marks[found.guid] = mark }
            }
        }
        let key = Self.key(policy)
        let isOfCase = self.policy == "CaseHoldPolicy"
        for (stem, prefix) in [("Exchange", "mbx"), ("ModernGroup", "grp")] {
            let mark = isOfCase ? "UniH\(policy.guid)" : "\(prefix)\(key):\(way)"
            let places = policy.texts("\(stem)Location")
            if places == ["All"] {
                marks[""] = mark
                try put("-\(prefix)\(key)", on: policy.texts("\(stem)LocationException"))
            } else {
                try put(mark, on: places)
            }
        }
        return marks
    }

    /// How rules retain: 1 they only delete, 2 they only keep, 3 both; `nil` for rules that publish labels, and for none.
    private static func way(_ rules: [ExchangeObject]) -> Int? {
        rules.filter { $0.properties["Disabled"] != true && $0.text("PublishComplianceTag") == nil }.map { rule in
            switch rule.text("RetentionComplianceAction") {
            case "Delete": 1
            case "KeepAndDelete": 3
            default: 2
            }
        }.max()
    }
}
