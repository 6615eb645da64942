import EmulatorCore

/// The app registrations of a tenant.
package struct AppRegistrations: Sendable {
    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    private var directory: Directory { administration.directory }

    /// Reads a registration by its object id.
    ///
    /// - Throws: ``AdministrationError`` when the tenant has none.
    package func load(_ objectID: String) throws -> AppRegistration {
        try AppRegistration(administration.application(objectID), in: directory)
    }

    /// Reads a registration by its client id.
    package func load(appID: String) throws -> AppRegistration {
        guard let record = try directory.application(appID), record.tenantID == administration.tenantID else {
            throw AdministrationError.notFound(appID)
        }
        return try AppRegistration(record, in: directory)
    }

    /// Stores a new registration and makes the acting user its owner.
    ///
    /// - Throws: ``AdministrationError`` when something of it is not allowed.
    package func create(_ registration: AppRegistration) throws {
        try directory.store.write { connection in
            try check(registration, before: nil)
            guard try directory.application(registration.appID) == nil else {
                throw AdministrationError.conflict("appId")
            }
            try connection.insert(registration.record)
            try write(registration, before: nil, connection)
            try administration.tell(
                .addApplication,
                on: .init(registration.record),
                changes: [
                    .init("AppId", to: [registration.appID]),
                    .init("DisplayName", to: [registration.record.displayName]),
                ]
            )
            guard let owner = administration.actorID else { return }
            try directory.add(OwnerRecord(objectID: registration.objectID, ownerID: owner))
            try administration.tellOwner(owner, of: registration.objectID)
        }
    }

    /// Stores a changed registration.
    ///
    /// - Throws: ``AdministrationError`` when something of it is not allowed.
    package func update(_ registration: AppRegistration) throws {
        try directory.store.write { connection in
            let before = try load(registration.objectID)
            try check(registration, before: before)
            try directory.save(registration.record)
            try write(registration, before: before, connection)
            let names = (before.record.displayName, registration.record.displayName)
            try administration.tell(
                .updateApplication,
                on: .init(registration.record),
                changes: names.0 == names.1 ? [] : [.init("DisplayName", from: [names.0], to: [names.1])]
            )
            guard names.0 != names.1 else { return }
            try connection.execute(
                "UPDATE service_principal SET display_name = ?2 WHERE app_id = ?1",
                [registration.appID, registration.record.displayName]
            )
        }
    }

    /// Deletes a registration and its service principal here; both can be restored.
    package func delete(_ objectID: String) throws {
        try directory.store.write { _ in
            let record = try administration.application(objectID)
            let deleted = DeletedObjects(administration: administration)
            if let principal = try directory.servicePrincipal(record.appID, in: administration.tenantID) {
                try deleted.delete(principal)
            }
            try deleted.delete(record)
        }
    }

    private func check(_ registration: AppRegistration, before: AppRegistration?) throws {
        try RegistrationCheck(registration: registration, before: before, administration: administration).run()
    }

    private func write(
        _ registration: AppRegistration,
        before: AppRegistration?,
        _ connection: Connection
    ) throws {
        let appID = registration.appID
        try directory.setRedirectURIs(registration.redirectURIs, of: appID)
        try directory.setRequiredPermissions(registration.requiredPermissions, of: appID)
        try connection.execute("DELETE FROM identifier_uri WHERE resource_app_id = ?", [appID])
        for uri in registration.identifierURIs {
            try connection.insert(IdentifierURIRecord(uri: uri, resourceAppID: appID))
        }
        try connection.execute("DELETE FROM exposed_permission WHERE resource_app_id = ?", [appID])
        for permission in registration.exposedPermissions { try connection.insert(permission) }
        try connection.execute("DELETE FROM preauthorized_client WHERE resource_app_id = ?", [appID])
        for client in registration.preauthorizedClients { try connection.insert(client) }
        try renameGrantedRoles(registration, before: before, connection)
    }

    /// Roles are granted by their id and stored by their value, so a new value has to follow.
    private func renameGrantedRoles(
        _ registration: AppRegistration,
        before: AppRegistration?,
        _ connection: Connection
    ) throws {
        let old = Dictionary(
            (before?.exposedPermissions(.role) ?? []).map { ($0.permissionID, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        for role in registration.exposedPermissions(.role) {
            guard let value = old[role.permissionID], value != role.value else { continue }
            try connection.execute(
                "UPDATE OR REPLACE app_role_assignment SET role = ?3 WHERE resource_app_id = ?1 AND role = ?2",
                [registration.appID, value, role.value]
            )
        }
    }
}
