import EmulatorAdministration
import EmulatorCore

/// What an application was granted in the tenant: scopes for all users, and roles of its own.
struct GrantedPermissions: Sendable {
    /// A permission by the client id of its resource.
    struct Entry: Sendable, Hashable {
        var resourceAppID: String
        var kind: PermissionKind
        var value: String
    }

    let entries: Set<Entry>
    /// The service principal that holds the roles; nil where the tenant has none.
    let principalID: String?

    init(of appID: String, _ call: PortalCall) throws {
        let grants = try call.directory.delegatedGrants(of: appID, in: call.tenant.id)
        let scopes = grants.filter { $0.principalID == nil }.flatMap { grant in
            grant.scope.split(separator: " ").map {
                Entry(resourceAppID: grant.resourceAppID, kind: .scope, value: String($0))
            }
        }
        principalID = try call.directory.servicePrincipal(appID, in: call.tenant.id)?.objectID
        let roles = try principalID.map { try AppRoleGrants(administration: call.administration).held(by: $0) } ?? []
        entries = Set(
            scopes + roles.map { Entry(resourceAppID: $0.resourceAppID, kind: .role, value: $0.role) }
        )
    }

    func contains(_ permission: ExposedPermissionRecord) -> Bool {
        entries.contains(
            Entry(resourceAppID: permission.resourceAppID, kind: permission.kind, value: permission.value)
        )
    }
}

extension PortalCall {
    /// Takes back what an administrator granted.
    func revoke(_ entry: GrantedPermissions.Entry, from appID: String) throws {
        try require(entry.kind == .role && entry.resourceAppID == FirstParty.graph ? .grantGraphRoles : .grantConsent)
        switch entry.kind {
        case .role:
            guard let principal = try directory.servicePrincipal(appID, in: tenant.id) else { return }
            let held = try AppRoleGrants(administration: administration).held(by: principal.objectID)
            for assignment in held
            where assignment.resourceAppID == entry.resourceAppID && assignment.role == entry.value {
                try AppRoleGrants(administration: administration).remove(assignment)
            }
        case .scope:
            let grants = try directory.delegatedGrants(of: appID, in: tenant.id)
            let delegated = DelegatedGrants(administration: administration)
            for grant in grants where grant.principalID == nil && grant.resourceAppID == entry.resourceAppID {
                let left = grant.scope.split(separator: " ").map(String.init).filter { $0 != entry.value }
                if left.isEmpty {
                    try delegated.delete(grant)
                } else {
                    try delegated.setScope(left.joined(separator: " "), of: grant)
                }
            }
        }
    }
}
