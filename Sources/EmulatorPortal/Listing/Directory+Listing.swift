import EmulatorAdministration
import EmulatorCore

extension Directory {
    /// The apps registered in a tenant, all or those somebody owns.
    func applications(
        of tenantID: String,
        ownedBy ownerID: String? = nil,
        _ request: ListRequest
    ) throws -> ListPage<ApplicationRecord> {
        let found = try all(
            ApplicationRecord.self,
            where: """
                tenant_id = ?1 AND (?2 = '' OR display_name LIKE ?3 ESCAPE '!' OR app_id = lower(?2) \
                OR object_id = lower(?2)) AND (display_name, app_id) > (?4, ?5) \
                AND (?6 IS NULL OR object_id IN (SELECT object_id FROM object_owner WHERE owner_id = ?6)) \
                ORDER BY display_name, app_id LIMIT ?7
                """,
            [tenantID, request.search, request.pattern, request.after?.name ?? "", request.after?.id ?? "", ownerID]
                + [ListRequest.size + 1]
        )
        return ListPage(found) { ($0.displayName, $0.appID) }
    }

    /// The service principals of a tenant.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant.
    ///   - isOwn: True for those of the service itself, false for others, nil for both.
    ///   - request: Which part of the list.
    /// - Returns: One page.
    /// - Throws: `DatabaseError`.
    func servicePrincipals(
        of tenantID: String,
        ofService isOwn: Bool? = nil,
        _ request: ListRequest
    ) throws -> ListPage<ServicePrincipalRecord> {
        let found = try all(
            ServicePrincipalRecord.self,
            where: """
                tenant_id = ?1 AND (?2 = '' OR display_name LIKE ?3 ESCAPE '!' OR app_id = lower(?2) \
                OR object_id = lower(?2)) AND (display_name, object_id) > (?4, ?5) AND (?6 IS NULL OR ?6 = (kind = \
                'Application' AND NOT EXISTS (SELECT 1 FROM application a WHERE a.app_id = service_principal.app_id \
                AND a.tenant_id <> ?7))) ORDER BY display_name, object_id LIMIT ?8
                """,
            [tenantID, request.search, request.pattern, request.after?.name ?? "", request.after?.id ?? ""]
                + [isOwn, FirstParty.tenantID, ListRequest.size + 1]
        )
        return ListPage(found) { ($0.displayName, $0.objectID) }
    }

    func users(of tenantID: String, _ request: ListRequest) throws -> ListPage<UserRecord> {
        let found = try all(
            UserRecord.self,
            where: """
                tenant_id = ?1 AND (?2 = '' OR user_principal_name LIKE ?3 ESCAPE '!' \
                OR display_name LIKE ?3 ESCAPE '!' OR id = lower(?2)) AND user_principal_name > ?4 \
                ORDER BY user_principal_name LIMIT ?5
                """,
            [tenantID, request.search, request.pattern, request.after?.name ?? "", ListRequest.size + 1]
        )
        return ListPage(found) { ($0.userPrincipalName, $0.id) }
    }

    func groups(of tenantID: String, _ request: ListRequest) throws -> ListPage<GroupRecord> {
        let found = try all(
            GroupRecord.self,
            where: """
                tenant_id = ?1 AND (?2 = '' OR display_name LIKE ?3 ESCAPE '!' OR mail LIKE ?3 ESCAPE '!' \
                OR id = lower(?2)) AND (display_name, id) > (?4, ?5) ORDER BY display_name, id LIMIT ?6
                """,
            [tenantID, request.search, request.pattern, request.after?.name ?? "", request.after?.id ?? ""]
                + [ListRequest.size + 1]
        )
        return ListPage(found) { ($0.displayName, $0.id) }
    }

    /// How many rows of a table belong to a tenant.
    func count(_ table: CountedTable, of tenantID: String) throws -> Int {
        try store.read { connection in
            try connection.first("SELECT count(*) FROM \(table.rawValue) WHERE tenant_id = ?", [tenantID]) {
                try $0.integer()
            } ?? 0
        }
    }

    /// Tables whose rows the portal counts.
    enum CountedTable: String {
        case users = "user"
        case groups = "directory_group"
        case applications = "application"
        case servicePrincipals = "service_principal"
        case policies = "conditional_access_policy"
    }

    /// Whatever of a tenant has this object id, by name.
    func principalName(_ objectID: String, in tenantID: String) throws -> PrincipalName? {
        if let user = try user(id: objectID), user.tenantID == tenantID {
            return PrincipalName(id: user.id, kind: .user, name: user.displayName, detail: user.userPrincipalName)
        }
        if let group = try group(id: objectID), group.tenantID == tenantID {
            return PrincipalName(id: group.id, kind: .group, name: group.displayName, detail: group.mail ?? "")
        }
        if let principal = try servicePrincipal(objectID: objectID), principal.tenantID == tenantID {
            return PrincipalName(
                id: principal.objectID,
                kind: .servicePrincipal,
                name: principal.displayName,
                detail: principal.appID
            )
        }
        return nil
    }

    /// The principal of a tenant that somebody names by object id, user name, client id, or the name of a group or app.
    func principal(named text: String, in tenantID: String) throws -> PrincipalName? {
        let id =
            try user(text, in: tenantID)?.id
            ?? servicePrincipal(text, in: tenantID)?.objectID
            ?? one(
                GroupRecord.self,
                where: "tenant_id = ?1 AND (display_name = ?2 OR mail = ?2) ORDER BY id",
                [tenantID, text]
            )?.id
            ?? one(
                ServicePrincipalRecord.self,
                where: "tenant_id = ?1 AND display_name = ?2 ORDER BY object_id",
                [tenantID, text]
            )?.objectID
        return try principalName(id ?? text, in: tenantID)
    }
}

/// A user, group or service principal as lists name it.
struct PrincipalName: Sendable, Hashable {
    enum Kind: String, Sendable {
        case user = "User"
        case group = "Group"
        case servicePrincipal = "Service principal"
    }

    let id: String
    let kind: Kind
    let name: String
    let detail: String

    /// The page about it.
    var path: String {
        switch kind {
        case .user: PortalLink.path(["users", id])
        case .group: PortalLink.path(["groups", id])
        case .servicePrincipal: PortalLink.path(["enterprise", id])
        }
    }
}
