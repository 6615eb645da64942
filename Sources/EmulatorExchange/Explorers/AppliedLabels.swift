import EmulatorCore
import ExoJSON

/// The retention labels that rules apply to what is in mailboxes; the first rule that fits an item says which.
struct AppliedLabels {
    private struct Rule {
        let label: ExchangeObject
        let places: PolicyPlaces
        let query: ContentQuery
        let condition: SensitiveCondition?
    }

    private let rules: [Rule]
    private let people: Correspondents

    /// - Throws: ``AdminAPIError`` for a query that is none; `DatabaseError`.
    init(_ scope: CallScope) throws {
        people = try Correspondents(scope)
        guard let noun = ComplianceNoun.named("RetentionComplianceRule"),
            let labels = ComplianceNoun.named(RetentionLabelRule.noun)
        else {
            rules = []
            return
        }
        try noun.prepare(scope)
        try labels.prepare(scope)
        rules = try scope.objects.objects(of: noun.objectClass).compactMap { rule in
            guard let name = rule.text(LabelOfRuleRule.applied), rule.properties["Disabled"] != true,
                let label = try labels.known([name], scope).first, let policy = try noun.owner(of: rule, scope),
                policy.properties["Enabled"] != false
            else { return nil }
            return Rule(
                label: label,
                places: try PolicyPlaces(of: policy, scope),
                query: try ContentQuery(rule.text("ContentMatchQuery") ?? "", now: scope.now),
                condition: rule.properties["ContentContainsSensitiveInformation"].flatMap { condition in
                    RuleWords.isSet(condition) ? SensitiveCondition(condition) : nil
                }
            )
        }
    }

    /// The label of an item, `nil` for none.
    func label(
        of item: MailboxItem,
        in folder: MailboxFolder,
        _ mailbox: ExchangeObject,
        _ findings: [SensitiveFinding]
    ) -> ExchangeObject? {
        rules.first { rule in
            rule.places.contain(mailbox.primaryAddress ?? mailbox.name)
                && rule.condition.map { $0.holds(findings) } ?? true
                && rule.query.matches(
                    ContentQuery.Subject(
                        text: item.subject,
                        received: item.received,
                        size: item.size,
                        containerClass: folder.containerClass,
                        people: { people.correspondence(of: item, in: mailbox) }
                    )
                )
        }?.label
    }
}
