import EmulatorCore
import ExoJSON

/// What a search found in one place.
struct SearchResult {
    var place: String
    var items: Int64
    var size: Int64

    init(place: String, items: Int64, size: Int64) {
        self.place = place
        self.items = items
        self.size = size
    }

    init?(_ json: JSONValue) {
        guard let place = json["place"]?.stringValue, let items = json["items"]?.integerValue,
            let size = json["size"]?.integerValue
        else { return nil }
        self.init(place: place, items: items, size: size)
    }

    var json: JSONValue { ["place": .string(place), "items": .integer(items), "size": .integer(size)] }

    /// As the results of a search have it.
    var text: String { "Location: \(place), Item count: \(items), Total size: \(size)" }
}

/// Counts what a search matches.
///
/// Without a query it is all that a mailbox holds. How many items a query matches is a number that is the same for the
/// same mailbox and query; none is left once a purge has taken them away.
struct SearchCount {
    let scope: CallScope

    /// What a search finds in each place, in the order of the places.
    ///
    /// - Throws: `DatabaseError`.
    func results(of search: ExchangeObject) throws -> [SearchResult] {
        let query = search.text("ContentMatchQuery") ?? ""
        let purged = try purged(query)
        let left = Set(try mailboxes(search.texts("ExchangeLocationExclusion")).map { $0.lowercased() })
        var places = try mailboxes(search.texts("ExchangeLocation")).filter { !left.contains($0.lowercased()) }
        for list in ["SharePointLocation", "OneDriveLocation"] {
            places += search.texts(list).filter { $0 != "All" && !search.texts("\(list)Exclusion").contains($0) }
        }
        // A search of very many mailboxes is an estimate.
        let isCounted = query.isEmpty && places.count <= Self.mostCounted
        return try places.map { place in
            let gone = purged[place.lowercased()] ?? 0
            if isCounted, let held = try held(in: place) {
                let items = max(0, held.items - gone)
                return SearchResult(place: place, items: items, size: held.size / max(held.items, 1) * items)
            }
            let hash = StableIdentifier.hash("\(place.lowercased())|\(query.lowercased())")
            let all = query.isEmpty ? 200 + hash % 1800 : hash % 12
            let items = max(0, Int64(all) - gone)
            return SearchResult(place: place, items: items, size: items * Int64(9_000 + hash % 40_000))
        }
    }

    private static let mostCounted = 500

    /// What a mailbox holds with what was deleted, `nil` for a place that is none.
    private func held(in place: String) throws -> (items: Int64, size: Int64)? {
        let found = try scope.objects.objects(named: place, of: .recipient) {
            $0.state == .active && MailboxTarget.types.contains($0.typeDetails)
        }
        guard let mailbox = found.first else { return nil }
        let totals = try MailboxContent(mailbox, in: ContentStore(scope)).totals()
        return (Int64(totals.items + totals.deletedItems), totals.bytes + totals.deletedBytes)
    }

    /// The mailboxes of places: all, one, or those of a group's members.
    private func mailboxes(_ places: [String]) throws -> [String] {
        var found: [String] = []
        for place in places {
            if place == "All" {
                found += try scope.objects.objects(of: .recipient)
                    .filter { RecipientTypes.mailboxes.contains($0.typeDetails) && $0.state == .active }
                    .compactMap(\.primaryAddress)
                continue
            }
            let object = try scope.objects.objects(named: place, of: .recipient) { _ in true }.first
            if let object, RecipientTypes.distributionGroups.contains(object.typeDetails) {
                found += try scope.recipients(of: object)
                    .filter { RecipientTypes.mailboxes.contains($0.typeDetails) }.compactMap(\.primaryAddress)
            } else {
                found.append(place)
            }
        }
        var seen: Set<String> = []
        return found.filter { seen.insert($0.lowercased()).inserted }
    }

    /// How much purges that are done have taken away of what a query matches, by place.
    private func purged(_ query: String) throws -> [String: Int64] {
        let noun = ComplianceNoun.searchAction
        return try scope.objects.objects(of: noun.objectClass).reduce(into: [:]) { all, action in
            guard action.text("Action") == "Purge", action.text("Query") == query,
                SearchRule.status(of: action, at: scope.now) == .completed
            else { return }
            for result in SearchRule.results(of: action) { all[result.place.lowercased(), default: 0] += result.items }
        }
    }
}
