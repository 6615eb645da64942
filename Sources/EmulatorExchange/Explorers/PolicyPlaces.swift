import EmulatorCore

/// The mailboxes that a policy is for, by all of their addresses.
///
/// That scopes and groups of senders narrow a policy for everybody follows the page for the groups, and is a guess for the scopes.
/// See https://learn.microsoft.com/powershell/module/exchangepowershell/new-dlpcompliancepolicy.
struct PolicyPlaces: Sendable {
    /// `nil` for everybody's.
    private let included: Set<String>?
    private let excluded: Set<String>

    /// - Throws: ``AdminAPIError`` for a scope whose filter is none; `DatabaseError`.
    init(of policy: ExchangeObject, _ scope: CallScope) throws {
        func texts(_ lists: [String]) -> [String] { lists.flatMap { policy.texts($0) } }
        func mailboxes(_ lists: String...) throws -> Set<String> {
            let places = try LocationRule.addresses(at: texts(lists), scope)
            return Set(try places.compactMap { try LocationRule.recipient(at: $0, scope) }.flatMap(Self.addresses))
        }
        func members(_ lists: String...) throws -> Set<String> {
            let noun = ComplianceNoun.adaptiveScope
            try noun.prepare(scope)
            var all: Set<String> = []
            for object in try noun.known(texts(lists), scope) {
                try AdaptiveScopeRule.forEachMember(of: object, scope) { member in
                    all.formUnion(Self.addresses(member))
                    return true
                }
            }
            return all
        }
        let isForAll = policy.texts("ExchangeLocation").contains("All")
        var included: Set<String>?
        if !isForAll || !texts(["ExchangeAdaptiveScopes"]).isEmpty {
            included = try members("DynamicScopeLocation", "ExchangeAdaptiveScopes")
        }
        if !isForAll { included?.formUnion(try mailboxes("ExchangeLocation")) }
        if !policy.texts("ExchangeSenderMemberOf").isEmpty {
            let senders = try mailboxes("ExchangeSenderMemberOf")
            included = included?.intersection(senders) ?? senders
        }
        self.included = included
        excluded = try mailboxes("ExchangeLocationException", "ExchangeSenderMemberOfException")
            .union(try members("ExchangeAdaptiveScopesException"))
    }

    /// Whether the policy is for the mail of an address.
    func contain(_ address: String) -> Bool {
        let address = address.lowercased()
        return included?.contains(address) ?? true && !excluded.contains(address)
    }

    /// The addresses of a mailbox, none of one that is inactive.
    private static func addresses(_ object: ExchangeObject) -> [String] {
        guard object.state == .active else { return [] }
        let proxies = object.texts("EmailAddresses").map { $0.lowercased() }.filter { $0.hasPrefix("smtp:") }
        return proxies.map { String($0.dropFirst(5)) } + [object.name.lowercased()]
    }
}
