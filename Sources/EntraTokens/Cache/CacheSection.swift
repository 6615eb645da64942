/// One of the sections of the cache that are understood: its entries in their order, and where to find them.
struct CacheSection: Sendable {
    /// The sections by their names.
    enum Kind: String, CaseIterable {
        case accessToken = "AccessToken"
        case refreshToken = "RefreshToken"
        case idToken = "IdToken"
        case account = "Account"
        case appMetadata = "AppMetadata"

        /// The member that says when an entry ends or was written.
        var time: String { self == .refreshToken ? "last_modification_time" : "expires_on" }
    }

    /// What access tokens are found by first.
    private struct Bucket: Hashable {
        var client: Int
        var realm: Int
        var scope: Int
    }

    /// An entry as it stands in the document.
    private struct Text {
        var name: ArraySlice<UInt8>
        var value: ArraySlice<UInt8>
    }

    /// An entry's name as what it is found by; a slice by itself is hashed a byte at a time.
    private struct Name: Hashable {
        var bytes: ArraySlice<UInt8>

        func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
    }

    let kind: Kind
    /// What the entries are looked up by, in their order; what was removed leaves a gap until there are many.
    private(set) var facts: [CacheEntry.Facts] = []
    private var texts: [Text] = []
    private var gaps = 0
    private var places: [Name: Int32] = [:]
    private var buckets: [Bucket: [Int32]] = [:]

    init(_ kind: Kind) { self.kind = kind }

    /// Where the entries are for which something is true, in their order.
    func places(where isMeant: (CacheEntry.Facts) -> Bool) -> [Int] {
        facts.indices.filter { !facts[$0].isGap && isMeant(facts[$0]) }
    }

    /// The entry at a place.
    func entry(at place: Int) -> CacheEntry {
        CacheEntry(name: texts[place].name, value: texts[place].value, facts: facts[place])
    }

    /// The entries for which something is true, in their order.
    func entries(where isMeant: (CacheEntry.Facts) -> Bool = { _ in true }) -> [CacheEntry] {
        places(where: isMeant).map(entry)
    }

    /// The entry of that name.
    func entry(_ name: String) -> CacheEntry? {
        places[Name(bytes: CacheEntry.quoted(name))].map { entry(at: Int($0)) }
    }

    /// Where the access tokens are for an application in a tenant that have a scope; without a scope all of them.
    func tokens(client: String, realm: String, scope: String?) -> [Int32] {
        let bucket = Bucket(
            client: CacheEntry.hash(client),
            realm: CacheEntry.hash(realm),
            scope: scope.map(CacheEntry.hash) ?? 0
        )
        return buckets[bucket] ?? []
    }

    /// Makes room for no more entries than there are.
    mutating func trim() {
        facts = facts.map { $0 }
        texts = texts.map { $0 }
    }

    /// Adds an entry, or puts it where one of the same name is.
    mutating func put(_ entry: CacheEntry) {
        let name = Name(bytes: CacheEntry.plain(entry.name))
        let text = Text(name: entry.name, value: entry.value)
        if let place = places[name] {
            unlist(at: Int(place))
            facts[Int(place)] = entry.facts
            texts[Int(place)] = text
            list(entry, at: place)
        } else {
            let place = Int32(facts.count)
            places[name] = place
            facts.append(entry.facts)
            texts.append(text)
            list(entry, at: place)
        }
    }

    /// Removes the entries at places.
    mutating func remove(_ found: [Int]) {
        guard !found.isEmpty else { return }
        for place in found {
            if found.count < Self.few {
                unlist(at: place)
                places[Name(bytes: CacheEntry.plain(texts[place].name))] = nil
            }
            facts[place] = CacheEntry.Facts()
            facts[place].isGap = true
            texts[place] = Text(name: [], value: [])
        }
        gaps += found.count
        // Listing all that is left is quicker than taking many off the lists one by one.
        if found.count >= Self.few || gaps > max(Self.few, facts.count / 2) { close() }
    }

    private static let few = 16

    /// Closes the gaps.
    private mutating func close() {
        let kept = entries()
        self = CacheSection(kind)
        for entry in kept { put(entry) }
    }

    private mutating func list(_ entry: CacheEntry, at place: Int32) {
        for bucket in bucketsOf(entry) { buckets[bucket, default: []].append(place) }
    }

    private mutating func unlist(at place: Int) {
        for bucket in bucketsOf(entry(at: place)) {
            buckets[bucket]?.removeAll { $0 == Int32(place) }
            if buckets[bucket]?.isEmpty == true { buckets[bucket] = nil }
        }
    }

    /// Only what can be handed out is found: an access token that is of use as it is.
    private func bucketsOf(_ entry: CacheEntry) -> Set<Bucket> {
        guard kind == .accessToken, entry.facts.isUsable else { return [] }
        let scopes = entry.scopes.map(CacheEntry.hash)
        return Set(([0] + scopes).map { Bucket(client: entry.facts.client, realm: entry.facts.realm, scope: $0) })
    }
}
