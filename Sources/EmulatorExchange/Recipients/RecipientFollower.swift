package import EmulatorCore
import ExoJSON

/// Exchange's side of the directory: what Graph, the portal or a partner change of people and groups, recipients show.
///
/// Whoever is new in the directory gets what the service gives: a guest becomes a mail user, somebody with a licence of
/// Exchange a mailbox, anybody else an account without mail.
package struct RecipientFollower: DirectoryFollower {
    private let store: Store
    private let clock: EmulatorClock

    package init(store: Store, clock: EmulatorClock) {
        self.store = store
        self.clock = clock
    }

    package func userChanged(from before: UserRecord?, to after: UserRecord?) throws {
        guard let record = after ?? before, let life = try life(of: record.tenantID) else { return }
        let known = try object(of: record.id, in: life)
        guard let user = after else {
            if let known, known.state == .active { try life.leave(known) }
            return
        }
        guard let known else { return try arrive(user, life) }
        if known.state != .active { return try life.comeBack(known) }
        var object = known
        for (property, value) in try UserFacts.changes(from: before, to: user) where before != nil {
            object.properties[property] = value.isNull ? Optional.none : .some(value)
        }
        if let before {
            try rename(&object, from: before, to: user, life)
            if before.userPrincipalName != user.userPrincipalName {
                try life.objects.renameTrustee(from: before.userPrincipalName, to: user.userPrincipalName)
            }
        }
        if object.properties != known.properties {
            object.changed = life.now
            try life.objects.update(object)
        }
        guard let before else { return }
        try followLicences(from: before, to: user, object, life)
    }

    package func groupChanged(from before: GroupRecord?, to after: GroupRecord?) throws {
        guard let record = after ?? before, let life = try life(of: record.tenantID) else { return }
        let known = try object(of: record.id, in: life)
        guard let group = after else {
            guard let known, known.state == .active else { return }
            if record.kind == .microsoft365 { return try life.leave(known) }
            try life.objects.remove(known)
            return try life.objects.replaceReferences(to: known.name, with: nil)
        }
        guard let known else { return try arrive(group, life) }
        if known.state != .active { return try life.comeBack(known) }
        guard let before else { return }
        var object = known
        if before.displayName != group.displayName { object.properties["DisplayName"] = .string(group.displayName) }
        if before.explanation != group.explanation {
            let text = group.explanation.map { JSONValue.string($0) } ?? ""
            let isUnified = group.kind == .microsoft365
            object.properties[isUnified ? "Notes" : "Description"] = isUnified ? text : [text]
        }
        let visibility = try JSONValue(parsing: group.document)["visibility"]
        if let visibility, object.properties["AccessType"] != visibility {
            object.properties["AccessType"] = visibility
        }
        if group.kind == .microsoft365 { object.properties["ManagedBy"] = .array(try owners(of: group, life)) }
        guard object.properties != known.properties else { return }
        object.changed = life.now
        try life.objects.update(object)
    }

    package func happened(_ event: DirectoryEvent) throws { try DirectoryAudit(event: event).write(to: store) }

    /// The names of the recipients who own a group.
    private func owners(of group: GroupRecord, _ life: MailboxLife) throws -> [JSONValue] {
        try Directory(store: store).owners(of: group.id).compactMap { id in
            try object(of: id, in: life).map { .string($0.name) }
        }
    }

    // MARK: Who comes

    private func arrive(_ user: UserRecord, _ life: MailboxLife) throws {
        var object = try life.mailbox(of: user)
        let isLicensed = try ExchangeLicence.opens(user)
        if !isLicensed {
            let isGuest = user.userType == "Guest"
            object.typeDetails = isGuest ? "GuestMailUser" : "User"
            for name in [
                "ExchangeGuid", "MailboxPlan", "RetentionPolicy", "RoleAssignmentPolicy", "SharingPolicy",
                "AddressListMembership",
            ] {
                object.properties[name] = .none
            }
            let address = isGuest ? user.mail : nil
            object.properties["EmailAddresses"] = address.map { .array([.string("SMTP:\($0)")]) }
            object.properties["ExternalEmailAddress"] = address.map { .string("SMTP:\($0)") }
            if isGuest { object.properties["HiddenFromAddressListsEnabled"] = true }
        }
        for (property, value) in try UserFacts.changes(from: nil, to: user) where !value.isNull {
            object.properties[property] = value
        }
        // An account that follows from the directory is called by its id there, so that it is called anew by no licence;
        // only who makes a mailbox names it. That guests are called otherwise is a guess.
        if isLicensed || user.userType != "Guest" { object.name = user.id }
        try insert(&object, wanted: user.mailNickname, life)
        guard isLicensed else { return }
        try life.objects.beginClientSettings(of: object, now: life.now)
        try tellAddress(of: user, life)
    }

    /// Tells the directory at which address a new mailbox is reached.
    private func tellAddress(of user: UserRecord, _ life: MailboxLife) throws {
        guard let mailbox = try object(of: user.id, in: life) else { return }
        var user = user
        user.mail = mailbox.primaryAddress ?? user.mail
        user.document = try UserFacts.document(user.document, with: "proxyAddresses", UserFacts.proxies(of: mailbox))
        try Directory(store: store).save(user)
    }

    private func arrive(_ group: GroupRecord, _ life: MailboxLife) throws {
        let seed = SeedGroup(
            kind: group.kind,
            tenantID: group.tenantID,
            alias: group.mailNickname,
            domain: life.tenant.defaultDomain,
            displayName: group.displayName,
            members: [],
            owners: []
        )
        let maker = ExchangeObjectMaker(tenant: life.tenant, now: life.now)
        guard var object = maker.group(seed, owners: []) else { return }
        object.become(SeedIdentifier.make("recipient", group.id), alias: group.mailNickname)
        object.properties["ExternalDirectoryObjectId"] = .string(group.id)
        if group.kind == .microsoft365 {
            object.properties["ExchangeGuid"] = .string(SeedIdentifier.make("mailbox", group.id))
            let visibility = try JSONValue(parsing: group.document)["visibility"]
            object.properties["AccessType"] = visibility ?? "Public"
            object.properties["Notes"] = group.explanation.map { .string($0) }
            object.properties["ManagedBy"] = .array(try owners(of: group, life))
        }
        try insert(&object, wanted: group.mailNickname, life)
    }

    /// Stores somebody new; a name, alias or address that another one has gives way.
    private func insert(_ object: inout ExchangeObject, wanted alias: String, _ life: MailboxLife) throws {
        let name = object.name
        let others = try life.objects.objects(named: name, of: .recipient) {
            $0.state == .active && $0.name.lowercased() == name.lowercased()
        }
        if !others.isEmpty { object.name = object.memberID }
        if try !isFree(alias, beside: object, life) {
            object.properties["Alias"] = .string(alias + object.memberID.prefix(6))
        }
        if object.properties["EmailAddresses"] != nil { try life.keepFreeAddresses(&object) }
        try life.objects.insert(object)
    }

    private func rename(
        _ object: inout ExchangeObject,
        from before: UserRecord,
        to user: UserRecord,
        _ life: MailboxLife
    ) throws {
        if before.mailNickname != user.mailNickname, try isFree(user.mailNickname, beside: object, life) {
            object.properties["Alias"] = .string(user.mailNickname)
        }
        guard before.mail != user.mail, let mail = user.mail, ProxyAddresses.isAddress(mail),
            object.primaryAddress?.lowercased() != mail.lowercased(), object.properties["EmailAddresses"] != nil,
            try life.objects.owner(ofAddress: mail, besides: object.guid) == nil
        else { return }
        var addresses = ProxyAddresses(object.texts("EmailAddresses"))
        try addresses.change(add: ["SMTP:\(mail)"], remove: [])
        object.properties["EmailAddresses"] = .array(addresses.list.map { .string($0) })
    }

    /// A licence of Exchange brings a mailbox, its loss takes it.
    private func followLicences(
        from before: UserRecord,
        to after: UserRecord,
        _ object: ExchangeObject,
        _ life: MailboxLife
    ) throws {
        let (old, new) = (try ExchangeLicence.plans(of: before), try ExchangeLicence.plans(of: after))
        guard old != new else { return }
        switch (!old.isEmpty, !new.isEmpty) {
        case (false, true) where ["User", "MailUser"].contains(object.typeDetails):
            try life.connect(object, after, name: after.id)
            try tellAddress(of: after, life)
        case (true, false) where object.typeDetails == "UserMailbox": try life.disconnect(object)
        case (true, true) where object.typeDetails == "UserMailbox":
            let former = ExchangeLicence.best(among: old)
            guard let licence = ExchangeLicence.best(among: new), licence != former else { return }
            var mailbox = object
            try licence.replace(in: &mailbox, life.objects)
            mailbox.changed = life.now
            try life.objects.update(mailbox)
        default: break
        }
    }

    // MARK: Finding

    func life(of tenantID: String) throws -> MailboxLife? {
        guard let tenant = try Directory(store: store).tenant(matching: tenantID) else { return nil }
        let objects = ObjectStore(store: store, names: TenantNames(tenant))
        return MailboxLife(objects: objects, tenant: tenant, now: ServiceDate(clock.now))
    }

    /// What Exchange has of somebody: what is there before what is gone.
    func object(of id: String, in life: MailboxLife) throws -> ExchangeObject? {
        let found = try life.objects.objects(named: id, of: .recipient) { $0.text("ExternalDirectoryObjectId") == id }
        return found.first { $0.state == .active } ?? found.last
    }

    private func isFree(_ alias: String, beside object: ExchangeObject, _ life: MailboxLife) throws -> Bool {
        try life.objects.objects(named: alias, of: .recipient) {
            $0.state == .active && $0.guid != object.guid && $0.text("Alias")?.lowercased() == alias.lowercased()
        }.isEmpty
    }
}
