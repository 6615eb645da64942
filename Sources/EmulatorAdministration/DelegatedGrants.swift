package import EmulatorCore
import ExoCrypto

/// What apps may do for users of a tenant (`oauth2PermissionGrant`).
package struct DelegatedGrants: Sendable {
    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    private var directory: Directory { administration.directory }

    /// The grants of a tenant, of one client or one user where that is given.
    package func list(clientAppID: String? = nil, principalID: String? = nil) throws -> [DelegatedGrantRecord] {
        try directory.all(
            DelegatedGrantRecord.self,
            where: """
                tenant_id = ?1 AND (?2 IS NULL OR client_app_id = ?2) AND (?3 IS NULL OR principal_id = ?3) \
                ORDER BY client_app_id, resource_app_id, principal_id
                """,
            [administration.tenantID, clientAppID, principalID]
        )
    }

    /// Adds a grant.
    ///
    /// - Parameters:
    ///   - clientID: The object id of the client's service principal.
    ///   - resourceID: The object id of the resource's service principal.
    ///   - principalID: The user; `nil` for all users.
    ///   - scope: Scopes with blanks between them.
    /// - Returns: The grant.
    /// - Throws: ``AdministrationError`` when one of the three is unknown or there is such a grant already.
    @discardableResult
    package func create(
        clientID: String,
        resourceID: String,
        principalID: String?,
        scope: String
    ) throws -> DelegatedGrantRecord {
        try directory.store.write { _ in
            let client = try administration.servicePrincipal(clientID)
            let resource = try administration.servicePrincipal(resourceID)
            let user = try principalID.map { try administration.user($0) }
            let grant = DelegatedGrantRecord(
                tenantID: administration.tenantID,
                clientAppID: client.appID,
                resourceAppID: resource.appID,
                scope: Self.plain(scope),
                principalID: user?.id
            )
            guard try stored(grant) == nil else { throw AdministrationError("Permission entry already exists.") }
            try directory.save(grant)
            try administration.tell(grant, was: nil)
            return grant
        }
    }

    /// Replaces the scopes of a grant.
    package func setScope(_ scope: String, of grant: DelegatedGrantRecord) throws {
        try directory.store.write { _ in
            guard var changed = try stored(grant) else { throw AdministrationError.notFound(grant.clientAppID) }
            let before = changed.scope
            changed.scope = Self.plain(scope)
            try directory.save(changed)
            if changed.scope != before { try administration.tell(changed, was: before) }
        }
    }

    package func delete(_ grant: DelegatedGrantRecord) throws {
        try directory.store.write { _ in
            guard try directory.delete(grant) else { return }
            try administration.tell(grant, was: grant.scope, isTaken: true)
        }
    }

    /// The id of a grant: client, resource and, where it is one user's, the user.
    package static func identifier(client: String, resource: String, principal: String?) -> String {
        Base64URL.encode([client, resource, principal].compactMap { $0 }.flatMap(IdentifierBytes.bytes(of:)))
    }

    /// The grant with the client, resource and user of another.
    package func stored(_ grant: DelegatedGrantRecord) throws -> DelegatedGrantRecord? {
        try directory.one(
            DelegatedGrantRecord.self,
            where: "tenant_id = ? AND client_app_id = ? AND resource_app_id = ? AND principal_id = ?",
            [administration.tenantID, grant.clientAppID, grant.resourceAppID, grant.principalID ?? ""]
        )
    }

    /// Scopes once each, in their order, with one blank between them.
    private static func plain(_ scope: String) -> String {
        var seen: Set<String> = []
        return scope.split(whereSeparator: \.isWhitespace).map(String.init).filter { seen.insert($0).inserted }
            .joined(separator: " ")
    }
}
