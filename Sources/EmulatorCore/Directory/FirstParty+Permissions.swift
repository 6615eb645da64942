extension FirstParty {
    /// The app roles and scopes of every resource but Graph, without those on mailboxes.
    static let resourcePermissions: [ExposedPermissionRecord] = [
        scope(exchange, "ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c", "Exchange.Manage", "Manage Exchange configuration"),
        scope(exchange, "44d6b5f2-d42b-4fa7-b999-1c5fcab98e4d", "Exchange.ManageV2", "Manage Exchange configuration"),
        role(
            exchange,
            "dc50a0fb-09a3-484d-be87-e023b12c6440",
            "Exchange.ManageAsApp",
            "Manage Exchange As Application"
        ),
        role(
            exchange,
            "ea3d980d-ebc7-4be4-8298-a167e5b8797c",
            "Exchange.ManageAsAppV2",
            "Manage Exchange As Application"
        ),
        role(
            protection,
            "455e5cd2-84e8-4751-8344-5672145dfa17",
            "Exchange.ManageAsApp",
            "Manage Exchange As Application"
        ),
        userScope(
            resourceManager,
            "41094075-9dad-400e-a0bd-54e686782033",
            "user_impersonation",
            "Access Azure Resource Manager as organization users",
            "Access Azure Service Management as you"
        ),
        userScope(
            directoryGraph,
            "311a71cc-e848-46a1-bdf8-97ff7156d8e6",
            "User.Read",
            "Sign in and read user profile",
            "Sign you in and read your profile"
        ),
        scope(
            directoryGraph,
            "a42657d6-7f20-40e3-b6f0-cee03008a62a",
            "Directory.AccessAsUser.All",
            "Access the directory as the signed-in user"
        ),
        userScope(
            partnerCenter,
            "1cebfa2a-fb4d-419e-b5f9-839b4383e05a",
            "user_impersonation",
            "Access Partner Center as organization users",
            "Access Partner Center as you"
        ),
    ]

    package static func scope(
        _ resource: String,
        _ id: String,
        _ value: String,
        _ name: String,
        explanation: String = ""
    ) -> ExposedPermissionRecord {
        ExposedPermissionRecord(
            resourceAppID: resource,
            kind: .scope,
            permissionID: id,
            value: value,
            displayName: name,
            explanation: explanation
        )
    }

    /// A scope that a user may agree to.
    static func userScope(
        _ resource: String,
        _ id: String,
        _ value: String,
        _ name: String,
        _ userName: String
    ) -> ExposedPermissionRecord {
        var scope = scope(resource, id, value, name)
        scope.userDisplayName = userName
        scope.isAdministratorsAlone = false
        return scope
    }

    package static func role(
        _ resource: String,
        _ id: String,
        _ value: String,
        _ name: String,
        explanation: String = ""
    ) -> ExposedPermissionRecord {
        ExposedPermissionRecord(
            resourceAppID: resource,
            kind: .role,
            permissionID: id,
            value: value,
            displayName: name,
            explanation: explanation
        )
    }
}
