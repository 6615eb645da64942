import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-EtrLimits: how many rules of mail flow there may be and how large, and how many there are and how large.
///
/// See https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits.
struct RuleLimitsReader: CmdletHandler {
    private static let noun = SettingNoun("TransportRule")
    /// The properties that add recipients.
    private static let adding = ["AddToRecipients", "BlindCopyTo", "CopyTo"]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        let rules = try scope.objects.objects(of: Self.noun.objectClass)
        let patterns = rules.map(Self.patternCharacters)
        let recipients = rules.map { rule in Self.adding.reduce(0) { $0 + rule.texts($1).count } }
        let row = ObjectShape.of(noun: noun).row(
            "",
            [
                "CurrentTransportRulesCount": .integer(Int64(rules.count)),
                "CurrentLargestTransportRule": Self.largest(rules, by: rules.map(Self.size)),
                "CurrentRegExCharacterCountInAllTransportRules": Self.sum(patterns),
                "CurrentTransportRuleWithLargestRegExCharacterCount": Self.largest(rules, by: patterns),
                "CurrentAddedRecipientCountByAllTransportRules": Self.sum(recipients),
                "CurrentTransportRuleWithMaximumNumberOfAddedRecipients": Self.largest(rules, by: recipients),
            ]
        )
        return .row(noun, scope, row)
    }

    private static func sum(_ numbers: [Int]) -> JSONValue { .integer(Int64(numbers.reduce(0, +))) }

    /// The id of the rule with the greatest number, with the number (its form is a guess); null where no rule has any.
    private static func largest(_ rules: [ExchangeObject], by numbers: [Int]) -> JSONValue {
        let pairs = zip(rules, numbers).filter { $0.1 > 0 }
        guard let greatest = pairs.max(by: { $0.1 < $1.1 }) else { return .null }
        return .string("\(greatest.0.guid) (\(greatest.1))")
    }

    /// The bytes of what a rule says; the service counts those of its own form, which is not public.
    private static func size(of rule: ExchangeObject) -> Int {
        rule.name.utf8.count + JSONValue.object(rule.properties).text().utf8.count
    }

    /// The characters of a rule's patterns.
    private static func patternCharacters(of rule: ExchangeObject) -> Int {
        rule.properties.names.filter { $0.hasSuffix("MatchesPatterns") }
            .reduce(0) { sum, name in sum + rule.texts(name).reduce(0) { $0 + $1.count } }
    }
}
