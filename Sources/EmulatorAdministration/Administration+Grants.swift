import EmulatorCore
import ExoCrypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the directory's audit log is told of permissions, in the transaction of the change.
extension Administration {
    /// What was changed, in the order in which the service tells it, since queries count places.
    private typealias Changes = [DirectoryEvent.Change]

    /// Tells of scopes that a client got or lost; the record is about the resource.
    ///
    /// - Parameters:
    ///   - grant: The grant as it is, or was before it was taken away.
    ///   - before: What was granted before, `nil` for a new grant.
    ///   - isTaken: Whether the grant is gone.
    /// - Throws: `DatabaseError`.
    func tell(_ grant: DelegatedGrantRecord, was before: String?, isTaken: Bool = false) throws {
        guard origin != nil, let resource = try directory.servicePrincipal(grant.resourceAppID, in: tenantID),
            let client = try directory.servicePrincipal(grant.clientAppID, in: tenantID)
        else { return }
        // The service writes a blank before the first scope.
        let (old, new) = (before.map { [" \($0)"] } ?? [], isTaken ? [] : [" \(grant.scope)"])
        let type = grant.principalID == nil ? "AllPrincipals" : "Principal"
        var changes: Changes = [
            .init("DelegatedPermissionGrant.Scope", from: old, to: new),
            .init(
                "DelegatedPermissionGrant.ConsentType",
                from: old.isEmpty ? [] : [type],
                to: new.isEmpty ? [] : [type]
            ),
            .init("ServicePrincipal.ObjectID", to: [client.objectID]),
            // These stand there without a value.
            .init("ServicePrincipal.DisplayName"), .init("ServicePrincipal.AppId"), .init("ServicePrincipal.Name"),
        ]
        changes.append(try names(of: resource))
        try tell(isTaken ? .removeDelegatedGrant : .addDelegatedGrant, on: .init(resource), changes: changes)
    }

    /// Tells of an app role that somebody got or lost; the record is about the resource.
    func tell(_ assignment: AppRoleAssignmentRecord, isTaken: Bool = false) throws {
        guard origin != nil, let resource = try directory.servicePrincipal(assignment.resourceAppID, in: tenantID),
            let principal = try principal(ifAny: assignment.principalID)
        else { return }
        let role = try directory.exposedPermissions(of: resource.appID).first {
            $0.kind == .role && $0.value == assignment.role
        }
        let moment = assignment.createdOn.formatted(.iso8601)
        var values = [
            ("AppRole.Id", role?.permissionID ?? AppRoleAssignmentRecord.defaultRoleID),
            ("AppRole.Value", role?.value ?? ""), ("AppRole.DisplayName", role?.displayName ?? ""),
            ("AppRoleAssignment.CreatedDateTime", moment), ("AppRoleAssignment.LastModifiedDateTime", moment),
        ]
        let operation: DirectoryEvent.Operation
        switch principal {
        case .servicePrincipal(let holder):
            operation = isTaken ? .removeServicePrincipalRole : .addServicePrincipalRole
            values += [
                ("ServicePrincipal.ObjectID", holder.objectID), ("ServicePrincipal.DisplayName", holder.displayName),
                ("ServicePrincipal.AppId", holder.appID), ("ServicePrincipal.Name", holder.appID),
            ]
        case .user(let user):
            operation = isTaken ? .removeUserRole : .addUserRole
            values += [
                ("User.ObjectID", user.id), ("User.UPN", user.userPrincipalName),
                ("User.PUID", PersonalIdentifier.make(user.id)),
            ]
        case .group(let group):
            operation = isTaken ? .removeGroupRole : .addGroupRole
            values += [("Group.ObjectID", group.id), ("Group.DisplayName", group.displayName)]
        }
        let changes: Changes = values.map { name, value in
            isTaken ? .init(name, from: [value]) : .init(name, to: [value])
        }
        try tell(operation, on: .init(resource), changes: changes + [names(of: resource)])
    }

    /// Tells that somebody agreed to what an application asks for.
    ///
    /// - Parameters:
    ///   - client: The application as it stands in the tenant.
    ///   - isForAll: Whether for all users.
    ///   - isAppOnly: Whether to app roles alone.
    ///   - grants: What was granted before and what is now.
    /// - Throws: `DatabaseError`.
    func tellConsent(
        to client: ServicePrincipalRecord,
        isForAll: Bool,
        isAppOnly: Bool,
        grants: (before: [DelegatedGrantRecord], after: [DelegatedGrantRecord])
    ) throws {
        guard let origin else { return }
        func text(_ flag: Bool) -> [String] { [flag ? "True" : "False"] }
        let isAdministrator = try isForAll || administers(origin.actorID)
        let permissions = try "\(list(grants.before)) => \(list(grants.after)); "
        try tell(
            .consent,
            on: .init(client),
            changes: [
                .init("ConsentContext.IsAdminConsent", to: text(isAdministrator)),
                .init("ConsentContext.IsAppOnly", to: text(isAppOnly)),
                .init("ConsentContext.OnBehalfOfAll", to: text(isForAll)),
                .init("ConsentContext.Tags", to: ["WindowsAzureActiveDirectoryIntegratedApp"]),
                .init("ConsentAction.Permissions", to: [permissions]), names(of: client),
            ]
        )
    }

    /// Whether somebody may consent for others.
    private func administers(_ userID: String) throws -> Bool {
        try DirectoryRoleTemplate.mayConsent(directory.directoryRoles(of: userID, in: tenantID))
    }

    /// Grants as `ConsentAction.Permissions` writes them, with its blanks.
    private func list(_ grants: [DelegatedGrantRecord]) throws -> String {
        let texts = try grants.compactMap { grant -> String? in
            guard let client = try directory.servicePrincipal(grant.clientAppID, in: tenantID)?.objectID,
                let resource = try directory.servicePrincipal(grant.resourceAppID, in: tenantID)?.objectID
            else { return nil }
            let id = DelegatedGrants.identifier(client: client, resource: resource, principal: grant.principalID)
            return "[Id: \(id), ClientId: \(client), PrincipalId: \(grant.principalID ?? ""), ResourceId: \(resource), "
                + "ConsentType: \(grant.principalID == nil ? "AllPrincipals" : "Principal"), Scope:  \(grant.scope), "
                + "CreatedDateTime: , LastModifiedDateTime ]"
        }
        return "[\(texts.joined(separator: ", "))]"
    }

    /// By which names the target of a record is known.
    private func names(of principal: ServicePrincipalRecord) throws -> DirectoryEvent.Change {
        let names = try [principal.appID] + directory.identifierURIs(of: principal.appID)
        return .init("TargetId.ServicePrincipalNames", to: [names.joined(separator: ";")])
    }
}
