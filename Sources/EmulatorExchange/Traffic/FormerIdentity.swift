import EmulatorCore
import ExoJSON

/// What somebody with a mailbox was called, and was, until a moment: what the logs said before that stays as it was.
struct FormerIdentity: Sendable, Equatable {
    /// The mailbox was so before this moment.
    let until: ServiceDate
    let login: String
    let address: String
    let isUser: Bool

    /// The property that keeps them, the oldest first.
    static let property = "FormerIdentities"

    /// What a mailbox is now, `nil` for what logs tell nothing of.
    private init?(_ object: ExchangeObject, until moment: ServiceDate) {
        guard object.objectClass == .recipient, ["UserMailbox", "SharedMailbox"].contains(object.typeDetails),
            let address = object.primaryAddress
        else { return nil }
        until = moment
        login = object.text("UserPrincipalName") ?? address
        self.address = address
        isUser = object.typeDetails == "UserMailbox"
    }

    private init?(_ value: JSONValue) {
        guard let until = value["Until"]?.stringValue.flatMap({ ServiceDate(parsing: $0) }),
            let login = value["Login"]?.stringValue, let address = value["Address"]?.stringValue
        else { return nil }
        self.until = until
        self.login = login
        self.address = address
        isUser = value["IsUser"] == true
    }

    /// What a mailbox was, the oldest first.
    static func all(of object: ExchangeObject) -> [FormerIdentity] {
        (object.properties[property]?.arrayValue ?? []).compactMap { FormerIdentity($0) }
    }

    /// Keeps what a mailbox was before it became another.
    static func keep(of before: ExchangeObject, in object: inout ExchangeObject) {
        guard let former = FormerIdentity(before, until: object.changed),
            former != FormerIdentity(object, until: object.changed)
        else { return }
        let kept = before.properties[property]?.arrayValue ?? []
        object.properties[property] = .array(
            kept + [
                [
                    "Until": former.until.json, "Login": .string(former.login), "Address": .string(former.address),
                    "IsUser": .bool(former.isUser),
                ]
            ]
        )
    }
}

/// Mailboxes that are gone for good, of which the logs still tell.
struct GoneMailboxes {
    let store: Store
    let tenantID: String

    /// What the logs need of a mailbox.
    private static let needed = [
        "DisplayName", "UserPrincipalName", "EmailAddresses", "LegacyExchangeDN", MailboxContent.home,
        "WhenSoftDeleted",
        "ExternalDirectoryObjectId",
        FormerIdentity.property,
    ]

    /// Keeps what the logs need of a mailbox that goes.
    ///
    /// - Throws: `DatabaseError`.
    func keep(_ object: ExchangeObject, at moment: ServiceDate) throws {
        var properties = JSONObject()
        for name in Self.needed { properties[name] = object.properties[name] }
        try ContentStore(store: store, tenantID: tenantID, now: moment).put(
            .goneMailbox,
            key: object.guid,
            [
                "Name": .string(object.name), "Type": .string(object.typeDetails), "Created": object.created.json,
                "Changed": object.changed.json, "Properties": .object(properties),
            ],
            at: moment
        )
    }

    /// Those that the logs may still tell of, as they were at their end.
    ///
    /// - Throws: `DatabaseError`.
    func all() throws -> [ExchangeObject] {
        try ContentStore(store: store, tenantID: tenantID, now: ServiceDate(ticks: 0)).entries(.goneMailbox).compactMap
        { entry in
            func date(_ name: String) -> ServiceDate? { entry.text(name).flatMap { ServiceDate(parsing: $0) } }
            guard let name = entry.text("Name"), let type = entry.text("Type"), let created = date("Created"),
                let changed = date("Changed")
            else { return nil }
            return ExchangeObject(
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
        }
    }
}
