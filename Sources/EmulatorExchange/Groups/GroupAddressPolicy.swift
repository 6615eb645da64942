import EmulatorCore
import ExoJSON

/// A policy of addresses, by which new groups of Microsoft 365 are reached in domains of its own.
///
/// See https://learn.microsoft.com/microsoft-365/solutions/choose-domain-to-create-groups.
struct GroupAddressPolicy {
    static let noun = SettingNoun("EmailAddressPolicy")
    static let filter = "ManagedByFilter"
    private static let switched = "IncludeUnifiedGroupRecipients"

    let policy: ExchangeObject

    /// Those of an organization, the first one first.
    static func all(_ scope: CallScope) throws -> [GroupAddressPolicy] {
        let policies = try SettingOrder(noun, owner: nil, scope)?.objects() ?? []
        return policies.filter { $0.properties[switched] == true }.map(GroupAddressPolicy.init)
    }

    /// The first that fits the caller, who makes the group; an application, which is no recipient, fits no filter (a guess).
    static func first(_ scope: CallScope) throws -> GroupAddressPolicy? {
        let caller = try scope.ownRecipient()
        return try all(scope).first { try $0.fits(caller, scope) }
    }

    private func fits(_ caller: ExchangeObject?, _ scope: CallScope) throws -> Bool {
        guard let text = policy.text(Self.filter), !text.isEmpty else { return true }
        guard let caller else { return false }
        let filter = try FilterProperties.recipientFilter(text, parameter: Self.filter)
        let row = try RowBuilder(view: .recipient, scope, isChosenBy: filter.mentions).row(caller)
        let memberships = filter.mentions(Memberships.properties) ? try Memberships(scope) : nil
        return filter.matches(FilteredObject(object: caller, row: row, memberships: memberships))
    }

    /// The domains of the templates, that of the primary address first.
    var domains: [String] {
        let templates = policy.texts("EnabledEmailAddressTemplates")
        let ordered = templates.filter { $0.hasPrefix("SMTP:") } + templates.filter { !$0.hasPrefix("SMTP:") }
        return ordered.compactMap { $0.split { ":@".contains($0) }.last.map(String.init) }
    }
}

extension NewNames {
    /// Lets a new group be reached in the domains of a policy.
    ///
    /// - Throws: `DatabaseError`.
    mutating func follow(_ policy: GroupAddressPolicy, _ scope: CallScope) throws {
        let addresses = try policy.domains.map { try scope.freeAddress(alias, in: $0) }
        guard let first = addresses.first else { return }
        primary = first
        others = addresses.dropFirst().filter { $0.lowercased() != second.lowercased() }
    }
}
