package import EmulatorCore
import ExoJSON

extension ExchangeObjectMaker {
    /// Somebody outside who was invited into the directory.
    ///
    /// - Parameter person: A mail user, whose alias is that of guests: `ada_adatum.com#EXT#`.
    /// - Returns: The recipient.
    package func guest(_ person: SeedPerson) -> ExchangeObject {
        var object = recipient(person)
        object.typeDetails = "GuestMailUser"
        object.name = person.alias
        object.properties["EmailAddresses"] = person.externalAddress.map { .array([.string("SMTP:\($0)")]) }
        object.properties["HiddenFromAddressListsEnabled"] = true
        return object
    }

    /// A list of rooms.
    package func roomList(_ group: SeedGroup) -> ExchangeObject? {
        var object = self.group(group, owners: [])
        object?.typeDetails = "RoomList"
        return object
    }

    /// An address for everybody with a mailbox in a department.
    ///
    /// - Parameters:
    ///   - alias: Its alias.
    ///   - domain: The domain of its address.
    ///   - displayName: Its name.
    ///   - department: The department.
    /// - Returns: The recipient.
    package func dynamicGroup(
        _ alias: String,
        domain: String,
        displayName: String,
        department: String
    ) -> ExchangeObject {
        let guid = SeedIdentifier.make("recipient", tenant.id, alias)
        var object = object(.recipient, named: displayName, guid: guid)
        object.typeDetails = "DynamicDistributionGroup"
        addNames(alias: alias, displayName: displayName, id: guid, to: &object)
        // The directory knows nothing of it.
        for name in ["ExternalDirectoryObjectId", "SamAccountName"] { object.properties[name] = .none }
        object.properties["EmailAddresses"] = .array([
            .string("SMTP:\(alias)@\(domain)"), .string("smtp:\(alias)@\(tenant.initialDomain)"),
        ])
        let kinds = "MailboxUsers"
        object.properties["IncludedRecipients"] = .string(kinds)
        object.properties["ConditionalDepartment"] = [.string(department)]
        object.properties["RecipientFilterType"] = "Precanned"
        object.properties["RecipientFilter"] = .string(
            DynamicFilterRule.filter(kinds: kinds, [("Department", [department])])
        )
        object.properties["RecipientContainer"] = .string(names.organizationalUnit)
        object.properties["ReportToOriginatorEnabled"] = true
        object.properties["RequireSenderAuthenticationEnabled"] = true
        return object
    }
}
