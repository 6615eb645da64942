import EmulatorCore
import ExoJSON

/// Mailboxes that are gone for good, of which the logs still tell.
struct GoneMailboxes {
    let store: Store
    let tenantID: String

    /// What the logs need of a mailbox.
    private static let needed = [
        "DisplayName", "UserPrincipalName", "EmailAddresses", "LegacyExchangeDN", MailboxContent.home,
        "WhenSoftDeleted", "ExternalDirectoryObjectId", FormerIdentity.property,
    ]

    /// Keeps what the logs need of a recipient that goes, where they tell of it.
    ///
    /// - Throws: `DatabaseError`.
    func keep(_ object: ExchangeObject, at moment: ServiceDate) throws {
        guard FormerIdentity.tells(of: object) else { return }
        var properties = JSONObject()
        for name in Self.needed { properties[name] = object.properties[name] }
        try ContentStore(store: store, tenantID: tenantID, now: moment).put(
            .goneMailbox,
            key: object.guid,
            [
                "Name": .string(object.name), "Type": .string(object.typeDetails), "Created": object.created.json,
                "Changed": object.changed.json, "Sequence": .integer(object.sequence),
                "Properties": .object(properties),
            ],
            at: moment
        )
    }

    /// Those that the logs may still tell of, as they were at their end and with the places they had.
    ///
    /// - Throws: `DatabaseError`.
    func all() throws -> [ExchangeObject] {
        try ContentStore(store: store, tenantID: tenantID, now: ServiceDate(ticks: 0)).entries(.goneMailbox).compactMap
        { entry in
            func date(_ name: String) -> ServiceDate? { entry.text(name).flatMap { ServiceDate(parsing: $0) } }
            guard let name = entry.text("Name"), let type = entry.text("Type"), let created = date("Created"),
                let changed = date("Changed")
            else { return nil }
            let object = ExchangeObject(
                // Earlier emulators kept no place, and whatever was removed.
                sequence: entry.value["Sequence"]?.integerValue ?? .max,
                tenantID: tenantID,
                objectClass: .recipient,
                guid: entry.key,
                name: name,
                typeDetails: type,
                state: .softDeleted,
                created: created,
                changed: changed,
                properties: entry.value["Properties"]?.objectValue ?? JSONObject()
            )
            return FormerIdentity.tells(of: object) ? object : nil
        }
    }
}
