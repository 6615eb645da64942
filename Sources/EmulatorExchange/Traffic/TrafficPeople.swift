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
    }

    /// Traffic is that of so many mailboxes, the first ones.
    private static let most = 500

    let people: [Person]
    /// Addresses of groups, which mail is expanded for.
    let groups: [String]
    let tenantID: String
    let initialDomain: String

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        var people: [Person] = []
        var groups: [String] = []
        let range = (after: Int64(0), through: Int64.max)
        let types = RecipientTypes.distributionGroups.union(["UserMailbox", "SharedMailbox"])
        // Who is gone is still in the logs.
        try scope.objects.forEach(.recipient, types: types, states: MailboxTarget.all, in: range) { object in
            guard let address = object.primaryAddress else { return true }
            if RecipientTypes.distributionGroups.contains(object.typeDetails) {
                groups.append(address)
                return true
            }
            people.append(
                Person(
                    guid: object.guid,
                    name: object.name,
                    displayName: object.text("DisplayName") ?? object.name,
                    address: address,
                    login: object.text("UserPrincipalName") ?? address,
                    since: MailboxContent.isFromBeginning(object) ? nil : object.created,
                    isUser: object.typeDetails == "UserMailbox",
                    created: object.created
                )
            )
            return people.count < Self.most
        }
        self.people = people
        self.groups = groups
        tenantID = scope.tenant.id
        initialDomain = scope.tenant.initialDomain
    }
}
