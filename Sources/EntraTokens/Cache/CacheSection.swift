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

    let kind: Kind
    /// The entries; what was removed leaves a gap until there are many.
    private var slots: [CacheEntry?] = []
    private var gaps = 0
    private var places: [ArraySlice<UInt8>: Int] = [:]
    private var buckets: [Bucket: [Int32]] = [:]

    init(_ kind: Kind) { self.kind = kind }

    /// The entries in their order.
    var entries: some Sequence<CacheEntry> { slots.lazy.compactMap { $0 } }

    /// Whether there is none.
    var isEmpty: Bool { slots.count == gaps }

    /// The entry of that name.
    func entry(_ name: String) -> CacheEntry? { places[CacheEntry.quoted(name)].flatMap { slots[$0] } }

    /// The access tokens for an application in a tenant that have a scope, those kept last first; without a scope all of them.
    func tokens(client: String, realm: String, scope: String?) -> some Sequence<CacheEntry> {
        let bucket = Bucket(
            client: CacheEntry.hash(client),
            realm: CacheEntry.hash(realm),
            scope: scope.map(CacheEntry.hash) ?? 0
        )
        return (buckets[bucket] ?? []).reversed().lazy.compactMap { slots[Int($0)] }
    }

    /// Adds an entry, or puts it where one of the same name is.
    mutating func put(_ entry: CacheEntry) {
        let name = CacheEntry.plain(entry.name)
        if let place = places[name] {
            if let old = slots[place] { unlist(old, at: place) }
            slots[place] = entry
            list(entry, at: place)
        } else {
            places[name] = slots.count
            slots.append(entry)
            list(entry, at: slots.count - 1)
        }
    }

    /// Removes the entries for which something is true; whether there were any.
    @discardableResult
    mutating func remove(where isMeant: (CacheEntry) -> Bool) -> Bool {
        let found = slots.indices.filter { slots[$0].map(isMeant) ?? false }
        for place in found {
            guard let entry = slots[place] else { continue }
            if found.count < 16 {
                unlist(entry, at: place)
                places[CacheEntry.plain(entry.name)] = nil
            }
            slots[place] = nil
        }
        gaps += found.count
        // Listing all that is left is quicker than taking many off the lists one by one.
        if found.count >= 16 || gaps > max(16, slots.count / 2) { close() }
        return !found.isEmpty
    }

    /// Closes the gaps.
    private mutating func close() {
        let kept = slots.compactMap { $0 }
        self = CacheSection(kind)
        for entry in kept { put(entry) }
    }

    private mutating func list(_ entry: CacheEntry, at place: Int) {
        for bucket in bucketsOf(entry) { buckets[bucket, default: []].append(Int32(place)) }
    }

    private mutating func unlist(_ entry: CacheEntry, at place: Int) {
        for bucket in bucketsOf(entry) {
            buckets[bucket]?.removeAll { $0 == Int32(place) }
            if buckets[bucket]?.isEmpty == true { buckets[bucket] = nil }
        }
    }

    /// Only what can be handed out is found: an access token that is of use as it is.
    private func bucketsOf(_ entry: CacheEntry) -> Set<Bucket> {
        guard kind == .accessToken, entry.facts.isUsable else { return [] }
        let scopes = (CacheEntry.text(entry.facts.target) ?? "").lowercased().split(separator: " ").map {
            CacheEntry.hash(String($0))
        }
        return Set(([0] + scopes).map { Bucket(client: entry.facts.client, realm: entry.facts.realm, scope: $0) })
    }
}
