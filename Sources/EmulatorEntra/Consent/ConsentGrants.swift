import EmulatorAdministration
package import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes down what somebody agreed that an application may do.
package struct ConsentGrants: Sendable {
    package let context: EmulatorContext

    package init(context: EmulatorContext) {
        self.context = context
    }

    private var directory: Directory { context.directory }

    /// Grants everything that a registration lists: scopes for all users, roles to the application itself.
    ///
    /// What was granted before stays; an application that the tenant does not have yet is added to it.
    ///
    /// - Throws: ``EntraError`` 650052 when the tenant lacks a service that the registration lists.
    package func grantForOrganization(application: ApplicationRecord, tenant: TenantRecord) throws {
        try directory.store.write { _ in
            let listed = try directory.requiredPermissions(of: application.appID)
            var scopes: [String: [String]] = [:]
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
            let principal = try servicePrincipal(of: application, in: tenant)
            try grant(scopes: scopes, to: application, in: tenant, for: nil)
            for (resource, values) in roles {
                try require(resource, in: tenant)
                for role in values {
                    try directory.grant(
                        AppRoleAssignmentRecord(
                            tenantID: tenant.id,
                            principalID: principal.objectID,
                            resourceAppID: resource,
                            role: role
                        )
                    )
                }
            }
        }
    }

    /// Grants scopes beside those granted before.
    ///
    /// - Parameters:
    ///   - scopes: The scopes by the client id of their resource.
    ///   - application: Who may use them.
    ///   - tenant: Where.
    ///   - user: For whom; `nil` for all users of the tenant.
    /// - Throws: ``EntraError`` 650052 when the tenant lacks a resource.
    func grant(
        scopes: [String: [String]],
        to application: ApplicationRecord,
        in tenant: TenantRecord,
        for user: UserRecord?
    ) throws {
        try directory.store.write { _ in
            _ = try servicePrincipal(of: application, in: tenant)
            let before = try directory.delegatedGrants(of: application.appID, in: tenant.id)
            for (resource, values) in scopes where !values.isEmpty {
                try require(resource, in: tenant)
                let held = before.first { $0.resourceAppID == resource && $0.principalID == user?.id }
                var words = held?.scope.split(separator: " ").map(String.init) ?? []
                for value in values where !words.contains(value) { words.append(value) }
                try directory.save(
                    DelegatedGrantRecord(
                        tenantID: tenant.id,
                        clientAppID: application.appID,
                        resourceAppID: resource,
                        scope: words.joined(separator: " "),
                        principalID: user?.id
                    )
                )
            }
        }
    }

    /// The application as it stands in a tenant, added where it was missing.
    @discardableResult
    package func servicePrincipal(
        of application: ApplicationRecord,
        in tenant: TenantRecord
    ) throws -> ServicePrincipalRecord {
        try directory.store.write { _ in
            if let known = try directory.servicePrincipal(application.appID, in: tenant.id) { return known }
            let made = ServicePrincipalRecord(
                objectID: UUID().uuidString.lowercased(),
                appID: application.appID,
                tenantID: tenant.id,
                displayName: application.displayName,
                accountEnabled: true,
                appRoleAssignmentRequired: false,
                createdOn: context.clock.now
            )
            try directory.insert(made)
            return made
        }
    }

    private func require(_ resourceAppID: String, in tenant: TenantRecord) throws {
        guard try directory.servicePrincipal(resourceAppID, in: tenant.id)?.accountEnabled == true else {
            throw EntraError.missingService(resourceAppID, tenant: tenant.displayName)
        }
    }
}

extension EntraError {
    /// The tenant does not have a service that the application needs.
    static func missingService(_ service: String, tenant: String) -> Self {
        Self(
            code: 650_052,
            name: "invalid_client",
            text: "The app needs access to a service ('\(service)') that your organization '\(tenant)' has not "
                + "subscribed to or enabled."
        )
    }
}
