import EmulatorCore
import ExoJSON

/// Who sends and gets mail in a tenant.
struct TrafficPeople: Sendable {
    /// Somebody with a mailbox.
    struct Person: Sendable {
        let guid: String
        let name: String
        let displayName: String
        private(set) var address: String
        private(set) var login: String
        /// The object id of the account.
        let accountID: String
        /// The security identifier of the account.
        let sid: String
        /// No mail of theirs is older than this, `nil` for people of a seed.
        let since: ServiceDate?
        private(set) var isUser: Bool
        let created: ServiceDate
        /// When the mailbox went, `nil` while it is there.
        let gone: ServiceDate?
        /// By which a message finds whom it is for.
        let lot: UInt64
        /// What it was before, the oldest first.
        let former: [FormerIdentity]

        fileprivate init(_ object: ExchangeObject, address: String) {
            guid = MailboxContent.home(of: object)
            name = object.name
            displayName = object.text("DisplayName") ?? object.name
            self.address = address
            login = object.text("UserPrincipalName") ?? address
            accountID = object.text("ExternalDirectoryObjectId") ?? object.guid
            sid = PermissionNoun.sid(ofGUID: object.guid)
            since = MailboxContent.isFromBeginning(object) ? nil : object.created
            isUser = object.typeDetails == "UserMailbox"
            created = MailboxContent.beginning(of: object)
            former = FormerIdentity.all(of: object)
            let isMailbox = TrafficPeople.mailboxes.contains(object.typeDetails)
            let ended = object.text("WhenSoftDeleted").flatMap { ServiceDate(parsing: $0) } ?? object.changed
            gone = !isMailbox ? former.last?.until : object.state == .active ? nil : ended
            lot = StableIdentifier.hash(guid)
        }

        /// The same person as they were called at a moment.
        func at(_ moment: ServiceDate) -> Person {
            guard let then = former.first(where: { moment < $0.until }) else { return self }
            var person = self
            (person.login, person.address, person.isUser) = (then.login, then.address, then.isUser)
            return person
        }

        /// Under which names they signed in, ever.
        var logins: [String] { [login] + former.map(\.login) }

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

    /// Who writes and signs in.
    private static let mailboxes: Set = ["UserMailbox", "SharedMailbox"]
    /// What they can become.
    private static let others: Set = ["EquipmentMailbox", "MailUser", "RoomMailbox"]

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
        // Who is gone, or is something else now, is still in the logs.
        let types = RecipientTypes.distributionGroups.union(Self.mailboxes).union(Self.others)
        try objects.forEach(.recipient, types: types, states: MailboxTarget.all, in: range) { object in
            guard let address = object.primaryAddress else { return true }
            if RecipientTypes.distributionGroups.contains(object.typeDetails) {
                let since = MailboxContent.isFromBeginning(object) ? nil : object.created
                let lot = StableIdentifier.hash(MailboxContent.home(of: object))
                if groups.count < Self.most { groups.append(Group(address: address, since: since, lot: lot)) }
                return true
            }
            guard Self.mailboxes.contains(object.typeDetails) || object.properties[FormerIdentity.property] != nil
            else { return true }
            people.append(Person(object, address: address))
            return people.count < Self.most
        }
        let known = Set(people.map(\.guid))
        for object in try GoneMailboxes(store: objects.store, tenantID: tenant.id).all() {
            guard people.count < Self.most, let address = object.primaryAddress else { continue }
            let person = Person(object, address: address)
            if !known.contains(person.guid) { people.append(person) }
        }
        self.people = people
        lots = people.map(\.lot)
        self.groups = groups
        tenantID = tenant.id
        initialDomain = tenant.initialDomain
    }
}
