import EmulatorCore

/// Who wrote a message of a mailbox, and to whom; drawn like its subject, with nothing stored.
struct Correspondence: Sendable {
    /// Somebody with a name and an address.
    struct Person: Sendable {
        let name: String
        let address: String
        /// What queries look into.
        var text: String { "\(name) \(address)" }
    }

    let sender: Person
    let recipients: [Person]
    let copied: [Person]
}

/// Those who write to each other in a tenant, and others outside.
struct Correspondents: Sendable {
    private let people: TrafficPeople

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws { people = try TrafficPeople(scope) }

    /// Who wrote a message and to whom: what lies among what was sent the owner wrote, everything else somebody else.
    func correspondence(of item: MailboxItem, in mailbox: ExchangeObject) -> Correspondence {
        let name = mailbox.text("DisplayName") ?? mailbox.name
        let owner = Correspondence.Person(name: name, address: mailbox.primaryAddress ?? mailbox.name)
        let numbers = StableNumbers("correspondence", String(item.draw))
        let other = person(numbers, at: 0, beside: mailbox)
        let copied = numbers.below(4, at: 4) == 0 ? [person(numbers, at: 5, beside: mailbox)] : []
        let isOwn = ["/Sent Items", "/Drafts", "/Outbox"].contains(item.folder)
        return Correspondence(
            sender: isOwn ? owner : other,
            recipients: [isOwn ? other : owner],
            copied: copied
        )
    }

    private func person(
        _ numbers: StableNumbers,
        at place: Int,
        beside mailbox: ExchangeObject
    ) -> Correspondence.Person {
        let own = StableIdentifier.hash(MailboxContent.home(of: mailbox))
        let draw = numbers[place + 1]
        // Whoever comes or goes changes little of what others got.
        let colleague = people.lots.indices.filter { people.lots[$0] != own }
            .max { Traffic.rank(people.lots[$0], draw) < Traffic.rank(people.lots[$1], draw) }
        guard numbers.below(100, at: place) < 60, let colleague else {
            let address = numbers.pick(Traffic.outside, at: place + 2)
            return .init(name: address, address: address)
        }
        let found = people.people[colleague]
        return .init(name: found.displayName, address: found.address)
    }
}
