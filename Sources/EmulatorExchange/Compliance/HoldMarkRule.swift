import EmulatorCore
import ExoJSON

/// The holds that a policy of Security & Compliance puts on mailboxes, as marks in their `InPlaceHolds`, or in the organization's
/// where it is for all.
///
/// A mark names the policy: `UniH` and its id for one of a case; `mbx` or `grp`, its id without hyphens and how it retains for others.
/// Marks come and go at once, where the service takes up to a day.
struct HoldMarkRule: ObjectRule {
    private static let property = "InPlaceHolds"
    /// Where a policy keeps whom it has put a mark of exclusion on; other such marks are the mailboxes' own.
    private static let excluded = "MarkedExclusions"

    /// The noun of the policies.
    let policy: String
    /// The noun of their rules.
    let rules: String

    func stored(_ object: ExchangeObject, in scope: CallScope) throws { try mark(object, without: nil, scope) }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        if !call.isQuestion { try mark(object, without: object, scope) }
    }

    /// The marks of a policy by the recipient that has each; the organization's stand without one.
    private struct Marks {
        var holds: [String: [String]] = [:]
        var exclusions: [String: [String]] = [:]
    }

    /// Puts the marks of the policy that an object is, or is a rule of, where they belong, and takes them from everywhere else.
    private func mark(_ object: ExchangeObject, without gone: ExchangeObject?, _ scope: CallScope) throws {
        guard let noun = ComplianceNoun.named(policy), let ruleNoun = ComplianceNoun.named(rules) else { return }
        let found =
            object.objectClass == noun.objectClass
            ? object : try scope.objects.objects(named: object.owner, of: noun.objectClass) { _ in true }.first
        guard var policy = found else { return }
        let isGone = gone?.guid == policy.guid
        let own = try scope.objects.objects(ownedBy: policy, ruleNoun.objectClass).filter { $0.guid != gone?.guid }
        let marks = isGone ? Marks() : try self.marks(of: policy, own, scope)
        let key = Self.key(policy)
        let before = Set(policy.texts(Self.excluded))

        var touched = try scope.objects.objects(of: .organization)
        touched += try scope.objects.recipients(mentioning: [policy.guid, key])
        for guid in Set(marks.holds.keys).union(marks.exclusions.keys)
        where !touched.contains(where: { $0.guid == guid }) {
            touched += try scope.objects.objects(named: guid, of: .recipient) { $0.guid == guid }
        }
        for original in touched {
            let guid = original.objectClass == .organization ? "" : original.guid
            var list = original.texts(Self.property).filter { mark in
                guard mark.contains(key) || mark.contains(policy.guid) else { return true }
                return mark.hasPrefix("-") && !isGone && !before.contains(guid)
            }
            for mark in (marks.holds[guid] ?? []) + (marks.exclusions[guid] ?? []) where !list.contains(mark) {
                list.append(mark)
            }
            guard list != original.texts(Self.property) else { continue }
            var object = original
            object.properties[Self.property] = .array(list.map { .string($0) })
            if marks.holds[""] == nil, endsCaseHold(of: original, leaving: list) {
                object.properties["DelayHoldApplied"] = true
            }
            try scope.objects.update(object, from: original)
        }
        if !isGone, before != Set(marks.exclusions.keys),
            var stored = try scope.objects.objects(at: [policy.sequence]).first
        {
            stored.properties[Self.excluded] = .array(marks.exclusions.keys.sorted().map { .string($0) })
            try scope.objects.update(stored)
            policy = stored
        }
        try releaseInactive(scope)
    }

    /// Whether a mailbox in use loses the hold of a case, which leaves a delay hold on it.
    private func endsCaseHold(of mailbox: ExchangeObject, leaving marks: [String]) -> Bool {
        policy == "CaseHoldPolicy" && mailbox.objectClass == .recipient && mailbox.state == .active
            && RecipientTypes.mailboxes.contains(mailbox.typeDetails)
            && mailbox.texts(Self.property).contains { $0.hasPrefix("UniH") && !marks.contains($0) }
    }

    /// Inactive mailboxes that nothing holds any more are deleted ones.
    private func releaseInactive(_ scope: CallScope) throws {
        var inactive: [ExchangeObject] = []
        let range = (after: Int64(0), through: Int64.max)
        try scope.objects.forEach(.recipient, types: nil, states: [.inactive], in: range) { object in
            inactive.append(object)
            return true
        }
        for before in inactive {
            var object = before
            if try scope.releaseIfInactive(&object) { try scope.objects.update(object, from: before) }
        }
    }

    private static func key(_ policy: ExchangeObject) -> String { policy.guid.filter { $0 != "-" } }

    private func marks(of policy: ExchangeObject, _ rules: [ExchangeObject], _ scope: CallScope) throws -> Marks {
        var marks = Marks()
        guard policy.properties["Enabled"] != false, let way = Self.way(rules) else { return marks }
        func recipients(_ list: String) throws -> [String] {
            try policy.texts(list).compactMap { place in
                try LocationRule.recipient(at: place, scope) { $0.state != .softDeleted }?.guid
            }
        }
        let key = Self.key(policy)
        for (stem, prefix) in [("Exchange", "mbx"), ("ModernGroup", "grp")] {
            let mark = self.policy == "CaseHoldPolicy" ? "UniH\(policy.guid)" : "\(prefix)\(key):\(way)"
            if policy.texts("\(stem)Location") == ["All"] {
                marks.holds["", default: []].append(mark)
                for guid in try recipients("\(stem)LocationException") {
                    marks.exclusions[guid, default: []].append("-\(prefix)\(key)")
                }
            } else {
                for guid in try recipients("\(stem)Location") { marks.holds[guid, default: []].append(mark) }
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
