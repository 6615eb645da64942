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

    func stored(_ object: ExchangeObject, in scope: CallScope) throws { try stored([object], in: scope) }

    func stored(_ objects: [ExchangeObject], in scope: CallScope) throws {
        // A statement looks for so many texts at most.
        for start in stride(from: 0, to: objects.count, by: 100) {
            let some = objects[start..<min(start + 100, objects.count)]
            try mark(some.compactMap { try marked(by: $0, without: nil, scope) }, scope)
        }
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        guard !call.isQuestion, let policy = try marked(by: object, without: object, scope) else { return }
        try mark([policy], scope)
    }

    /// The marks of a policy by the recipient that has each; the organization's stand without one.
    private struct Marks {
        var holds: [String: [String]] = [:]
        var exclusions: [String: [String]] = [:]
    }

    /// A policy with the marks that it puts.
    private struct MarkedPolicy {
        let policy: ExchangeObject
        let isGone: Bool
        let marks: Marks
        let key: String
        /// Whom it has put a mark of exclusion on before.
        let excluded: Set<String>

        /// The marks of a recipient after it, the organization's without one.
        func list(after marks: [String], of guid: String) -> [String] {
            var list = marks.filter { mark in
                guard mark.contains(key) || mark.contains(policy.guid) else { return true }
                return mark.hasPrefix("-") && !isGone && !excluded.contains(guid)
            }
            for mark in (self.marks.holds[guid] ?? []) + (self.marks.exclusions[guid] ?? []) where !list.contains(mark)
            {
                list.append(mark)
            }
            return list
        }
    }

    /// The policy that an object is, or is a rule of, with its marks; `nil` for what is neither.
    private func marked(
        by object: ExchangeObject,
        without gone: ExchangeObject?,
        _ scope: CallScope
    ) throws -> MarkedPolicy? {
        guard let noun = ComplianceNoun.named(policy), let ruleNoun = ComplianceNoun.named(rules) else { return nil }
        let found =
            object.objectClass == noun.objectClass
            ? object : try scope.objects.objects(named: object.owner, of: noun.objectClass) { _ in true }.first
        guard let policy = found else { return nil }
        let isGone = gone?.guid == policy.guid
        let own = try scope.objects.objects(ownedBy: policy, ruleNoun.objectClass).filter { $0.guid != gone?.guid }
        return MarkedPolicy(
            policy: policy,
            isGone: isGone,
            marks: isGone ? Marks() : try marks(of: policy, own, scope),
            key: Self.key(policy),
            excluded: Set(policy.texts(Self.excluded))
        )
    }

    /// Puts the marks of policies where they belong, and takes them from everywhere else.
    private func mark(_ policies: [MarkedPolicy], _ scope: CallScope) throws {
        guard !policies.isEmpty else { return }
        var touched = try scope.objects.objects(of: .organization)
        touched += try scope.objects.recipients(mentioning: policies.flatMap { [$0.policy.guid, $0.key] })
        let known = Set(touched.map(\.guid))
        let named = policies.flatMap { Array($0.marks.holds.keys) + $0.marks.exclusions.keys }
        for guid in Set(named).subtracting(known) where !guid.isEmpty {
            touched += try scope.objects.objects(named: guid, of: .recipient) { $0.guid == guid }
        }
        let holdsAll = policies.contains { $0.marks.holds[""] != nil }
        for original in touched {
            let guid = original.objectClass == .organization ? "" : original.guid
            let list = policies.reduce(original.texts(Self.property)) { $1.list(after: $0, of: guid) }
            guard list != original.texts(Self.property) else { continue }
            var object = original
            object.properties[Self.property] = .array(list.map { .string($0) })
            if object.objectClass == .recipient { RecoverableItemsRoom.grow(&object) }
            if !holdsAll, endsCaseHold(of: original, leaving: list) { object.properties["DelayHoldApplied"] = true }
            try scope.objects.update(object, from: original)
        }
        for marked in policies where !marked.isGone && marked.excluded != Set(marked.marks.exclusions.keys) {
            guard var stored = try scope.objects.objects(at: [marked.policy.sequence]).first else { continue }
            stored.properties[Self.excluded] = .array(marked.marks.exclusions.keys.sorted().map { .string($0) })
            try scope.objects.update(stored)
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
        var released: [ExchangeObject] = []
        let general = try scope.objects.organizationHolds()
        let range = (after: Int64(0), through: Int64.max)
        try scope.objects.forEach(.recipient, types: nil, states: [.inactive], in: range) { object in
            if !ObjectStore.isHeld(object, byOrganization: general) { released.append(object) }
            return true
        }
        for before in released {
            var object = before
            MailboxLife.release(&object, now: scope.now)
            try scope.objects.update(object, from: before)
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
