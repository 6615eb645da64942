import EmulatorCore
import ExoJSON

/// Shows stored objects in the shape of a noun, with the properties that follow from others.
struct RowBuilder: Sendable {
    let view: NounView
    let names: TenantNames

    /// The row of an object.
    func row(_ object: ExchangeObject) -> ObjectRow {
        var row = ObjectRow(shape: view.shape, title: names.title(of: object))
        derive(object, into: &row)
        if object.objectClass == .recipient { deriveRecipient(object, into: &row) }
        for member in object.properties.members { row[member.name] = member.value }
        return row
    }

    private func derive(_ object: ExchangeObject, into row: inout ObjectRow) {
        let name = JSONValue.string(object.name)
        row["Identity"] = name
        row["Id"] = name
        row["Name"] = name
        row["Guid"] = .string(object.guid)
        row["ExchangeObjectId"] = .string(object.guid)
        row["DistinguishedName"] = .string(names.distinguishedName(of: object))
        row["OrganizationId"] = .string(names.organizationID)
        row["OrganizationalUnitRoot"] = .string(names.initialDomain)
        row["OriginatingServer"] = .string(TenantNames.domainController)
        row["IsValid"] = true
        row["ObjectState"] = "Unchanged"
        row["ExchangeVersion"] = "0.20 (15.0.0.0)"
        let created = JSONValue.string(object.created.text(.utc))
        let changed = JSONValue.string(object.changed.text(.utc))
        row["WhenCreated"] = created
        row["WhenCreatedUTC"] = created
        row["WhenChanged"] = changed
        row["WhenChangedUTC"] = changed
        let (category, classes) = Self.schema(of: object)
        row["ObjectCategory"] = .string("\(TenantNames.forest)/Configuration/Schema/\(category)")
        row["ObjectClass"] = .array(classes.map { .string($0) })
    }

    private func deriveRecipient(_ object: ExchangeObject, into row: inout ObjectRow) {
        row["OrganizationalUnit"] = .string(names.organizationalUnit)
        row["RecipientTypeDetails"] = .string(object.typeDetails)
        row["RecipientType"] = .string(RecipientTypes.recipientType(of: object.typeDetails))
        if let address = object.primaryAddress {
            row["PrimarySmtpAddress"] = .string(address)
            row["WindowsEmailAddress"] = .string(address)
        }
        guard RecipientTypes.mailboxes.contains(object.typeDetails) else { return }
        row["Database"] = .string(TenantNames.database)
        row["DatabaseName"] = .string(TenantNames.database)
        row["DatabaseGuid"] = .string(TenantNames.databaseGuid)
        row["ServerName"] = .string(TenantNames.server.lowercased())
        row["ServerLegacyDN"] = .string(
            "\(TenantNames.administrativeGroup)/cn=Configuration/cn=Servers/cn=\(TenantNames.server)"
        )
        row["WhenMailboxCreated"] = .string(object.created.text(.utc))
        row["MailboxRelease"] = "E15"
        row["SKUAssigned"] = true
        if let mailbox = object.text("ExchangeGuid") {
            let place = "1;\(mailbox);Primary;\(TenantNames.forest.lowercased());\(TenantNames.databaseGuid)"
            row["MailboxLocations"] = .array([.string(place)])
        }
        switch object.typeDetails {
        case "SharedMailbox": row["IsShared"] = true
        case "RoomMailbox":
            row["IsResource"] = true
            row["ResourceType"] = "Room"
        case "EquipmentMailbox":
            row["IsResource"] = true
            row["ResourceType"] = "Equipment"
        default: break
        }
        switch object.state {
        case .active: break
        case .softDeleted: row["IsSoftDeletedByRemove"] = true
        case .inactive: row["IsInactiveMailbox"] = true
        }
    }

    private static func schema(of object: ExchangeObject) -> (category: String, classes: [String]) {
        switch object.objectClass {
        case .acceptedDomain: return ("ms-Exch-Accepted-Domain", ["top", "msExchAcceptedDomain"])
        case .organization:
            return ("ms-Exch-Configuration-Unit-Container", ["top", "container", "msExchConfigurationUnitContainer"])
        case .recipient: break
        }
        switch object.typeDetails {
        case "MailContact": return ("Person", ["top", "person", "organizationalPerson", "contact"])
        case _ where RecipientTypes.distributionGroups.contains(object.typeDetails):
            return ("Group", ["top", "group"])
        case RecipientTypes.groupMailbox: return ("Group", ["top", "group"])
        default: return ("Person", ["top", "person", "organizationalPerson", "user"])
        }
    }
}
