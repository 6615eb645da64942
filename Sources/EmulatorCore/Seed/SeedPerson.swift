/// Somebody or something with an address, as a seed describes it.
package struct SeedPerson: Sendable, Hashable {
    /// What it is to Exchange; all but contacts are users of the directory too.
    package enum Kind: String, Sendable, CaseIterable {
        case user, shared, room, equipment, mailUser, contact
    }

    /// The object id, the same in every database.
    package let id: String
    package var kind: Kind
    /// The tenant's GUID.
    package var tenantID: String
    /// The part before the `@` and the mail nickname.
    package let alias: String
    /// The domain of name and address; for contacts that of their tenant.
    package let domain: String
    package var displayName: String
    package var givenName: String?
    package var surname: String?
    package var jobTitle: String?
    package var department: String?
    package var office: String?
    package var mobilePhone: String?
    package var city: String?
    package var country: String?
    /// Where mail users and contacts get their mail.
    package var externalAddress: String?
    /// Seats of a room.
    package var capacity: Int?
    package var isEnabled = true
    /// Template ids of directory roles.
    package var roles: [String] = []

    package init(
        kind: Kind,
        tenantID: String,
        alias: String,
        domain: String,
        displayName: String,
        givenName: String? = nil,
        surname: String? = nil,
        jobTitle: String? = nil,
        department: String? = nil,
        office: String? = nil,
        mobilePhone: String? = nil,
        city: String? = nil,
        country: String? = nil,
        externalAddress: String? = nil,
        capacity: Int? = nil,
        isEnabled: Bool = true,
        roles: [String] = []
    ) {
        id = SeedIdentifier.make("person", "\(alias)@\(domain)")
        self.kind = kind
        self.tenantID = tenantID
        self.alias = alias
        self.domain = domain
        self.displayName = displayName
        self.givenName = givenName
        self.surname = surname
        self.jobTitle = jobTitle
        self.department = department
        self.office = office
        self.mobilePhone = mobilePhone
        self.city = city
        self.country = country
        self.externalAddress = externalAddress
        self.capacity = capacity
        self.isEnabled = isEnabled
        self.roles = roles
    }

    /// The address inside the tenant, which is the user principal name too.
    package var address: String { "\(alias)@\(domain)" }

    /// Whether it can sign in with the seeded password.
    package var hasPassword: Bool { kind == .user || kind == .mailUser }
}
