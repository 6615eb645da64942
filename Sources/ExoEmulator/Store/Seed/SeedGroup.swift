/// A group, as a seed describes it.
struct SeedGroup: Sendable, Hashable {
    var kind: GroupKind
    var tenantID: String
    var alias: String
    var domain: String
    var displayName: String
    /// Aliases of people and groups of the same tenant.
    var members: [String]
    /// Aliases of people of the same tenant.
    var owners: [String]

    /// The object id, the same in every database.
    var id: String { SeedIdentifier.make("group", tenantID, alias) }

    /// Nil for groups without mail.
    var address: String? { kind == .security ? nil : "\(alias)@\(domain)" }
}
