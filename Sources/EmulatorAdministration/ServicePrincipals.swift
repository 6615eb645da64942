package import EmulatorCore

/// The apps as they exist in a tenant.
package struct ServicePrincipals: Sendable {
    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    private var directory: Directory { administration.directory }

    /// Makes the service principal of an app that is registered here, or elsewhere for more than one tenant.
    ///
    /// - Parameters:
    ///   - appID: The client id.
    ///   - document: Properties that only Graph knows, as a JSON object.
    /// - Returns: The service principal.
    /// - Throws: ``AdministrationError`` when there is one already or no such app.
    @discardableResult
    package func create(appID: String, document: String = "{}") throws -> ServicePrincipalRecord {
        guard let appID = Administration.identifier(appID) else {
            throw AdministrationError.invalid("appId", of: "ServicePrincipal")
        }
        return try directory.store.write { connection in
            guard try directory.servicePrincipal(appID, in: administration.tenantID) == nil else {
                throw Self.nameInUse(appID)
            }
            guard let application = try directory.application(appID),
                application.tenantID == administration.tenantID || application.signInAudience != "AzureADMyOrg"
            else {
                throw AdministrationError(
                    "The appId '\(appID)' of the service principal does not reference a valid application object."
                )
            }
            let principal = ServicePrincipalRecord(
                objectID: Administration.newID(),
                appID: appID,
                tenantID: administration.tenantID,
                displayName: application.displayName,
                accountEnabled: true,
                appRoleAssignmentRequired: false,
                createdOn: administration.now,
                document: document
            )
            try connection.insert(principal)
            try administration.tell(
                .addServicePrincipal,
                on: .init(principal),
                changes: [.init("AppId", to: [appID]), .init("DisplayName", to: [principal.displayName])]
            )
            if let owner = administration.actorID {
                try directory.add(OwnerRecord(objectID: principal.objectID, ownerID: owner))
                try administration.tellOwner(owner, of: principal.objectID)
            }
            return principal
        }
    }

    /// Stores a changed service principal.
    package func update(_ principal: ServicePrincipalRecord) throws {
        try directory.store.write { _ in
            let before = try administration.servicePrincipal(principal.objectID)
            guard before.appID == principal.appID else {
                throw AdministrationError("Property 'appId' is read-only and cannot be set.")
            }
            if principal.displayName != before.displayName {
                try DisplayName.check(principal.displayName, of: "ServicePrincipal")
            }
            try directory.save(principal)
            let texts = [
                ("DisplayName", before.displayName, principal.displayName),
                ("AccountEnabled", "\(before.accountEnabled)", "\(principal.accountEnabled)"),
                (
                    "AppRoleAssignmentRequired", "\(before.appRoleAssignmentRequired)",
                    "\(principal.appRoleAssignmentRequired)"
                ),
            ]
            let changes = texts.filter { $1 != $2 }.map { DirectoryEvent.Change($0, from: [$1], to: [$2]) }
            guard !changes.isEmpty || principal.document != before.document else { return }
            try administration.tell(.updateServicePrincipal, on: .init(principal), changes: changes)
        }
    }

    /// Lets nobody sign in to an app, or everybody again.
    package func setEnabled(_ isEnabled: Bool, _ objectID: String) throws {
        var principal = try administration.servicePrincipal(objectID)
        principal.accountEnabled = isEnabled
        try update(principal)
    }

    /// Lets only those sign in to an app that are assigned to it, or everybody.
    func setAssignmentRequired(_ isRequired: Bool, _ objectID: String) throws {
        var principal = try administration.servicePrincipal(objectID)
        principal.appRoleAssignmentRequired = isRequired
        try update(principal)
    }

    /// Deletes a service principal with its grants and assignments; it can be restored.
    package func delete(_ objectID: String) throws {
        try directory.store.write { _ in
            let principal = try administration.servicePrincipal(objectID)
            guard !FirstParty.isResource(principal.appID) else {
                throw AdministrationError(
                    "Specified App Principal ID is a Microsoft internal one and cannot be deleted.",
                    status: 403,
                    code: "Authorization_RequestDenied"
                )
            }
            try DeletedObjects(administration: administration).delete(principal)
        }
    }

    static func nameInUse(_ appID: String) -> AdministrationError {
        let message = """
            The service principal cannot be created, updated, or restored because the service principal name \(appID) \
            is already in use.
            """
        return AdministrationError(
            message,
            status: 409,
            code: "Request_MultipleObjectsWithSameKeyValue",
            details: [.init(code: "ObjectConflict", message: message, target: "servicePrincipalNames")]
        )
    }
}
