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

    private static let fewGaps = 16

    /// What the entries are looked up by, in their order; what was removed leaves a gap until there are many.
    private(set) var facts: [CacheFacts] = []
    private var members: [CacheMember] = []
    private var gaps = 0
    /// The places by their names; of what was removed they lead to a gap.
    private var places: [CacheName: Int32] = [:]

    /// Where the entries are for which something is true, in their order.
    func places(where isMeant: (CacheFacts) -> Bool = { _ in true }) -> [Int] {
        facts.indices.filter { !facts[$0].isGap && isMeant(facts[$0]) }
    }

    /// The entry at a place.
    func member(at place: Int) -> CacheMember { members[place] }

    /// The entry of that name.
    func member(_ name: String) -> CacheMember? { place(of: CacheName(CacheEntry.quoted(name))).map { members[$0] } }

    /// Makes room for no more entries than there are.
    mutating func trim() {
        facts = facts.map { $0 }
        members = members.map { $0 }
    }

    /// Adds an entry, or puts it where one of the same name is.
    mutating func put(_ entry: CacheEntry) {
        if let place = place(of: entry.name) {
            facts[place] = entry.facts
            members[place] = entry.member
        } else {
            places[entry.name] = Int32(facts.count)
            facts.append(entry.facts)
            members.append(entry.member)
        }
    }

    /// Removes the entries at places.
    mutating func remove(_ found: [Int]) {
        for place in found {
            facts[place] = .gap
            members[place] = .removed
        }
        gaps += found.count
        if gaps > max(Self.fewGaps, facts.count / 2) { closeGaps() }
    }

    private func place(of name: CacheName) -> Int? {
        places[name].map(Int.init).flatMap { facts[$0].isGap ? nil : $0 }
    }

    private mutating func closeGaps() {
        let kept = places { _ in true }
        var moved: [Int: Int32] = [:]
        for (place, old) in kept.enumerated() { moved[old] = Int32(place) }
        places = places.compactMapValues { moved[Int($0)] }
        facts = kept.map { facts[$0] }
        members = kept.map { members[$0] }
        gaps = 0
    }
}
