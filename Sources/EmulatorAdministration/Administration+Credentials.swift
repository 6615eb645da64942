import EmulatorCore

/// What the directory's audit log is told of credentials and owners, in the transaction of the change.
extension Administration {
    /// Changes secrets or certificates, and tells which there were before and are now.
    ///
    /// - Parameters:
    ///   - holder: Whose.
    ///   - change: Changes them.
    /// - Throws: What the change throws; `DatabaseError`.
    func tellingCredentials(of holder: CredentialHolder, _ change: () throws -> Void) throws {
        guard origin != nil else { return try change() }
        return try directory.store.write { _ in
            let before = try keys(of: holder)
            try change()
            let after = try keys(of: holder)
            guard before != after else { return }
            let changes = [DirectoryEvent.Change("KeyDescription", from: before, to: after)]
            if holder.principalID == nil {
                try tell(
                    .changeApplicationCredentials,
                    on: .init(application(holder.objectID)),
                    changes: changes
                )
            } else {
                try tell(
                    after.count < before.count ? .removeServicePrincipalCredentials : .addServicePrincipalCredentials,
                    on: .init(servicePrincipal(holder.objectID)),
                    changes: changes
                )
            }
        }
    }

    /// The secrets and certificates of somebody, as the log describes them.
    private func keys(of holder: CredentialHolder) throws -> [String] {
        let secrets = try ClientSecrets(administration: self).list(of: holder).map {
            ($0.keyID, "Password", $0.displayName)
        }
        let certificates = try Certificates(administration: self).list(of: holder).map {
            ($0.keyID, "AsymmetricX509Cert", $0.displayName)
        }
        return (certificates + secrets).map { id, type, name in
            "[KeyIdentifier=\(id),KeyType=\(type),KeyUsage=Verify,DisplayName=\(name ?? "")]"
        }
    }

    /// Tells that an app registration or service principal got or lost an owner; the record is about the owner.
    func tellOwner(_ ownerID: String, of objectID: String, isTaken: Bool = false) throws {
        guard origin != nil, let owner = try principal(ifAny: ownerID) else { return }
        let operation: DirectoryEvent.Operation
        let values: [(String, String)]
        if let owned = try directory.application(objectID: objectID) {
            operation = isTaken ? .removeApplicationOwner : .addApplicationOwner
            values = [
                ("Application.ObjectID", owned.objectID), ("Application.DisplayName", owned.displayName),
                ("Application.AppId", owned.appID),
            ]
        } else if let owned = try directory.servicePrincipal(objectID: objectID) {
            operation = isTaken ? .removeServicePrincipalOwner : .addServicePrincipalOwner
            values = [
                ("ServicePrincipal.ObjectID", owned.objectID), ("ServicePrincipal.DisplayName", owned.displayName),
                ("ServicePrincipal.AppId", owned.appID), ("ServicePrincipal.Name", owned.appID),
            ]
        } else {
            return
        }
        try tell(
            operation,
            on: .init(owner),
            changes: values.map { isTaken ? .init($0, from: [$1]) : .init($0, to: [$1]) }
        )
    }
}
