import EmulatorAdministration
import EmulatorCore

extension Directory {
    /// The service principals of a tenant that offer permissions, Exchange Online before all others.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant.
    ///   - isOwn: Whether only those that are registered in the tenant itself are wanted.
    ///   - request: Which part of the list.
    /// - Returns: One page.
    /// - Throws: `DatabaseError`.
    func resources(
        of tenantID: String,
        registeredThere isOwn: Bool,
        _ request: ListRequest
    ) throws -> ListPage<ServicePrincipalRecord> {
        let values: [any SQLBindable] = [
            tenantID, request.search, request.pattern, request.after?.name ?? "", request.after?.id ?? "", isOwn,
            ListRequest.size + 1, FirstParty.exchange,
        ]
        let found = try all(
            ServicePrincipalRecord.self,
            where: """
                tenant_id = ?1 AND (?2 = '' OR display_name LIKE ?3 ESCAPE '!' OR app_id = lower(?2)) \
                AND app_id IN (SELECT resource_app_id FROM exposed_permission) \
                AND (?6 = 0 OR app_id IN (SELECT app_id FROM application WHERE tenant_id = ?1)) \
                AND (iif(app_id = ?8, '', display_name), object_id) > (?4, ?5) \
                ORDER BY iif(app_id = ?8, '', display_name), object_id LIMIT ?7
                """,
            values
        )
        return ListPage(found) { ($0.appID == FirstParty.exchange ? "" : $0.displayName, $0.objectID) }
    }

    /// What a tenant calls a resource.
    func resourceName(_ appID: String, in tenantID: String) throws -> String {
        try servicePrincipal(appID, in: tenantID)?.displayName ?? application(appID)?.displayName ?? appID
    }
}
