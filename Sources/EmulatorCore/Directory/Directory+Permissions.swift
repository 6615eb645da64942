extension Directory {
    /// The client id of the resource that is asked for by a GUID or an identifier URI.
    package func resource(identifiedBy identifier: String) throws -> String? {
        try store.read { connection in
            try connection.first(
                """
                SELECT resource_app_id FROM identifier_uri WHERE uri = ?1 \
                UNION SELECT app_id FROM service_principal WHERE app_id = lower(?1) LIMIT 1
                """,
                [identifier]
            ) { try $0.text() }
        }
    }

    /// Every name under which a resource is asked for.
    package func identifierURIs(of resourceAppID: String) throws -> [String] {
        try all(IdentifierURIRecord.self, where: "resource_app_id = ? ORDER BY uri", [resourceAppID]).map(\.uri)
    }

    /// The app roles and scopes a resource offers.
    package func exposedPermissions(of resourceAppID: String) throws -> [ExposedPermissionRecord] {
        try all(ExposedPermissionRecord.self, where: "resource_app_id = ? ORDER BY kind, value", [resourceAppID])
    }

    /// The values of the app roles a principal holds on a resource, without the default role, which no token names.
    package func appRoles(of principalID: String, on resourceAppID: String, in tenantID: String) throws -> [String] {
        try all(
            AppRoleAssignmentRecord.self,
            where: "tenant_id = ? AND principal_id = ? AND resource_app_id = ? ORDER BY role",
            [tenantID, principalID, resourceAppID]
        ).map(\.role).filter { $0 != AppRoleAssignmentRecord.defaultRoleID }
    }

    /// Whether a principal, itself or through a group, is assigned to an app in whatever role.
    package func isAssigned(_ principalID: String, to resourceAppID: String, in tenantID: String) throws -> Bool {
        try store.read { connection in
            try connection.first(
                """
                SELECT 1 FROM app_role_assignment WHERE tenant_id = ?1 AND resource_app_id = ?2 AND (principal_id = ?3 \
                OR principal_id IN (SELECT group_id FROM group_member WHERE member_id = ?3 AND is_owner = 0)) LIMIT 1
                """,
                [tenantID, resourceAppID, principalID]
            ) { try $0.integer() } != nil
        }
    }

    /// Whether a principal is assigned itself, not through a group.
    package func isAssignedItself(_ principalID: String, to resourceAppID: String, in tenantID: String) throws -> Bool {
        try store.read { connection in
            try connection.first(
                "SELECT 1 FROM app_role_assignment WHERE tenant_id = ? AND resource_app_id = ? AND principal_id = ? LIMIT 1",
                [tenantID, resourceAppID, principalID]
            ) { try $0.integer() } != nil
        }
    }

    /// The values of the app roles a user holds on a resource, itself or through a group.
    package func appRoles(ofUser userID: String, on resourceAppID: String, in tenantID: String) throws -> [String] {
        try store.read { connection in
            try connection.rows(
                """
                SELECT DISTINCT role FROM app_role_assignment WHERE tenant_id = ?1 AND resource_app_id = ?3 \
                AND (principal_id = ?2 OR principal_id IN \
                (SELECT group_id FROM group_member WHERE member_id = ?2 AND is_owner = 0)) ORDER BY role
                """,
                [tenantID, userID, resourceAppID]
            ) { try $0.text() }
        }
    }

    /// - Returns: False when the role was granted already.
    @discardableResult
    package func grant(_ role: AppRoleAssignmentRecord) throws -> Bool {
        try change(
            """
            INSERT OR IGNORE INTO app_role_assignment (\(AppRoleAssignmentRecord.columns)) VALUES (?, ?, ?, ?, ?)
            """,
            role.values
        )
    }

    /// - Returns: False when the role was not granted.
    @discardableResult
    package func revoke(_ role: AppRoleAssignmentRecord) throws -> Bool {
        try change(
            """
            DELETE FROM app_role_assignment \
            WHERE tenant_id = ? AND principal_id = ? AND resource_app_id = ? AND role = ?
            """,
            [role.tenantID, role.principalID, role.resourceAppID, role.role]
        )
    }

    /// The scopes a client may use on a resource for a user: granted to all, to the user, or held without consent.
    package func delegatedScopes(
        client clientAppID: String,
        resource resourceAppID: String,
        user userID: String,
        tenant tenantID: String
    ) throws -> [String] {
        try store.read { connection in
            let granted = try connection.rows(
                """
                SELECT scope FROM delegated_grant WHERE tenant_id = ?1 AND client_app_id = ?2 \
                AND resource_app_id = ?3 AND principal_id IN ('', ?4) UNION ALL \
                SELECT scope FROM preauthorized_client WHERE resource_app_id = ?3 AND client_app_id = ?2
                """,
                [tenantID, clientAppID, resourceAppID, userID]
            ) { try $0.words() }
            return Set(granted.joined()).sorted()
        }
    }

    /// Whether a user, or an administrator for all users, ever agreed that a client may do anything.
    package func hasDelegatedGrant(
        client clientAppID: String,
        user userID: String,
        tenant tenantID: String
    ) throws -> Bool {
        try store.read { connection in
            try connection.first(
                """
                SELECT 1 FROM delegated_grant WHERE tenant_id = ? AND client_app_id = ? AND principal_id IN ('', ?) LIMIT 1
                """,
                [tenantID, clientAppID, userID]
            ) { try $0.integer() } != nil
        }
    }

    func preauthorizedScopes(client clientAppID: String, resource resourceAppID: String) throws -> [String] {
        try one(
            PreauthorizedClientRecord.self,
            where: "resource_app_id = ? AND client_app_id = ?",
            [resourceAppID, clientAppID]
        )?.scope.split(separator: " ").map(String.init) ?? []
    }

    /// The clients that need no consent for a resource.
    package func preauthorizedClients(of resourceAppID: String) throws -> [PreauthorizedClientRecord] {
        try all(PreauthorizedClientRecord.self, where: "resource_app_id = ? ORDER BY client_app_id", [resourceAppID])
    }

    package func delegatedGrants(of clientAppID: String, in tenantID: String) throws -> [DelegatedGrantRecord] {
        try all(DelegatedGrantRecord.self, where: "tenant_id = ? AND client_app_id = ?", [tenantID, clientAppID])
    }

    /// Adds a grant or replaces the scopes of the one with the same client, resource and user.
    package func save(_ grant: DelegatedGrantRecord) throws {
        try store.write {
            try $0.upsert(grant, key: "tenant_id, client_app_id, resource_app_id, principal_id")
        }
    }

    @discardableResult
    package func delete(_ grant: DelegatedGrantRecord) throws -> Bool {
        try change(
            """
            DELETE FROM delegated_grant \
            WHERE tenant_id = ? AND client_app_id = ? AND resource_app_id = ? AND principal_id = ?
            """,
            [grant.tenantID, grant.clientAppID, grant.resourceAppID, grant.principalID ?? ""]
        )
    }
}
