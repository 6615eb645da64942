/// Somebody or something with an address, as a seed describes it.
struct SeedPerson: Sendable, Hashable {
    /// What it is to Exchange; all but contacts are users of the directory too.
    enum Kind: String, Sendable, CaseIterable {
        case user, shared, room, equipment, mailUser, contact
    }

    var kind: Kind
    /// The tenant's GUID.
    var tenantID: String
    /// The part before the `@` and the mail nickname.
    var alias: String
    /// The domain of name and address; for contacts that of their tenant.
    var domain: String
    var displayName: String
    var givenName: String?
    var surname: String?
    var jobTitle: String?
    var department: String?
    var office: String?
    var mobilePhone: String?
    var city: String?
    var country: String?
    /// Where mail users and contacts get their mail.
    var externalAddress: String?
    /// Seats of a room.
    var capacity: Int?
    var isEnabled = true
    /// Template ids of directory roles.
    var roles: [String] = []

    /// The object id, the same in every database.
    var id: String { SeedIdentifier.make("person", address) }

    /// The address inside the tenant, which is the user principal name too.
    var address: String { "\(alias)@\(domain)" }

    /// Whether it can sign in with the seeded password.
    var hasPassword: Bool { kind == .user || kind == .mailUser }
}
