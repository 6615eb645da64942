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
        let maker = ExchangeObjectMaker(tenant: tenant, now: ServiceDate(now), agesRecipients: true)
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
        for start in stride(from: 0, to: groups, by: Self.part) {
            try write(groups: start..<min(start + Self.part, groups), of: &staff, maker, to: objects, now: now)
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
        }
    }

    private func write(
        groups range: Range<Int>,
        of staff: inout CompanyStaff,
        _ maker: ExchangeObjectMaker,
        to objects: ObjectStore,
        now: Date
    ) throws {
        try objects.store.write { connection in
            var recipients: [ExchangeObject] = []
            let known = staff.known
            for index in range {
                let (group, owner, members) = staff.group(index, of: known)
                guard try connection.record(GroupRecord.self, where: "id = ?", [group.id]) == nil else { continue }
                try connection.insert(
                    GroupRecord(
                        id: group.id,
                        tenantID: group.tenantID,
                        displayName: group.displayName,
                        mailNickname: group.alias,
                        mail: group.address,
                        kind: group.kind,
                        createdOn: now
                    )
                )
                if let owner {
                    try connection.execute("INSERT INTO group_member VALUES (?, ?, ?)", [group.id, owner.id, true])
                }
                for member in members {
                    try connection.execute("INSERT INTO group_member VALUES (?, ?, ?)", [group.id, member.id, false])
                }
                if let object = maker.group(group, owners: owner.map { [$0.name] } ?? []) { recipients.append(object) }
            }
            try objects.insert(all: recipients)
        }
    }
}
