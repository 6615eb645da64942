package import EmulatorCore

/// Who holds app roles in a tenant (`appRoleAssignment`).
package struct AppRoleGrants: Sendable {
    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    private var directory: Directory { administration.directory }

    /// The roles a user, group or service principal holds.
    package func held(by principalID: String) throws -> [AppRoleAssignmentRecord] {
        try directory.all(
            AppRoleAssignmentRecord.self,
            where: "tenant_id = ? AND principal_id = ? ORDER BY resource_app_id, role",
            [administration.tenantID, principalID]
        )
    }

    /// The roles that are held on a resource.
    package func held(on resourceAppID: String) throws -> [AppRoleAssignmentRecord] {
        try directory.all(
            AppRoleAssignmentRecord.self,
            where: "tenant_id = ? AND resource_app_id = ? ORDER BY principal_id, role",
            [administration.tenantID, resourceAppID]
        )
    }

    /// Gives a role.
    ///
    /// - Parameters:
    ///   - roleID: The id of a role the resource offers, or that of the default role.
    ///   - principalID: The user, group or service principal that gets it.
    ///   - resourceID: The object id of the resource's service principal.
    /// - Returns: The assignment.
    /// - Throws: ``AdministrationError`` when there is no such role for such a principal, or it is held already.
    @discardableResult
    package func assign(
        _ roleID: String,
        to principalID: String,
        on resourceID: String
    ) throws -> AppRoleAssignmentRecord {
        try directory.store.write { _ in
            let principal = try administration.principal(principalID)
            let resource = try administration.servicePrincipal(resourceID)
            let record = AppRoleAssignmentRecord(
                tenantID: administration.tenantID,
                principalID: principal.id,
                resourceAppID: resource.appID,
                role: try value(of: roleID, for: principal, on: resource),
                createdOn: administration.now
            )
            guard try directory.grant(record) else {
                throw AdministrationError("Permission being assigned already exists on the object")
            }
            try administration.tell(record)
            return record
        }
    }

    package func remove(_ assignment: AppRoleAssignmentRecord) throws {
        try directory.store.write { _ in
            guard try directory.revoke(assignment) else { return }
            try administration.tell(assignment, isTaken: true)
        }
    }

    /// The id of the role that an assignment is of.
    package func roleID(of assignment: AppRoleAssignmentRecord) throws -> String {
        guard assignment.role != AppRoleAssignmentRecord.defaultRoleID else {
            return AppRoleAssignmentRecord.defaultRoleID
        }
        let role = try directory.exposedPermissions(of: assignment.resourceAppID).first {
            $0.kind == .role && $0.value == assignment.role
        }
        return role?.permissionID ?? AppRoleAssignmentRecord.defaultRoleID
    }

    private func value(
        of roleID: String,
        for principal: Principal,
        on resource: ServicePrincipalRecord
    ) throws -> String {
        guard let id = Administration.identifier(roleID) else {
            throw AdministrationError.invalid("appRoleId", of: "AppRoleAssignment")
        }
        let roles = try directory.exposedPermissions(of: resource.appID).filter { $0.kind == .role && $0.isEnabled }
        let type = if case .servicePrincipal = principal { "Application" } else { "User" }
        if id == AppRoleAssignmentRecord.defaultRoleID {
            guard !roles.contains(where: { $0.memberTypes.contains(type) }) || type == "User" else {
                throw Self.unknownRole
            }
            return id
        }
        guard let role = roles.first(where: { $0.permissionID == id }), role.memberTypes.contains(type) else {
            throw Self.unknownRole
        }
        return role.value
    }

    private static let unknownRole = AdministrationError("Permission being assigned was not found on application")
}
