import EmulatorAdministration
import EmulatorCore

/// The directory behind Exchange's recipients: who people are, and who belongs to a group, is said there alone.
extension CallScope {
    /// The directory's rules, for changes that the caller makes.
    var administration: Administration {
        Administration(
            directory: context.directory,
            tenant: tenant,
            now: context.clock.now,
            actorID: caller.objectID
        )
    }

    var users: Users { Users(administration: administration) }
    var groups: Groups { Groups(administration: administration) }

    /// Runs what the directory may refuse.
    ///
    /// - Throws: ``AdminAPIError`` in the service's words.
    func asking<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as AdministrationError {
            throw AdminAPIError.directory(error.message)
        }
    }

    /// The recipients among a group's members or owners.
    func recipients(of group: ExchangeObject, owners: Bool = false) throws -> [ExchangeObject] {
        let id = group.memberID
        let ids = owners ? try context.directory.owners(of: id) : try context.directory.members(of: id)
        return try ids.flatMap { member in
            try objects.objects(named: member, of: .recipient) { object in
                object.state == .active && RecipientTypes.recipients.contains(object.typeDetails)
            }
        }.sorted { $0.sequence < $1.sequence }
    }

    /// Makes a recipient a member or an owner of a group.
    func add(_ member: ExchangeObject, to group: ExchangeObject, asOwner: Bool = false) throws {
        let ids = (member: member.memberID, group: group.memberID)
        if member.isOfDirectory {
            try asking { try groups.add(ids.member, to: ids.group, asOwner: asOwner) }
        } else {
            try context.directory.addMember(ids.member, to: ids.group, asOwner: asOwner)
        }
    }

    func remove(_ member: ExchangeObject, from group: ExchangeObject, asOwner: Bool = false) throws {
        try asking { try groups.remove(member.memberID, from: group.memberID, asOwner: asOwner) }
    }

    /// Takes a recipient out of every group.
    func leaveGroups(_ object: ExchangeObject) throws {
        for group in try context.directory.groups(containing: object.memberID) {
            for asOwner in [false, true] {
                try context.directory.removeMember(object.memberID, from: group.id, asOwner: asOwner)
            }
        }
    }

    /// What a New- cmdlet answers: the object that it has stored.
    func made(_ object: ExchangeObject, in view: NounView) -> CmdletOutput {
        let place = object.sequence
        let builder = RowBuilder(view: view, names: objects.names)
        return .listing(ObjectListing(builder: builder, source: .sequences { [place] }, limit: nil))
    }
}

extension ExchangeObject {
    /// Who an object is among the members of groups: the directory's id, Exchange's own where the directory has none.
    var memberID: String { text("ExternalDirectoryObjectId").flatMap { $0.isEmpty ? nil : $0 } ?? guid }

    /// Whether the directory knows it as a user or group; it knows neither contacts nor groups with a filter nor public folders.
    var isOfDirectory: Bool {
        !["MailContact", "DynamicDistributionGroup", RecipientTypes.publicFolder].contains(typeDetails)
    }
}
