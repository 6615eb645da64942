extension Directory {
    package func application(_ appID: String) throws -> ApplicationRecord? {
        try one(ApplicationRecord.self, where: "app_id = lower(?)", [appID])
    }

    package func application(objectID: String) throws -> ApplicationRecord? {
        try one(ApplicationRecord.self, where: "object_id = lower(?)", [objectID])
    }

    /// The apps registered in a tenant, by name.
    package func applications(of tenantID: String) throws -> [ApplicationRecord] {
        try all(ApplicationRecord.self, where: "tenant_id = ? ORDER BY display_name, app_id", [tenantID])
    }

    package func redirectURIs(of appID: String) throws -> [RedirectURIRecord] {
        try all(RedirectURIRecord.self, where: "app_id = lower(?)", [appID])
    }

    /// Whether any app has registered a redirect URI.
    package func isRedirectURI(_ uri: String) throws -> Bool {
        try one(RedirectURIRecord.self, where: "uri = ? LIMIT 1", [uri]) != nil
    }

    package func secrets(of appID: String) throws -> [ClientSecretRecord] {
        try all(ClientSecretRecord.self, where: "app_id = lower(?)", [appID])
    }

    package func requiredPermissions(of appID: String) throws -> [RequiredPermissionRecord] {
        try all(RequiredPermissionRecord.self, where: "app_id = lower(?)", [appID])
    }

    package func servicePrincipal(_ appID: String, in tenantID: String) throws -> ServicePrincipalRecord? {
        try one(ServicePrincipalRecord.self, where: "app_id = lower(?) AND tenant_id = ?", [appID, tenantID])
    }

    package func servicePrincipal(objectID: String) throws -> ServicePrincipalRecord? {
        try one(ServicePrincipalRecord.self, where: "object_id = lower(?)", [objectID])
    }

    package func servicePrincipals(of tenantID: String) throws -> [ServicePrincipalRecord] {
        try all(ServicePrincipalRecord.self, where: "tenant_id = ? ORDER BY display_name, app_id", [tenantID])
    }

    /// Adds an app registration or changes the one with this client id.
    package func save(_ application: ApplicationRecord) throws {
        try store.write { try $0.upsert(application, key: "app_id") }
    }

    /// Adds a service principal or changes the one with this object id.
    package func save(_ principal: ServicePrincipalRecord) throws {
        try store.write { try $0.upsert(principal, key: "object_id") }
    }

    /// Replaces the redirect URIs of an app.
    package func setRedirectURIs(_ uris: [RedirectURIRecord], of appID: String) throws {
        try store.write { connection in
            try connection.execute("DELETE FROM redirect_uri WHERE app_id = ?", [appID])
            for uri in uris { try connection.insert(uri) }
        }
    }

    /// Replaces the permissions an app asks for.
    package func setRequiredPermissions(_ permissions: [RequiredPermissionRecord], of appID: String) throws {
        try store.write { connection in
            try connection.execute("DELETE FROM required_permission WHERE app_id = ?", [appID])
            for permission in permissions { try connection.insert(permission) }
        }
    }

    @discardableResult
    package func deleteSecret(keyID: String, of appID: String) throws -> Bool {
        try change("DELETE FROM client_secret WHERE app_id = ? AND key_id = ?", [appID, keyID])
    }

    @discardableResult
    func deleteApplication(_ appID: String) throws -> Bool {
        try change("DELETE FROM application WHERE app_id = ?", [appID])
    }
}
