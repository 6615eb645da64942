import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How mailboxes come, go and come back, whoever says so: a cmdlet, a licence, a deletion in the directory.
struct MailboxLife {
    let objects: ObjectStore
    let tenant: TenantRecord
    let now: ServiceDate

    /// How long what was deleted can be restored.
    static let retention = 30 * day
    /// How long what was inactive can be, from then on when nothing held it any more.
    private static let retentionOfReleased = 183 * day
    private static let day: Int64 = 86_400 * 10_000_000

    /// What only a mailbox has.
    static let parts =
        [
            "ExchangeGuid", "MailboxPlan", "RoleAssignmentPolicy", "ArchiveGuid", "ArchiveName", "ArchiveDatabase",
            "ArchiveDatabaseGuid", "ArchiveStatus", "ArchiveState", "AutoExpandingArchiveEnabled",
            "LitigationHoldEnabled", "LitigationHoldDate", "LitigationHoldOwner", "LitigationHoldDuration",
            "InPlaceHolds", "DelayHoldApplied", "RecoverableItemsQuota", "RecoverableItemsWarningQuota",
            "ForwardingAddress", "ForwardingSmtpAddress", "DeliverToMailboxAndForward", "GrantSendOnBehalfTo",
            "ResourceCapacity", "RetentionPolicy", "SharingPolicy", MailboxContent.cameAlong,
            ExchangeLicence.capabilities, PermissionNoun.owner, OptionalTags.stored,
        ] + MailboxPlans.sizes
    /// The id of the account from which a mailbox was taken while the account stays.
    private static let origin = "DisconnectedFrom"
    /// When what was inactive ceased to be.
    private static let retirement = "InactiveMailboxRetireTime"
    private static let ending = [
        "WhenSoftDeleted", "RecipientSoftDeletedStatus", "IsSoftDeletedByDisable", "IsSoftDeletedByRemove",
        "WasInactiveMailbox", retirement,
    ]

    init(objects: ObjectStore, tenant: TenantRecord, now: ServiceDate) {
        self.objects = objects
        self.tenant = tenant
        self.now = now
    }

    init(_ scope: CallScope) { self.init(objects: scope.objects, tenant: scope.tenant, now: scope.now) }

    /// The account of a recipient is gone: a held mailbox stays inactive, another waits for its end.
    func leave(_ object: ExchangeObject) throws {
        guard object.typeDetails != "User" else { return try remove(object) }
        try objects.update(try ended(object, because: "IsSoftDeletedByRemove"))
    }

    /// Removes a recipient for good; what the logs need of it stays.
    func remove(_ object: ExchangeObject) throws {
        try GoneMailboxes(store: objects.store, tenantID: tenant.id).keep(object, at: now)
        try objects.remove(object)
    }

    /// Whether what was deleted is beyond restoring.
    static func isOver(_ object: ExchangeObject, now: ServiceDate) -> Bool {
        guard object.state == .softDeleted else { return false }
        func date(_ property: String) -> ServiceDate? { object.text(property).flatMap { ServiceDate(parsing: $0) } }
        if let released = date(retirement) { return released.ticks + retentionOfReleased < now.ticks }
        return date("WhenSoftDeleted").map { $0.ticks + retention < now.ticks } ?? false
    }

    /// An inactive mailbox that nothing holds any more is a deleted one.
    static func release(_ mailbox: inout ExchangeObject, now: ServiceDate) {
        mailbox.state = .softDeleted
        mailbox.properties["WasInactiveMailbox"] = true
        mailbox.properties[retirement] = .string(now.text(.utc))
    }

    /// The account of a recipient is back.
    func comeBack(_ object: ExchangeObject) throws {
        var object = object
        object.state = .active
        object.changed = now
        for name in Self.ending { object.properties[name] = .none }
        try keepFreeAddresses(&object)
        try objects.update(object)
    }

    /// Takes the mailbox from an account that stays: the mailbox waits for its end, or stays inactive where it is held.
    func disconnect(_ object: ExchangeObject, keeps: Bool = true) throws {
        if keeps {
            var gone = object
            gone.sequence = 0
            gone.guid = UUID.random().uuidString.lowercased()
            gone.properties["ExternalDirectoryObjectId"] = ""
            gone.properties[MailboxContent.home] = .string(MailboxContent.home(of: object))
            gone.properties[Self.origin] = .string(object.memberID)
            try objects.insert(try ended(gone, because: "IsSoftDeletedByDisable"))
        }
        var account = object
        account.typeDetails = "User"
        account.changed = now
        for name in Self.parts { account.properties[name] = .none }
        account.properties["EmailAddresses"] = .none
        try objects.update(account)
    }

    /// Gives an account a mailbox: the one that was taken from it, or a new one.
    ///
    /// - Parameters:
    ///   - account: The account.
    ///   - user: The account in the directory.
    ///   - name: What a new mailbox is called, `nil` for the account's name.
    /// - Throws: `DatabaseError`.
    func connect(_ account: ExchangeObject, _ user: UserRecord, name: String? = nil) throws {
        let former = try taken(from: user.id).first { !Self.isOver($0, now: now) }
        var object = account
        object.changed = now
        if let former {
            object.typeDetails = former.typeDetails
            for name in Self.parts + ["EmailAddresses"] { object.properties[name] = former.properties[name] }
            if object.typeDetails == "UserMailbox", let licence = try ExchangeLicence.best(of: user) {
                try licence.replace(in: &object, objects)
            }
            try objects.remove(former)
        } else {
            let made = try mailbox(of: user)
            object.typeDetails = made.typeDetails
            for name in Self.parts + ["EmailAddresses", "AddressListMembership"] {
                object.properties[name] = made.properties[name] ?? object.properties[name]
            }
            object.properties["ExternalEmailAddress"] = .none
            object.name = name ?? account.name
            try objects.beginClientSettings(of: object, now: now)
        }
        try keepFreeAddresses(&object)
        try objects.update(object)
        if object.name != account.name { try objects.replaceReferences(to: account.name, with: object.name) }
    }

    /// The account from which a mailbox was taken, as long as it is there and has got no other one.
    func formerAccount(
        of mailbox: ExchangeObject,
        _ directory: Directory
    ) throws -> (account: ExchangeObject, user: UserRecord)? {
        guard let id = mailbox.text(Self.origin), let user = try directory.user(id: id) else { return nil }
        let account = try objects.objects(named: id, of: .recipient) { object in
            object.state == .active && object.typeDetails == "User" && object.memberID == id
        }.first
        return account.map { ($0, user) }
    }

    /// Removes what was taken from an account for good.
    func forget(takenFrom id: String) throws {
        for mailbox in try taken(from: id) where mailbox.state == .softDeleted { try remove(mailbox) }
    }

    /// Whether a mailbox that was taken from an account waits for its end.
    func hasTaken(from id: String) throws -> Bool { try taken(from: id).contains { $0.state == .softDeleted } }

    private func taken(from id: String) throws -> [ExchangeObject] {
        try objects.all(of: .recipient, states: [.softDeleted, .inactive]).filter { $0.text(Self.origin) == id }
    }

    /// What a new mailbox of somebody is.
    func mailbox(of user: UserRecord) throws -> ExchangeObject {
        let parts = user.userPrincipalName.split(separator: "@")
        var person = SeedPerson(
            kind: .user,
            tenantID: tenant.id,
            alias: user.mailNickname,
            domain: parts.last.map(String.init) ?? tenant.defaultDomain,
            displayName: user.displayName,
            givenName: user.givenName,
            surname: user.surname
        )
        person.isEnabled = user.accountEnabled
        var object = ExchangeObjectMaker(tenant: tenant, now: now).recipient(person)
        object.become(SeedIdentifier.make("recipient", user.id), alias: user.mailNickname)
        object.properties["ExchangeGuid"] = .string(SeedIdentifier.make("mailbox", user.id, now.text(.utc)))
        object.properties["ExternalDirectoryObjectId"] = .string(user.id)
        object.properties["Company"] = .none
        object.properties["RoleAssignmentPolicy"] = try objects.defaultRoleAssignmentPolicy()
        for policy in try objects.policiesOfNewObjects(NounView.mailbox.shape).members {
            object.properties[policy.name] = policy.value
        }
        try ExchangeLicence.best(of: user)?.apply(toNew: &object, objects)
        return object
    }

    /// Drops addresses that are somebody else's meanwhile.
    func keepFreeAddresses(_ object: inout ExchangeObject) throws {
        var kept: [String] = []
        for address in object.texts("EmailAddresses")
        where try objects.owner(ofProxy: address, besides: object.guid) == nil {
            kept.append(address)
        }
        if !kept.contains(where: { $0.hasPrefix("SMTP:") }),
            let first = kept.firstIndex(where: { $0.hasPrefix("smtp:") })
        {
            kept[first] = "SMTP:" + kept[first].dropFirst(5)
        }
        object.properties["EmailAddresses"] = .array(kept.map { .string($0) })
    }

    private func ended(_ object: ExchangeObject, because reason: String) throws -> ExchangeObject {
        var gone = object
        let isMailbox = RecipientTypes.mailboxes.contains(object.typeDetails)
        gone.state = try isMailbox && objects.isHeld(object) ? .inactive : .softDeleted
        gone.changed = now
        gone.properties["WhenSoftDeleted"] = .string(now.text(.utc))
        gone.properties["RecipientSoftDeletedStatus"] = 1
        gone.properties[reason] = true
        return gone
    }
}

extension ObjectStore {
    /// The objects of a class in some states, in the order of their making.
    func all(of objectClass: ExchangeObject.Class, states: Set<ExchangeObject.State>) throws -> [ExchangeObject] {
        var all: [ExchangeObject] = []
        try forEach(objectClass, types: nil, states: states, in: (after: 0, through: .max)) { object in
            all.append(object)
            return true
        }
        return all
    }
}
