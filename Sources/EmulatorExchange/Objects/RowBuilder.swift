import EmulatorCore
import ExoJSON
import Synchronization

/// Shows stored objects in the shape of a noun, with the properties that follow from others.
struct RowBuilder: Sendable {
    let view: NounView
    let names: TenantNames
    /// Who leads whom, for nouns that show it.
    private let managers: Managers?
    /// Who has a phone, for nouns that show it.
    private let devices: DevicePartnerships?
    /// Whose settings it shows, where they belong to somebody.
    private let owner: ExchangeObject?
    /// What is said of an object beside it.
    private let beside: (@Sendable (ExchangeObject) throws -> JSONObject)?
    /// When objects are shown, for what is over by then.
    private let now: ServiceDate?
    /// What every object of the tenant shows alike.
    private let common: ObjectRow

    init(
        view: NounView,
        names: TenantNames,
        managers: Managers? = nil,
        devices: DevicePartnerships? = nil,
        owner: ExchangeObject? = nil,
        unsaid: JSONObject = [:],
        now: ServiceDate? = nil,
        beside: (@Sendable (ExchangeObject) throws -> JSONObject)? = nil
    ) {
        self.now = now
        self.managers = managers
        self.devices = devices
        self.owner = owner
        self.beside = beside
        self.view = view
        self.names = names
        var common = ObjectRow(shape: view.shape, title: "")
        common.set([
            "OrganizationId": .string(names.organizationID),
            "OrganizationalUnitRoot": .string(names.initialDomain),
            "OriginatingServer": .string(TenantNames.domainController),
            "IsValid": true,
            "ObjectState": "Unchanged",
            "ExchangeVersion": "0.20 (15.0.0.0)",
        ])
        // What objects have in this tenant that say nothing, where that is not the shape's default.
        for member in unsaid.members { common[member.name] = member.value }
        self.common = common
    }

    private static let retentionHold = "RetentionHoldEnabled"

    /// Whether a retention hold of a mailbox has come to its end.
    private func isOver(_ object: ExchangeObject) -> Bool {
        guard let now, object.properties[Self.retentionHold] == true,
            let end = object.text("EndDateForRetentionHold").flatMap({ ServiceDate(parsing: $0) })
        else { return false }
        return end < now
    }

    private static let knownPlaces = Mutex<[String: Set<Int>]>([:])

    /// Where properties of a view stand that are not only what the object says of them.
    static func derivedPlaces(of view: NounView, names: TenantNames) -> Set<Int> {
        if let known = knownPlaces.withLock({ $0[view.noun] }) { return known }
        let builder = RowBuilder(view: view, names: names)
        let said: JSONObject = ["EmailAddresses": ["SMTP:a@b.c"], "ExchangeGuid": "a"]
        var derived = Set(
            ["AccessRights", "DirectReports", DevicePartnerships.property, "Manager", Self.retentionHold]
                .compactMap(view.shape.place(of:))
        )
        let moment = ServiceDate(ticks: 0)
        for type in (view.types ?? []).union(RecipientTypes.system).union([""]) {
            for state in [ExchangeObject.State.active, .softDeleted, .inactive] {
                let object = ExchangeObject(
                    tenantID: names.tenantID,
                    objectClass: view.objectClass,
                    guid: "a",
                    name: "a",
                    typeDetails: type,
                    state: state,
                    created: moment,
                    changed: moment,
                    properties: said
                )
                for (place, value) in builder.row(object).values.enumerated() where value != nil {
                    derived.insert(place)
                }
            }
        }
        derived.subtract(said.names.compactMap(view.shape.place(of:)))
        knownPlaces.withLock { $0[view.noun] = derived }
        return derived
    }

    /// The row of an object.
    func row(_ object: ExchangeObject) -> ObjectRow {
        var row = common
        row.title = names.title(of: object)
        addNames(of: object, to: &row)
        if object.objectClass == .recipient { addRecipient(object, to: &row) }
        if object.objectClass == .organization { addDelicensing(object, to: &row) }
        if RecipientTypes.hasMailbox(object.typeDetails) { addMailbox(object, to: &row) }
        managers?.addKnown(to: &row, of: object)
        devices?.addKnown(to: &row, of: object)
        if let owner { addOwner(owner, of: object, to: &row) }
        for member in object.properties.members { row[member.name] = member.value }
        // A role group among groups.
        if view.noun == NounView.group.noun, object.objectClass != .recipient {
            row.set(["RecipientType": "Group", "RecipientTypeDetails": .string(GroupReader.details)])
            if let text = object.text("Description") { row["Description"] = text.isEmpty ? [] : [.string(text)] }
        }
        if isOver(object) { row[Self.retentionHold] = false }
        // The service joins what one entry gives.
        if view.isRelation {
            row["AccessRights"] = .array([.string(object.texts("AccessRights").joined(separator: ", "))])
        }
        return row
    }

    /// The row of an object with what is said beside it.
    func shown(_ object: ExchangeObject) throws -> ObjectRow {
        var row = row(object)
        try managers?.add(to: &row, of: object)
        try devices?.add(to: &row, of: object)
        for member in try beside?(object).members ?? [] { row[member.name] = member.value }
        return row
    }

    private func addNames(of object: ExchangeObject, to row: inout ObjectRow) {
        let name = JSONValue.string(object.name)
        let identity = JSONValue.string(names.identity(of: object))
        let guid = JSONValue.string(object.guid)
        let created = object.created.wholeSecond.json
        let changed = object.changed.wholeSecond.json
        let (category, classes) = Self.schema(of: object)
        row.set([
            "Identity": identity, "Id": identity, "Name": name,
            "Guid": guid, "ExchangeObjectId": guid,
            "DistinguishedName": .string(names.distinguishedName(of: object)),
            "WhenCreated": created, "WhenCreatedUTC": created,
            "WhenChanged": changed, "WhenChangedUTC": changed,
            "ObjectCategory": .string("\(TenantNames.forest)/Configuration/Schema/\(category)"),
            "ObjectClass": .array(classes.map { .string($0) }),
        ])
    }

    private func addOwner(_ owner: ExchangeObject, of object: ExchangeObject, to row: inout ObjectRow) {
        let place = JSONValue.string(view.isRelation ? owner.name : "\(owner.name)\\\(object.name)")
        row.set(["Identity": place, "MailboxOwnerId": .string(owner.name), "Mailbox": .string(owner.name)])
    }

    /// Whether licences are taken away with delay, in the words of properties that nothing writes.
    private func addDelicensing(_ object: ExchangeObject, to row: inout ObjectRow) {
        for name in [
            "DelayedDelicensing", "EndUserMailNotificationForDelayedDelicensing",
            "TenantAdminNotificationForDelayedDelicensing",
        ] where object.properties["\(name)Enabled"] == true {
            row[name + (name == "DelayedDelicensing" ? "EnabledState" : "State")] = "Enabled: True"
        }
    }

    private func addRecipient(_ object: ExchangeObject, to row: inout ObjectRow) {
        row.set([
            "OrganizationalUnit": .string(names.organizationalUnit),
            "RecipientTypeDetails": .string(object.typeDetails),
            "RecipientType": .string(RecipientTypes.recipientType(of: object.typeDetails)),
            "IsValidSecurityPrincipal": .bool(RecipientTypes.principals.contains(object.typeDetails)),
        ])
        if RecipientTypes.users.contains(object.typeDetails) {
            let isOff = object.properties["AccountDisabled"] == true
            row.set([
                "IsSecurityPrincipal": true,
                "UserAccountControl": .string(isOff ? "AccountDisabled, NormalAccount" : "NormalAccount"),
                "Sid": .string(PermissionNoun.sid(ofGUID: object.guid)),
                "UserType": object.typeDetails == "GuestMailUser" ? "Guest" : "Member",
            ])
        }
        guard let address = object.primaryAddress else { return }
        row.set(["PrimarySmtpAddress": .string(address), "WindowsEmailAddress": .string(address)])
    }

    private func addMailbox(_ object: ExchangeObject, to row: inout ObjectRow) {
        row.set([
            "Database": .string(TenantNames.database),
            "DatabaseName": .string(TenantNames.database),
            "DatabaseGuid": .string(TenantNames.databaseGuid),
            "ServerName": .string(TenantNames.server.lowercased()),
            "ServerLegacyDN": .string(
                "\(TenantNames.administrativeGroup)/cn=Configuration/cn=Servers/cn=\(TenantNames.server)"
            ),
            "WhenMailboxCreated": object.created.wholeSecond.json,
            "MailboxRelease": "E15",
            // Whoever shares a mailbox, and a room, needs no licence.
            "SKUAssigned": .bool(object.typeDetails == "UserMailbox"),
        ])
        if let mailbox = object.text("ExchangeGuid") {
            let archive = MailboxArchive.isOn(object) ? object.text("ArchiveGuid") : nil
            let parts = [(mailbox, "Primary")] + (archive.map { [($0, "MainArchive")] } ?? [])
            row["MailboxLocations"] = .array(
                parts.map { guid, kind in
                    .string("1;\(guid);\(kind);\(TenantNames.forest.lowercased());\(TenantNames.databaseGuid)")
                }
            )
        }
        switch object.typeDetails {
        case "SharedMailbox": row["IsShared"] = true
        case "RoomMailbox": row.set(["IsResource": true, "ResourceType": "Room"])
        case "EquipmentMailbox": row.set(["IsResource": true, "ResourceType": "Equipment"])
        default: break
        }
        switch object.state {
        case .active: break
        case .softDeleted: row["IsSoftDeletedByRemove"] = .bool(object.properties["IsSoftDeletedByDisable"] != true)
        case .inactive: row["IsInactiveMailbox"] = true
        }
    }

    private static func schema(of object: ExchangeObject) -> (category: String, classes: [String]) {
        switch object.objectClass {
        case .acceptedDomain: return ("ms-Exch-Accepted-Domain", ["top", "msExchAcceptedDomain"])
        case .organization:
            return ("ms-Exch-Configuration-Unit-Container", ["top", "container", "msExchConfigurationUnitContainer"])
        case .setting(let noun):
            let place = SettingPlace.of(noun: noun)
            return (place.category, ["top", place.objectClass])
        case .recipient: break
        }
        switch object.typeDetails {
        case "MailContact": return ("Person", ["top", "person", "organizationalPerson", "contact"])
        case RecipientTypes.publicFolder: return ("ms-Exch-Public-Folder", ["top", "publicFolder"])
        case RecipientTypes.groupMailbox: return ("Group", ["top", "group"])
        case _ where RecipientTypes.distributionGroups.contains(object.typeDetails):
            return ("Group", ["top", "group"])
        default: return ("Person", ["top", "person", "organizationalPerson", "user"])
        }
    }
}
