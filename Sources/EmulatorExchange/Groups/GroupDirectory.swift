import EmulatorAdministration
import EmulatorCore

/// The directory's groups behind Exchange's: who belongs to them is said there alone.
struct GroupDirectory {
    let scope: CallScope

    var groups: Groups {
        Groups(
            administration: Administration(
                directory: scope.context.directory,
                tenant: scope.tenant,
                now: scope.context.clock.now,
                actorID: scope.caller.objectID
            )
        )
    }

    /// The directory's id of a group or recipient.
    ///
    /// - Throws: ``AdminAPIError`` for what the directory does not know, as a contact.
    func id(of object: ExchangeObject) throws -> String {
        guard let id = object.text("ExternalDirectoryObjectId"), !id.isEmpty else {
            throw AdminAPIError.notEmulated("\(object.typeDetails) as a member of a group", stage: .cmdlet)
        }
        return id
    }

    /// The recipients among a group's members or owners.
    func recipients(of group: ExchangeObject, owners: Bool = false) throws -> [ExchangeObject] {
        let id = try id(of: group)
        let directory = scope.context.directory
        let ids = owners ? try directory.owners(of: id) : try directory.members(of: id)
        return try ids.flatMap { member in
            try scope.objects.objects(named: member, of: .recipient) { object in
                object.state == .active && RecipientTypes.recipients.contains(object.typeDetails)
            }
        }.sorted { $0.sequence < $1.sequence }
    }

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
}
