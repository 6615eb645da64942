import EmulatorAdministration
import EmulatorCore
import EmulatorExchange
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A believable company of any size, the same for the same number: people who lead each other, shared mailboxes, rooms and
/// equipment, groups, and who may open whose mailbox.
///
/// It is written part by part, each a transaction, and what is there already stays as it is: writing it again after a failure
/// adds what is missing.
struct CompanySeed: Sendable, Equatable {
    static let most = 1_000_000
    /// How many mailboxes are written at a time.
    private static let part = 10_000
    /// How many groups there are for one that follows a filter, and for a list of rooms.
    private static let share = 40
    private static let (filtered, listed) = (9, 19)

    var mailboxes = 0
    var groups = 0
    /// Another number gives another company.
    var number: UInt64 = 1

    /// Adds the company to contoso.
    ///
    /// - Parameters:
    ///   - store: A store that has the seed.
    ///   - now: When everything was made.
    ///   - hash: Makes the text that a password is kept as; it is called once.
    /// - Throws: `DatabaseError`, or what `hash` throws.
    func write(to store: Store, now: Date, hash: (String) throws -> String) throws {
        guard let tenant = try Directory(store: store).tenant(matching: Seed.contosoID) else { return }
        let passwordHash = mailboxes > 0 ? try hash(Seed.password) : ""
        let first = CompanyStaff(number: number, tenantID: tenant.id)
        let maker = ExchangeObjectMaker(tenant: tenant, now: ServiceDate(now), ages: true)
        let objects = ObjectStore(store: store, names: maker.names)
        let mailboxes = mailboxes
        // One part is made while the one before is written.
        let parts = try MadeAhead<CompanyPart> { give in
            var staff = first
            for start in stride(from: 0, to: mailboxes, by: Self.part) {
                let members = (start..<min(start + Self.part, mailboxes)).map { _ in staff.next() }
                guard give(CompanyPart(members, of: staff, maker)) else { return }
            }
        }
        defer { parts.end() }
        var staff = first
        while let part = parts.next() {
            try write(part, maker, to: objects) { UserRecord($0, passwordHash: passwordHash, now: now) }
            staff = part.staff
        }
        let outside = CompanyOutside(number: number, tenant: tenant, mailboxes: mailboxes)
        try outside.write(maker, to: objects, now: now)
        for start in stride(from: 0, to: groups, by: Self.part) {
            let range = start..<min(start + Self.part, groups)
            try write(groups: range, of: &staff, outside, maker, to: objects, now: now)
        }
    }

    private func write(
        _ part: CompanyPart,
        _ maker: ExchangeObjectMaker,
        to objects: ObjectStore,
        user: (SeedPerson) -> UserRecord
    ) throws {
        try objects.store.write { connection in
            let members = try part.members.filter { member in
                try connection.first("SELECT 1 FROM user WHERE id = ?", [member.person.id], read: { _ in true }) == nil
            }
            // Of a part that is there already, only what is missing.
            let part = members.count == part.members.count ? part : CompanyPart(members, of: part.staff, maker)
            for member in members {
                try connection.insert(user(member.person))
                if let manager = member.managerID {
                    try connection.execute("INSERT INTO user_manager VALUES (?, ?)", [member.person.id, manager])
                }
            }
            try objects.insert(part.recipients)
            try objects.insert(part.rights)
            for right in part.folderRights {
                try right.write(of: maker.tenant.id, at: maker.now, to: connection)
            }
        }
    }

    private func write(
        groups range: Range<Int>,
        of staff: inout CompanyStaff,
        _ outside: CompanyOutside,
        _ maker: ExchangeObjectMaker,
        to objects: ObjectStore,
        now: Date
    ) throws {
        try objects.store.write { connection in
            var recipients: [ExchangeObject] = []
            let known = staff.known
            for index in range {
                let group = staff.group(index, of: known)
                let id = group.seed.id
                let recipient = maker.group(group.seed, owners: group.owner.map { [$0.name] } ?? [])
                // One that was deleted is not made anew as long as Exchange knows it.
                guard try connection.record(GroupRecord.self, where: "id = ?", [id]) == nil,
                    try recipient.map(objects.has) != true
                else { continue }
                try connection.insert(
                    GroupRecord(group.seed, now: now, explanation: group.explanation, document: group.document)
                )
                if let owner = group.owner { try connection.add(owner.id, to: id, asOwner: true) }
                for member in group.members { try connection.add(member.id, to: id) }
                for guest in outside.guests(of: group) { try connection.add(guest.id, to: id) }
                if var object = recipient {
                    maker.add(group.properties, to: &object)
                    recipients.append(object)
                }
                switch index % Self.share {
                case Self.filtered:
                    let (alias, name, department) = staff.dynamicGroup(index)
                    let filtered = maker.dynamicGroup(
                        alias,
                        domain: CompanyStaff.domain,
                        displayName: name,
                        department: department
                    )
                    // It may have stayed when the group went with which it came.
                    if try !objects.has(filtered) { recipients.append(filtered) }
                case Self.listed:
                    let list = staff.roomList(index)
                    guard try connection.record(GroupRecord.self, where: "id = ?", [list.id]) == nil else { continue }
                    try connection.insert(GroupRecord(list, now: now))
                    for room in staff.rooms { try connection.add(room.id, to: list.id) }
                    if let object = maker.roomList(list) { recipients.append(object) }
                default: break
                }
            }
            try objects.insert(all: recipients)
        }
    }
}

extension Connection {
    /// Adds somebody to a group.
    fileprivate func add(_ member: String, to group: String, asOwner isOwner: Bool = false) throws {
        try execute("INSERT INTO group_member VALUES (?, ?, ?)", [group, member, isOwner])
    }
}
