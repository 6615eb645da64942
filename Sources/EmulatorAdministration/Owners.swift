import EmulatorCore

/// Who owns the app registrations and service principals of a tenant.
package struct Owners: Sendable {
    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    package func list(of objectID: String) throws -> [Principal] {
        try administration.directory.owners(ofObject: objectID).compactMap { try? administration.principal($0) }
    }

    /// - Throws: ``AdministrationError`` when the owner is unknown, a group, or one already.
    package func add(_ ownerID: String, to objectID: String) throws {
        try administration.directory.store.write { _ in
            let owner = try administration.principal(ownerID)
            if case .group = owner {
                throw AdministrationError("The reference target 'Group' of type 'Owner' is not supported.")
            }
            guard try administration.directory.add(OwnerRecord(objectID: objectID, ownerID: owner.id)) else {
                throw AdministrationError.referenceExists("owners")
            }
            try administration.tellOwner(owner.id, of: objectID)
        }
    }

    package func remove(_ ownerID: String, from objectID: String) throws {
        let id = ownerID.lowercased()
        try administration.directory.store.write { _ in
            guard try administration.directory.remove(OwnerRecord(objectID: objectID, ownerID: id)) else {
                throw AdministrationError.notFound(ownerID)
            }
            try administration.tellOwner(id, of: objectID, isTaken: true)
        }
    }
}
