package import EmulatorCore
import ExoJSON

extension ExchangeObjectMaker {
    /// Gives a mailbox what is particular about it.
    ///
    /// - Parameters:
    ///   - mailbox: What that is.
    ///   - object: The mailbox.
    ///   - nameOf: The name of the recipient that an alias stands for.
    package func add(_ mailbox: SeedMailbox, to object: inout ExchangeObject, nameOf: (String) -> String?) {
        var values: [(String, JSONValue)] = []
        if let name = mailbox.forwardsTo.flatMap(nameOf) { values.append(("ForwardingAddress", .string(name))) }
        if let address = mailbox.forwardsToAddress {
            values.append(("ForwardingSmtpAddress", .string("smtp:\(address)")))
        }
        if mailbox.keepsForwarded { values.append(("DeliverToMailboxAndForward", true)) }
        if mailbox.isHidden { values.append(("HiddenFromAddressListsEnabled", true)) }
        if !mailbox.senders.isEmpty {
            values.append(("GrantSendOnBehalfTo", .array(mailbox.senders.compactMap(nameOf).map { .string($0) })))
        }
        if mailbox.isOnHold { values += hold(of: object) }
        if !mailbox.holds.isEmpty { values.append(("InPlaceHolds", .array(mailbox.holds.map { .string($0) }))) }
        if mailbox.hasArchive { values += archive(of: object) }
        for (name, value) in values { object.properties[name] = value }
        RecoverableItemsRoom.grow(&object)
    }

    /// The mailbox of somebody who is gone: inactive where a hold keeps it, else waiting for its end.
    package func former(_ person: SeedPerson, isOnHold: Bool) -> ExchangeObject {
        var object = recipient(person)
        object.state = isOnHold ? .inactive : .softDeleted
        object.properties["WhenSoftDeleted"] = .string(now.text(.utc))
        object.properties["RecipientSoftDeletedStatus"] = 1
        if isOnHold {
            for (name, value) in hold(of: object) { object.properties[name] = value }
            RecoverableItemsRoom.grow(&object)
        }
        return object
    }

    /// A hold that somebody put on a mailbox at some time in its life.
    private func hold(of object: ExchangeObject) -> [(String, JSONValue)] {
        let age = object.created.seconds(until: now)
        let date = object.created.adding(seconds: StableNumbers("hold", object.guid).below(age, at: 0))
        return [
            ("LitigationHoldEnabled", true), ("LitigationHoldDate", .string(date.text(.utc))),
            ("LitigationHoldOwner", .string("admin@\(tenant.defaultDomain)")),
        ]
    }

    private func archive(of object: ExchangeObject) -> [(String, JSONValue)] {
        [
            ("ArchiveGuid", .string(SeedIdentifier.make("archive", object.guid))),
            ("ArchiveName", .array([.string("In-Place Archive - \(object.name)")])),
            ("ArchiveDatabase", .string(TenantNames.database)),
            ("ArchiveDatabaseGuid", .string(TenantNames.databaseGuid)),
            ("ArchiveStatus", "Active"), ("ArchiveState", "Local"),
        ]
    }
}
