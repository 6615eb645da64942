import CmdletCatalogue
import EmulatorCore

/// Whom the parameters of rules name: recipients, which are kept by address, and people outside.
enum RuleParties {
    /// Nouns beside those of the rules that are described.
    private static let others: Set = ["JournalRule", "ReportSubmissionRule"]
    private static let types: Set = ["RecipientIdParameter", "RecipientIdParameter[]"]
    /// Those of rules without a page, whose types are not told.
    private static let untyped: Set = ["ExceptIfSentTo", "ExceptIfSentToMemberOf", "SentTo", "SentToMemberOf"]

    /// The parameters of a call that name somebody.
    static func parameters(of call: BoundCall) -> Set<String> {
        guard RuleWords.describes(call.facts.noun) || others.contains(call.facts.noun) else { return [] }
        let named = call.parameters.map(\.name).filter { name in
            call.facts.parameter(named: name).map {
                types.contains($0.type) || $0.type == "Object[]" && untyped.contains(name)
            } ?? false
        }
        return Set(named)
    }

    /// The address of whoever an identity names.
    ///
    /// - Parameters:
    ///   - identity: Any name of a recipient, an address of anybody, or either as rules of mailboxes show it.
    ///   - parameter: The parameter; one about the members of groups takes nobody from outside.
    ///   - scope: Where the cmdlet runs.
    /// - Returns: The address; the name of a recipient without one.
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    static func address(of identity: String, for parameter: String, _ scope: CallScope) throws -> String {
        guard !identity.isEmpty else { return identity }
        let name = plain(identity)
        // A rule names somebody; a pattern is nobody's name.
        guard !name.contains("*") else { throw AdminAPIError.notFound(identity, noun: "Recipient") }
        let found = try scope.objects.objects(named: name, of: .recipient) { $0.state == .active }
        guard found.count < 2 else { throw AdminAPIError.ambiguous(identity, noun: "Recipient") }
        if let recipient = found.first { return recipient.primaryAddress ?? recipient.name }
        guard !parameter.contains("MemberOf"), ProxyAddresses.isAddress(name) else {
            throw AdminAPIError.notFound(identity, noun: "Recipient")
        }
        return name
    }

    /// What stands in brackets behind a name, without its kind: `"Alex Wilber" [EX:/o=…]`, `Alex <alex@contoso.com>`.
    private static func plain(_ identity: String) -> String {
        var text = identity.trimmingBlanks
        for (open, close) in [("[", "]"), ("<", ">")] as [(Character, Character)] {
            guard text.last == close, let start = text.lastIndex(of: open) else { continue }
            text = String(text[text.index(after: start)...].dropLast())
        }
        let kind = ["smtp:", "ex:"].first { text.lowercased().hasPrefix($0) }
        return String(text.dropFirst(kind?.count ?? 0))
    }
}
