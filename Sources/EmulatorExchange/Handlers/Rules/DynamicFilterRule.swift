import EmulatorCore
import ExoJSON

/// `-RecipientFilter`, or `-IncludedRecipients` and conditions, of which the service makes a filter.
struct DynamicFilterRule: ParameterRule {
    private static let condition = "Conditional"
    private static let kinds = "IncludedRecipients"

    func takes(_ parameter: String) -> Bool {
        parameter == "RecipientFilter" || parameter == Self.kinds || parameter.hasPrefix(Self.condition)
    }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        // An empty list says nothing.
        guard value != .value([]) else { return }
        guard parameter == "RecipientFilter" else {
            draft.store("RecipientFilterType", "Precanned")
            if parameter == Self.kinds {
                draft.store(parameter, value.text.map { .string($0) } ?? .null)
            } else {
                try draft.set(parameter, value)
            }
            return
        }
        let filter = value.text ?? ""
        guard try !FilterProperties.recipientFilter(filter).looksForEndings else {
            throw AdminAPIError.filter("A wildcard can't be the first character of a value.", parameter: parameter)
        }
        draft.store("RecipientFilterType", "Custom")
        draft.store("RecipientFilter", .string(try Self.readable(Self.withoutSystem(filter))))
        draft.store(Self.kinds, .null)
        for name in draft.object.properties.members.map(\.name) where name.hasPrefix(Self.condition) {
            draft.object.properties[name] = .none
        }
    }

    /// Refuses a filter beside the parts of one; the words are a guess.
    ///
    /// - Throws: ``AdminAPIError``.
    func check(_ call: BoundCall) throws {
        let parts = call.parameters.map(\.name).filter { $0 == Self.kinds || $0.hasPrefix(Self.condition) }.sorted()
        guard call["RecipientFilter"] != nil, let part = parts.first else { return }
        throw AdminAPIError.invalidOperation(
            "The parameters \"RecipientFilter\" and \"\(part)\" can't be used at the same time."
        )
    }

    /// Makes the filter of what was said in parts.
    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        if draft.changes("RecipientContainer") { try scope.requireUnit(draft.object.text("RecipientContainer")) }
        guard draft.value("RecipientFilterType") == "Precanned" else { return }
        let conditions = draft.object.properties.members.filter { $0.name.hasPrefix(Self.condition) }.map { member in
            (
                String(member.name.dropFirst(Self.condition.count)),
                member.value.arrayValue?.compactMap(\.stringValue) ?? []
            )
        }
        let whole = Self.filter(kinds: draft.object.text(Self.kinds) ?? "AllRecipients", conditions)
        draft.store("RecipientFilter", .string(try Self.readable(whole)))
    }

    /// The filter of who is of some kinds and has one of the values of each property.
    static func filter(kinds: String, _ conditions: [(String, [String])]) -> String {
        var parts = [filter(of: kinds)]
        for (property, values) in conditions {
            let words = values.map {
                "(\(property) -eq '\($0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))')"
            }
            if !words.isEmpty { parts.append(words.count == 1 ? words[0] : "(\(words.joined(separator: " -or ")))") }
        }
        let whole = parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " -and ")))"
        return withoutSystem(whole)
    }

    /// A filter that was made longer, as long as it is still one that is read.
    ///
    /// - Throws: ``AdminAPIError`` where it went beyond the limits.
    private static func readable(_ filter: String) throws -> String {
        _ = try FilterProperties.recipientFilter(filter)
        return filter
    }

    /// Which recipients a list of kinds means.
    private static func filter(of kinds: String) -> String {
        let parts = kinds.split(separator: ",").map { $0.trimmingBlanks }.compactMap { filters[$0] }
        guard let first = parts.first else { return "(Alias -ne $null)" }
        return parts.count == 1 ? first : "(\(parts.joined(separator: " -or ")))"
    }

    private static let filters = [
        "MailboxUsers": "(RecipientType -eq 'UserMailbox')",
        "MailContacts": "(RecipientType -eq 'MailContact')",
        "MailUsers": "(RecipientType -eq 'MailUser')",
        "Resources": "((RecipientTypeDetails -eq 'RoomMailbox') -or (RecipientTypeDetails -eq 'EquipmentMailbox'))",
        "MailGroups":
            "((RecipientType -eq 'MailUniversalDistributionGroup') -or (RecipientType -eq 'MailUniversalSecurityGroup') "
            + "-or (RecipientType -eq 'MailNonUniversalGroup') -or (RecipientType -eq 'DynamicDistributionGroup'))",
    ]

    /// A filter with what the service adds to each: its own mailboxes are nobody's mail.
    private static func withoutSystem(_ filter: String) -> String {
        let names = ["SystemMailbox{*", "CAS_{*"].map { "(-not(Name -like '\($0)'))" }
        let types = [
            "MailboxPlan", "DiscoveryMailbox", "PublicFolderMailbox", "ArbitrationMailbox", "AuditLogMailbox",
            "AuxAuditLogMailbox", "SupervisoryReviewPolicyMailbox",
        ].map { "(-not(RecipientTypeDetailsValue -eq '\($0)'))" }
        return "((\(filter)) -and \((names + types).joined(separator: " -and ")))"
    }
}
