import EmulatorCore
import ExoJSON

extension MailboxLife {
    /// What only a mailbox has, and who has become a mail user keeps.
    private static let staying: Set = ["ExchangeGuid", "GrantSendOnBehalfTo"]

    /// The mailbox of a mail user has come from elsewhere: with its GUID, and with its archive where it has one.
    ///
    /// - Parameters:
    ///   - object: The mail user.
    ///   - user: The account.
    ///   - domains: The organization's, in small letters: mail to others does not come here.
    /// - Throws: `DatabaseError`.
    func moveIn(_ object: ExchangeObject, _ user: UserRecord?, domains: Set<String>) throws {
        var moved = object
        moved.typeDetails = "UserMailbox"
        moved.changed = now
        for policy in try objects.policiesOfNewObjects(NounView.mailbox.shape).members {
            moved.properties[policy.name] = policy.value
        }
        if let user {
            let made = try mailbox(of: user)
            let given = ["AddressListMembership", ExchangeLicence.capabilities, "MailboxPlan"] + MailboxPlans.inherited
            for name in given { moved.properties[name] = made.properties[name] ?? moved.properties[name] }
        }
        if Self.guid("ExchangeGuid", of: object) == nil {
            moved.properties["ExchangeGuid"] = .string(SeedIdentifier.make("mailbox", object.guid))
        }
        if Self.guid("ArchiveGuid", of: object) != nil {
            MailboxArchive.open(&moved, named: object.texts("ArchiveName"))
        }
        moved.properties["ExternalEmailAddress"] = .none
        moved.properties[MailboxContent.cameAlong] = true
        // What the mail user was called elsewhere leads there still.
        let own = object.texts("EmailAddresses").filter { address in
            guard address.lowercased().hasPrefix("smtp:") else { return true }
            return address.split(separator: "@").last.map { domains.contains($0.lowercased()) } ?? false
        }
        if own.contains(where: { $0.lowercased().hasPrefix("smtp:") }) {
            moved.properties["EmailAddresses"] = .array(own.map { .string($0) })
        }
        try keepFreeAddresses(&moved)
        try objects.update(moved)
        try objects.beginClientSettings(of: moved, now: now)
    }

    /// The mailbox of somebody is elsewhere now: what is left is a mail user whose mail follows it.
    ///
    /// - Parameters:
    ///   - object: The mailbox.
    ///   - domain: That of the address at which it is reached there.
    /// - Throws: `DatabaseError`.
    func moveOut(_ object: ExchangeObject, to domain: String?) throws {
        var moved = object
        moved.typeDetails = "MailUser"
        moved.changed = now
        for name in Self.parts where !Self.staying.contains(name) { moved.properties[name] = .none }
        moved.properties["AddressListMembership"] = .none
        if let target = Self.target(of: object, in: domain) {
            moved.properties["ExternalEmailAddress"] = .string("SMTP:\(target)")
        }
        try objects.update(moved)
    }

    /// The address in a domain; where there is none, that of the same name, which is a guess.
    private static func target(of object: ExchangeObject, in domain: String?) -> String? {
        guard let domain, let primary = object.primaryAddress else { return object.primaryAddress }
        let known = object.texts("EmailAddresses").first { address in
            let address = address.lowercased()
            return address.hasPrefix("smtp:") && address.hasSuffix("@\(domain.lowercased())")
        }
        return known.map { String($0.dropFirst(5)) } ?? "\(primary.prefix { $0 != "@" })@\(domain)"
    }

    private static func guid(_ property: String, of object: ExchangeObject) -> String? {
        object.text(property).flatMap { $0.isEmpty || $0 == GUIDText.empty ? nil : $0 }
    }
}
