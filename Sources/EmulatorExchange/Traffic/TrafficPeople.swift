import EmulatorCore

/// Who sends and gets mail in a tenant.
struct TrafficPeople: Sendable {
    /// Somebody with a mailbox.
    struct Person: Sendable {
        let guid: String
        let name: String
        let displayName: String
        let address: String
        let login: String
        /// No mail of theirs is older than this, `nil` for people of a seed.
        let since: ServiceDate?
        let isUser: Bool
        let created: ServiceDate
        /// When the mailbox went, `nil` while it is there.
        let gone: ServiceDate?
        /// By which a message finds whom it is for.
        let lot: UInt64

        /// Whether mail reached the mailbox at a moment.
        func isThere(at moment: ServiceDate) -> Bool {
            (since.map { $0 <= moment } ?? true) && (gone.map { moment < $0 } ?? true)
        }
    }

    /// A group with an address.
    struct Group: Sendable {
        let address: String
        let since: ServiceDate?
        let lot: UInt64
    }

    /// Traffic is that of so many mailboxes, the first ones, and goes to as many groups at most.
    static let most = 500

    let people: [Person]
    /// Their lots, in the same order.
    let lots: [UInt64]
    /// The groups that mail is expanded for.
    let groups: [Group]
    let tenantID: String
    let initialDomain: String

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws { try self.init(scope.objects, of: scope.tenant) }

    /// - Throws: `DatabaseError`.
    init(_ objects: ObjectStore, of tenant: TenantRecord) throws {
        var people: [Person] = []
        var groups: [Group] = []
        let range = (after: Int64(0), through: Int64.max)
        let types = RecipientTypes.distributionGroups.union(["UserMailbox", "SharedMailbox"])
        // Who is gone is still in the logs.
        try objects.forEach(.recipient, types: types, states: MailboxTarget.all, in: range) { object in
            guard let address = object.primaryAddress else { return true }
            let since = MailboxContent.isFromBeginning(object) ? nil : object.created
            let lot = StableIdentifier.hash(MailboxContent.home(of: object))
            if RecipientTypes.distributionGroups.contains(object.typeDetails) {
                if groups.count < Self.most { groups.append(Group(address: address, since: since, lot: lot)) }
                return true
            }
            people.append(
                Person(
                    guid: MailboxContent.home(of: object),
                    name: object.name,
                    displayName: object.text("DisplayName") ?? object.name,
                    address: address,
                    login: object.text("UserPrincipalName") ?? address,
                    since: since,
                    isUser: object.typeDetails == "UserMailbox",
                    created: MailboxContent.beginning(of: object),
                    gone: object.state == .active
                        ? nil : object.text("WhenSoftDeleted").flatMap { ServiceDate(parsing: $0) } ?? object.changed,
                    lot: lot
                )
            )
            return people.count < Self.most
        }
        self.people = people
        lots = people.map(\.lot)
        self.groups = groups
        tenantID = tenant.id
        initialDomain = tenant.initialDomain
    }
}
