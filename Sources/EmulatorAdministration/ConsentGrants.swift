package import EmulatorCore

/// Writes down what somebody agreed that an application may do.
package struct ConsentGrants: Sendable {
    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    private var directory: Directory { administration.directory }
    private var tenant: TenantRecord { administration.tenant }

    /// Grants everything that a registration lists: scopes for all users, roles to the application itself.
    ///
    /// What was granted before stays; an application that the tenant does not have yet is added to it.
    ///
    /// - Parameters:
    ///   - application: Who may use it.
    ///   - more: Scopes to grant beside those that are listed, by the client id of their resource.
    /// - Throws: ``AdministrationError`` when the tenant lacks a service that the registration lists.
    package func grantForOrganization(application: ApplicationRecord, and more: [String: [String]] = [:]) throws {
        try directory.store.write { _ in
            let listed = try directory.requiredPermissions(of: application.appID)
            var scopes = more
            var roles: [String: [String]] = [:]
            for (resource, permissions) in Dictionary(grouping: listed, by: \.resourceAppID) {
                let wanted = Set(permissions.map { "\($0.kind.rawValue) \($0.permissionID)" })
                for permission in try directory.exposedPermissions(of: resource)
                where wanted.contains("\(permission.kind.rawValue) \(permission.permissionID)") {
                    switch permission.kind {
                    case .scope: scopes[resource, default: []].append(permission.value)
                    case .role: roles[resource, default: []].append(permission.value)
                    }
                }
            }
            let principal = try servicePrincipal(of: application)
            let grants = try add(scopes, to: application, for: nil)
            for (resource, values) in roles.sorted(by: { $0.key < $1.key }) {
                try require(resource)
                for role in values {
                    let record = AppRoleAssignmentRecord(
                        tenantID: tenant.id,
                        principalID: principal.objectID,
                        resourceAppID: resource,
                        role: role,
                        createdOn: administration.now
                    )
                    if try directory.grant(record) { try administration.tell(record) }
                }
            }
            try administration.tellConsent(
                to: principal,
                isForAll: true,
                isAppOnly: scopes.isEmpty && !roles.isEmpty,
                grants: grants
            )
        }
    }

    /// Grants scopes beside those granted before.
    ///
    /// - Parameters:
    ///   - scopes: The scopes by the client id of their resource.
    ///   - application: Who may use them.
    ///   - user: For whom; `nil` for all users of the tenant.
    /// - Throws: ``AdministrationError`` when the tenant lacks a resource.
    package func grant(
        scopes: [String: [String]],
        to application: ApplicationRecord,
        for user: UserRecord?
    ) throws {
        try directory.store.write { _ in
            let principal = try servicePrincipal(of: application)
            try administration.tellConsent(
                to: principal,
                isForAll: user == nil,
                isAppOnly: false,
                grants: try add(scopes, to: application, for: user)
            )
        }
    }

    /// Grants scopes, and tells the grants for whom they are: those before and those after.
    private func add(
        _ scopes: [String: [String]],
        to application: ApplicationRecord,
        for user: UserRecord?
    ) throws -> (before: [DelegatedGrantRecord], after: [DelegatedGrantRecord]) {
        func held() throws -> [DelegatedGrantRecord] {
            try directory.delegatedGrants(of: application.appID, in: tenant.id).filter { $0.principalID == user?.id }
        }
        let before = try held()
        for (resource, values) in scopes.sorted(by: { $0.key < $1.key }) where !values.isEmpty {
            try require(resource)
            let old = before.first { $0.resourceAppID == resource }
            var words = old?.scope.split(separator: " ").map(String.init) ?? []
            for value in values where !words.contains(value) { words.append(value) }
            let grant = DelegatedGrantRecord(
                tenantID: tenant.id,
                clientAppID: application.appID,
                resourceAppID: resource,
                scope: words.joined(separator: " "),
                principalID: user?.id
            )
            try directory.save(grant)
            if grant.scope != old?.scope { try administration.tell(grant, was: old?.scope) }
        }
        return (before, try held())
    }

    /// The application as it stands in the tenant, added where it was missing.
    private func servicePrincipal(of application: ApplicationRecord) throws -> ServicePrincipalRecord {
        try directory.store.write { _ in
            if let known = try directory.servicePrincipal(application.appID, in: tenant.id) { return known }
            let made = ServicePrincipalRecord(
                objectID: Administration.newID(),
                appID: application.appID,
                tenantID: tenant.id,
                displayName: application.displayName,
                accountEnabled: true,
                appRoleAssignmentRequired: false,
                createdOn: administration.now
            )
            try directory.insert(made)
            try administration.tell(
                .addServicePrincipal,
                on: .init(made),
                changes: [.init("AppId", to: [made.appID]), .init("DisplayName", to: [made.displayName])]
            )
            return made
        }
    }

    private func require(_ resourceAppID: String) throws {
        guard try directory.servicePrincipal(resourceAppID, in: tenant.id)?.accountEnabled == true else {
            throw AdministrationError.missingService(resourceAppID, tenant: tenant.displayName)
        }
    }
}

extension AdministrationError {
    /// The tenant does not have a service that the application needs.
    fileprivate static func missingService(_ service: String, tenant: String) -> Self {
        Self(
            "The app needs access to a service ('\(service)') that your organization '\(tenant)' has not subscribed to or "
                + "enabled."
        )
    }
}
