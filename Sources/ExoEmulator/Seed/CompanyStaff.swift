import EmulatorCore
import EmulatorExchange

/// Makes the people of a company one after the other; what it remembers of them does not grow with the company but for those
/// who lead others.
struct CompanyStaff: Sendable {
    /// Somebody of whom others know.
    struct Known: Sendable {
        let id: String
        let name: String
        let alias: String
        let address: String

        init(_ person: SeedPerson) {
            id = person.id
            name = person.displayName
            alias = person.alias
            address = person.address
        }
    }

    /// How many one leads.
    private static let span = 9
    /// How many are remembered as neighbours.
    private static let neighbours = 64
    /// How many rooms a list has at most.
    private static let listed = 12

    private let number: UInt64
    private let tenantID: String
    private var random: SeedRandom
    private var count = 0
    private var users = 0
    private var leaders: [Known] = []
    private var recent: [Known] = []
    /// The newest rooms, and how many there were.
    private(set) var rooms: [Known] = []
    private var roomCount = 0
    private var namesakes: [String: Int] = [:]

    init(number: UInt64, tenantID: String) {
        self.number = number
        self.tenantID = tenantID
        random = SeedRandom(number &* 0x9e37_79b9)
        for person in Seed.contosoPeople + Seed.contosoResources { namesakes[person.displayName] = 1 }
    }

    /// The next mailbox.
    mutating func next() -> CompanyMember {
        count += 1
        let place = CompanyNames.all[pick(CompanyNames.shares)]
        let city = random.element(of: place.cities)
        let department = CompanyNames.departments[pick(CompanyNames.departments.map(\.share))].name
        switch random.next() % 100 {
        case 0..<86: return user(place, city, department)
        case 86..<93: return shared(place, city, department)
        case 93..<97:
            let seats = Int(random.next() % 30 + 2)
            let name = "Room \(city) \(random.next() % 9 + 1).\(count)"
            return room(resource(.room, name, "room-\(count)", place, city, capacity: seats))
        default:
            let name = "\(random.element(of: CompanyNames.equipment)) \(city) \(count)"
            return resource(.equipment, name, "equipment-\(count)", place, city, capacity: nil)
        }
    }

    /// The people who may belong to a group.
    var known: [Known] { leaders + recent }

    /// A group, whose members and owner are among people that were made.
    mutating func group(_ index: Int, of known: [Known]) -> CompanyGroup {
        var random = SeedRandom(number &* 31 &+ UInt64(index))
        let kinds: [GroupKind] = [
            .distribution, .microsoft365, .distribution, .microsoft365, .mailEnabledSecurity, .distribution,
            .microsoft365, .security,
        ]
        let department = random.element(of: CompanyNames.departments.map(\.name))
        let place = CompanyNames.all[Int(random.next() % UInt64(CompanyNames.all.count))]
        var members: [Known] = []
        var ids: Set<String> = []
        for _ in 0..<min(Int(random.next() % 24) + 2, known.count) {
            let member = known[Int(random.next() % UInt64(known.count))]
            if ids.insert(member.id).inserted { members.append(member) }
        }
        let group = SeedGroup(
            kind: kinds[index % kinds.count],
            tenantID: tenantID,
            alias: "\(Self.plain(department))-\(Self.plain(place.country))-\(mark)\(index + 1)",
            domain: Self.domain,
            displayName: numbered("\(department) \(random.element(of: place.cities)) Team"),
            members: [],
            owners: []
        )
        return CompanyGroup(seed: group, owner: members.first, members: members, index: index)
    }

    /// An address for a department: its name, and the department.
    func dynamicGroup(_ index: Int) -> (alias: String, displayName: String, department: String) {
        let all = CompanyNames.departments.map(\.name)
        let department = all[index / Self.span % all.count]
        return (
            "all-\(Self.plain(department))-\(mark)\(index + 1)", "All \(department) \(mark)\(index + 1)", department
        )
    }

    /// A list of the newest rooms.
    func roomList(_ index: Int) -> SeedGroup {
        SeedGroup(
            kind: .distribution,
            tenantID: tenantID,
            alias: "rooms-\(mark)\(index + 1)",
            domain: Self.domain,
            displayName: "Rooms \(mark)\(index + 1)",
            members: [],
            owners: []
        )
    }

    // MARK: Kinds

    static let domain = "contoso.com"

    /// What tells companies of different numbers apart.
    private var mark: String { number == 1 ? "" : "\(number)-" }

    /// What tells one of that name from those before it and from those of other companies; nothing for the first one.
    private mutating func place(of name: String) -> String {
        let count = namesakes[name, default: 0] + 1
        namesakes[name] = count
        return [number == 1 ? nil : String(number), count == 1 ? nil : String(count)].compactMap(\.self)
            .joined(separator: "-")
    }

    private mutating func numbered(_ name: String) -> String {
        let place = place(of: name)
        return place.isEmpty ? name : "\(name) \(place)"
    }

    private mutating func user(_ place: CompanyNames, _ city: String, _ department: String) -> CompanyMember {
        let given = place.given[Int(random.next() % UInt64(place.given.count))]
        let surname = place.surnames[Int(random.next() % UInt64(place.surnames.count))]
        let name = place.isFamilyFirst ? "\(surname.shown)\(given.shown)" : "\(given.shown) \(surname.shown)"
        let stem = "\(given.plain).\(surname.plain)"
        let (ofStem, ofName) = (self.place(of: stem), self.place(of: name))
        let title = random.element(of: SeedNames.jobTitles)
        let phone = "+\(random.next() % 89 + 10) \(random.next() % 900 + 100) \(random.next() % 9_000_000 + 1_000_000)"
        let person = SeedPerson(
            kind: .user,
            tenantID: tenantID,
            alias: ofStem.isEmpty ? stem : "\(stem).\(ofStem)",
            domain: Self.domain,
            // Names of recipients are unique.
            displayName: ofName.isEmpty ? name : "\(name) (\(ofName))",
            givenName: given.shown,
            surname: surname.shown,
            jobTitle: users < 1 ? "Chief Executive" : users < 10 ? "Head of \(department)" : title,
            department: department,
            office: "\(city)/\(random.next() % 12 + 1)",
            mobilePhone: random.next() % 3 == 0 ? phone : nil,
            city: city,
            country: place.country,
            isEnabled: random.next() % 40 > 0
        )
        let manager = users == 0 ? nil : leaders[(users - 1) / Self.span].id
        var member = CompanyMember(person: person, managerID: manager)
        if !recent.isEmpty, random.next() % 25 == 0 { member.delegates = [neighbour()] }
        if random.next() % 30 == 0, let last = recent.last { member.forwardsTo = last.name }
        member.isOnHold = random.next() % 50 == 0
        member.isHidden = random.next() % 60 == 0
        member.hasArchive = random.next() % 4 == 0
        member.costCentre = Int(random.next() % 900) + 100
        member.trait = CompanyTrait.ofUser(users)
        member.neighbour = recent.isEmpty ? nil : recent[users * 7 % recent.count]
        remember(person)
        return member
    }

    private mutating func shared(_ place: CompanyNames, _ city: String, _ department: String) -> CompanyMember {
        let person = SeedPerson(
            kind: .shared,
            tenantID: tenantID,
            alias: "\(Self.plain(department))-\(mark)\(count)",
            domain: Self.domain,
            displayName: numbered("\(department) \(city)"),
            department: department,
            city: city,
            country: place.country
        )
        var member = CompanyMember(person: person)
        var ids: Set<String> = []
        for _ in 0..<min(recent.count, Int(random.next() % 4) + 1) {
            let delegate = neighbour()
            if ids.insert(delegate.id).inserted { member.delegates.append(delegate) }
        }
        return member
    }

    private func resource(
        _ kind: SeedPerson.Kind,
        _ name: String,
        _ alias: String,
        _ place: CompanyNames,
        _ city: String,
        capacity: Int?
    ) -> CompanyMember {
        CompanyMember(
            person: SeedPerson(
                kind: kind,
                tenantID: tenantID,
                alias: mark + alias,
                domain: Self.domain,
                displayName: mark + name,
                office: city,
                city: city,
                country: place.country,
                capacity: capacity
            )
        )
    }

    /// A room with what few rooms have.
    private mutating func room(_ member: CompanyMember) -> CompanyMember {
        var member = member
        member.trait = CompanyTrait.ofRoom(roomCount)
        member.neighbour = recent.isEmpty ? nil : recent[roomCount % recent.count]
        let known = Known(member.person)
        if rooms.count == Self.listed { rooms[roomCount % Self.listed] = known } else { rooms.append(known) }
        roomCount += 1
        return member
    }

    private mutating func remember(_ person: SeedPerson) {
        let known = Known(person)
        // Whoever may have to lead those who are still to come.
        if users <= CompanySeed.most / Self.span { leaders.append(known) }
        if recent.count == Self.neighbours { recent[users % Self.neighbours] = known } else { recent.append(known) }
        users += 1
    }

    private mutating func neighbour() -> Known { recent[Int(random.next() % UInt64(recent.count))] }

    /// One of several by how often each occurs.
    private mutating func pick(_ shares: [Int]) -> Int {
        var rest = Int(random.next() % UInt64(max(shares.reduce(0, +), 1)))
        return shares.firstIndex { share in
            rest -= share
            return rest < 0
        } ?? 0
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().split { !($0.isASCII && $0.isLetter) }.joined(separator: "-")
    }
}
