/// A group, as a seed describes it.
package struct SeedGroup: Sendable, Hashable {
    package var kind: GroupKind
    package var tenantID: String
    package var alias: String
    package var domain: String
    package var displayName: String
    /// Aliases of people and groups of the same tenant.
    package var members: [String]
    /// Aliases of people of the same tenant.
    package var owners: [String]

    package init(
        kind: GroupKind,
        tenantID: String,
        alias: String,
        domain: String,
        displayName: String,
        members: [String],
        owners: [String]
    ) {
        self.kind = kind
        self.tenantID = tenantID
        self.alias = alias
        self.domain = domain
        self.displayName = displayName
        self.members = members
        self.owners = owners
    }

    /// The object id, the same in every database.
    package var id: String { SeedIdentifier.make("group", tenantID, alias) }

    /// Nil for groups without mail.
    package var address: String? { kind == .security ? nil : "\(alias)@\(domain)" }
}
