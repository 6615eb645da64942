import EmulatorCore

/// How the scopes and app roles of an app's own API may look and change.
struct ExposedPermissionRules: Sendable {
    let after: AppRegistration
    let before: AppRegistration?

    /// - Throws: ``AdministrationError`` for the first fault.
    func check() throws {
        try checkEach()
        try checkUniqueness()
        try checkChanges()
        let scopes = Set(after.exposedPermissions(.scope).map(\.value))
        let named = after.preauthorizedClients.flatMap { $0.scope.split(separator: " ").map(String.init) }
        let clients = after.preauthorizedClients.map(\.clientAppID)
        guard Set(clients).count == clients.count, clients.allSatisfy({ Administration.identifier($0) != nil }),
            named.allSatisfy({ scopes.contains($0) })
        else {
            throw AdministrationError.invalid(
                "api.preAuthorizedApplications",
                of: RegistrationCheck.resource,
                "It names a client twice or a scope that the application does not offer."
            )
        }
    }

    private func checkEach() throws {
        for permission in after.exposedPermissions {
            let value = permission.value
            guard Administration.identifier(permission.permissionID) != nil, (1...250).contains(value.utf8.count),
                !value.hasPrefix("."), value.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C })
            else { throw fault(permission, "Its id or value is not valid.") }
            guard !permission.displayName.isEmpty, permission.displayName.count <= 100 else {
                throw fault(permission, "Its display name is missing or longer than 100 characters.")
            }
            guard permission.kind == .scope || isRoleForSomebody(permission) else {
                throw fault(permission, "Its allowedMemberTypes must be Application, User or both.")
            }
        }
    }

    private func isRoleForSomebody(_ role: ExposedPermissionRecord) -> Bool {
        !role.memberTypes.isEmpty && Set(role.memberTypes).isSubset(of: ["Application", "User"])
    }

    private func checkUniqueness() throws {
        let permissions = after.exposedPermissions
        guard Set(permissions.map(\.permissionID)).count == permissions.count else {
            throw AdministrationError.invalid(
                "id",
                of: RegistrationCheck.resource,
                "Two permissions have the same id."
            )
        }
        for kind in PermissionKind.allCases {
            let values = after.exposedPermissions(kind).map(\.value)
            guard Set(values).count == values.count else {
                throw AdministrationError.invalid(
                    "value",
                    of: RegistrationCheck.resource,
                    "Two permissions have the same value."
                )
            }
        }
    }

    /// What is enabled must be disabled before it may go or mean something else.
    private func checkChanges() throws {
        for old in before?.exposedPermissions ?? [] where old.isEnabled {
            let new = after.exposedPermissions.first { $0.permissionID == old.permissionID }
            if let new, !new.isEnabled || new.value == old.value && new.kind == old.kind { continue }
            throw AdministrationError(
                "Property value cannot be deleted unless it is disabled first.",
                code: "CannotDeleteOrUpdateEnabledEntitlement",
                details: [
                    .init(
                        code: "CannotDeleteEnabledEntitlement",
                        message: "Property value cannot be deleted unless it is disabled first.",
                        target: property(old.kind)
                    )
                ]
            )
        }
    }

    private func fault(_ permission: ExposedPermissionRecord, _ reason: String) -> AdministrationError {
        .invalid(property(permission.kind), of: RegistrationCheck.resource, reason)
    }

    private func property(_ kind: PermissionKind) -> String {
        kind == .role ? "appRoles" : "api.oauth2PermissionScopes"
    }
}
