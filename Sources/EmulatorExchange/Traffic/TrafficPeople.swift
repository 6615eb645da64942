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

        /// - Parameter object: A recipient of which logs tell; `nil` for one without an address.
        fileprivate init?(_ object: ExchangeObject) {
            former = FormerIdentity.all(of: object)
            guard let address = FormerIdentity.address(of: object) else { return nil }
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
            let isMailbox = FormerIdentity.mailboxes.contains(object.typeDetails)
            gone = isMailbox ? FormerIdentity.end(of: object) : former.last?.until ?? object.changed
            lot = StableIdentifier.hash(guid)
        }

        /// The same person as they were called at a moment.
        func at(_ moment: ServiceDate) -> Person {
            guard let then = identity(at: moment) else { return self }
            var person = self
            (person.login, person.address, person.isUser) = (then.login, then.address, then.isUser)
            return person
        }

        /// Under which names they signed in, ever.
        var logins: [String] { [login] + former.map(\.login) }

        /// Whether mail reached the mailbox at a moment.
        func isThere(at moment: ServiceDate) -> Bool {
            (since.map { $0 <= moment } ?? true) && (gone.map { moment < $0 } ?? true)
                && identity(at: moment)?.isAbsent != true
        }

        /// Whether the mailbox had gone by a moment, so that others may still write to it.
        func hadGone(by moment: ServiceDate) -> Bool {
            (gone.map { $0 <= moment } ?? false) || former.contains { !$0.isAbsent && $0.until <= moment }
        }

        /// What it was at a moment, `nil` where that is what it is.
        private func identity(at moment: ServiceDate) -> FormerIdentity? { former.first { moment < $0.until } }
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
        var found: [(place: Int64, person: Person)] = []
        var groups: [Group] = []
        let range = (after: Int64(0), through: Int64.max)
        let types = RecipientTypes.distributionGroups.union(FormerIdentity.mailboxes)
        try objects.forEach(.recipient, types: types, states: MailboxTarget.all, in: range) { object in
            if RecipientTypes.distributionGroups.contains(object.typeDetails) {
                guard let address = object.primaryAddress else { return true }
                let since = MailboxContent.isFromBeginning(object) ? nil : object.created
                let lot = StableIdentifier.hash(MailboxContent.home(of: object))
                if groups.count < Self.most { groups.append(Group(address: address, since: since, lot: lot)) }
            } else if let person = Person(object) {
                found.append((object.sequence, person))
            }
            return found.count < Self.most
        }
        // Who is gone, or is something else now, is still in the logs, in the place that was theirs.
        let last = found.count < Self.most ? .max : found.last?.place ?? .max
        let former = try objects.places(of: .formerMailbox, "true").filter { $0 <= last }.sorted().prefix(Self.most)
        let gone = try GoneMailboxes(store: objects.store, tenantID: tenant.id).all().filter { $0.sequence <= last }
        for object in try objects.objects(at: Array(former)) + gone {
            if let person = Person(object) { found.append((object.sequence, person)) }
        }
        let people = Self.distinct(found)
        self.people = people
        lots = people.map(\.lot)
        self.groups = groups
        tenantID = tenant.id
        initialDomain = tenant.initialDomain
    }

    /// The first ones by their places: of two with one mailbox whoever has it now, else the first.
    private static func distinct(_ found: [(place: Int64, person: Person)]) -> [Person] {
        let ordered = found.sorted { ($0.place, $0.person.guid) < ($1.place, $1.person.guid) }
        var places: [String: Int] = [:]
        var people: [Person] = []
        for (_, person) in ordered {
            if let place = places[person.guid] {
                if people[place].gone != nil, person.gone == nil { people[place] = person }
            } else if people.count < most {
                places[person.guid] = people.count
                people.append(person)
            }
        }
        return people
    }
}
