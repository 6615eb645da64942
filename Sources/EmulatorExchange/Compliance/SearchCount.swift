import EmulatorCore
import ExoJSON

/// What a search found in one place.
struct SearchResult: Sendable {
    var place: String
    var items: Int64 = 0
    var size: Int64 = 0

    init(place: String) { self.place = place }

    init?(_ json: JSONValue) {
        guard let place = json["place"]?.stringValue, let items = json["items"]?.integerValue,
            let size = json["size"]?.integerValue
        else { return nil }
        self.place = place
        self.items = items
        self.size = size
    }

    var json: JSONValue { ["place": .string(place), "items": .integer(items), "size": .integer(size)] }

    /// As the results of a search have it.
    var text: String { "Location: \(place), Item count: \(items), Total size: \(size)" }
}

/// What a search matches in mailboxes; what was deleted is not looked at, and sites hold nothing here.
struct SearchCount: Sendable {
    /// A message that a search matches.
    struct Match: Sendable {
        let place: String
        /// Where in the mailbox it is.
        let folder: String
        let item: MailboxItem
        let subject: String
        let content: MailboxContent
    }

    let scope: CallScope

    /// What a search finds in each place, in the order of the places.
    ///
    /// - Throws: ``AdminAPIError`` for a query that is none; `DatabaseError`.
    func results(of search: ExchangeObject) throws -> [SearchResult] {
        var results: [String: SearchResult] = [:]
        let places = try places(of: search)
        for place in places { results[place] = SearchResult(place: place) }
        try forEachMatch(of: search) { match in
            results[match.place]?.items += 1
            results[match.place]?.size += match.item.size
            return true
        }
        return places.compactMap { results[$0] }
    }

    /// Goes through what a search matches, mailbox by mailbox.
    ///
    /// - Parameters:
    ///   - search: The search.
    ///   - visit: Called with each; answers whether there is more wanted of the same mailbox.
    /// - Throws: ``AdminAPIError`` for a query that is none, and what `visit` throws.
    func forEachMatch(of search: ExchangeObject, visit: (Match) throws -> Bool) throws {
        let query = try ContentQuery(search.text("ContentMatchQuery") ?? "", now: scope.now)
        let people = query.asksForPeople ? try Correspondents(scope) : nil
        let store = ContentStore(scope)
        for place in try places(of: search) {
            let mailbox = try LocationRule.recipient(at: place, scope) { object in
                RecipientTypes.mailboxes.contains(object.typeDetails)
                    || object.typeDetails == RecipientTypes.groupMailbox
            }
            guard let mailbox else { continue }
            try Self.visit(MailboxContent(mailbox, in: store), place, query, people, visit)
        }
    }

    private static func visit(
        _ content: MailboxContent,
        _ place: String,
        _ query: ContentQuery,
        _ people: Correspondents?,
        _ visit: (Match) throws -> Bool
    ) throws {
        for folder in try content.folders() where folder.isVisible && folder.items > 0 {
            for item in try content.items(in: folder.path) {
                let subject = item.subject
                let said = ContentQuery.Subject(
                    text: subject,
                    received: item.received,
                    size: item.size,
                    containerClass: folder.containerClass,
                    people: { people?.correspondence(of: item, in: content.mailbox) }
                )
                guard query.matches(said) else { continue }
                let match = Match(
                    place: place,
                    folder: folder.path,
                    item: item,
                    subject: subject,
                    content: content
                )
                guard try visit(match) else { return }
            }
        }
    }

    /// The mailboxes and sites of a search.
    private func places(of search: ExchangeObject) throws -> [String] {
        let exclusions = try LocationRule.addresses(at: search.texts("ExchangeLocationExclusion"), scope)
        let left = Set(exclusions.map { $0.lowercased() })
        let held = try holds(of: search)
        func places(_ list: String) -> [String] { search.texts(list) + held.flatMap { $0.texts(list) } }
        var all = try LocationRule.addresses(at: places("ExchangeLocation"), scope).filter { place in
            !left.contains(place.lowercased())
        }
        for list in ["SharePointLocation", "OneDriveLocation"] {
            for place in places(list)
            where place != "All" && !search.texts("\(list)Exclusion").contains(place) && !all.contains(place) {
                all.append(place)
            }
        }
        return all
    }

    /// The holds of its case whose places a search is for too: those that it names, or all.
    private func holds(of search: ExchangeObject) throws -> [ExchangeObject] {
        let names = search.texts(SearchRule.holds).map { $0.lowercased() }
        guard !names.isEmpty, !search.owner.isEmpty, let noun = ComplianceNoun.named("CaseHoldPolicy") else {
            return []
        }
        return try scope.objects.objects(of: noun.objectClass).filter { hold in
            hold.owner == search.owner
                && (names.contains("all") || names.contains(hold.name.lowercased()) || names.contains(hold.guid))
        }
    }
}
