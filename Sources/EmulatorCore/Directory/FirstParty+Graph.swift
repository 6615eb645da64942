extension FirstParty {
    /// The scopes and app roles of Graph that matter to whoever registers apps and reads a directory.
    static let graphPermissions: [ExposedPermissionRecord] =
        graphUserScopes
        + [
            pair(
                "Application.Read.All",
                "Read applications",
                "read applications and service principals",
                scope: "c79f8feb-a9db-4090-85f9-90d820caa0eb",
                role: "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30"
            ),
            pair(
                "Application.ReadWrite.All",
                "Read and write all applications",
                "create, read, update and delete applications and service principals",
                scope: "bdfbf15f-ee85-4955-8675-146e8e5296b5",
                role: "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"
            ),
            pair(
                "Application.ReadWrite.OwnedBy",
                "Manage apps that this app creates or owns",
                "create other applications and manage those it owns",
                scope: nil,
                role: "18a4783c-866b-4cc7-a460-3d5e5662c884"
            ),
            pair(
                "AppRoleAssignment.ReadWrite.All",
                "Manage app permission grants and app role assignments",
                "manage grants of application permissions and assignments of app roles",
                scope: "84bccea3-f856-4a8a-967b-dbe0a3d53a64",
                role: "06b708a9-e830-4db3-a914-8e69da51d44f"
            ),
            pair(
                "DelegatedPermissionGrant.ReadWrite.All",
                "Manage all delegated permission grants",
                "manage grants of delegated permissions",
                scope: "41ce6ca6-6826-4807-84f1-1c82854f7ee5",
                role: "8e8e4742-1d95-4f68-9d56-6ee75648c72a"
            ),
            pair(
                "RoleManagement.ReadWrite.Directory",
                "Read and write directory RBAC settings",
                "read and manage the directory's roles and their assignments",
                scope: "d01b97e9-cbc0-49fe-810a-750afd5527a3",
                role: "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"
            ),
            pair(
                "RoleManagement.Read.Directory",
                "Read directory RBAC settings",
                "read the directory's roles and their assignments",
                scope: "741c54c3-0c1e-44a1-818b-3f97ab4e8c83",
                role: "483bed4a-2ad3-4361-a73b-c83ccdbdc53c"
            ),
            pair(
                "Directory.Read.All",
                "Read directory data",
                "read users, groups, apps and other data of the directory",
                scope: "06da0dbc-49e2-44d2-8312-53f166ab848a",
                role: "7ab1d382-f21e-4acd-a863-ba3e13f7da61"
            ),
            pair(
                "Directory.ReadWrite.All",
                "Read and write directory data",
                "read and write users, groups and other data of the directory",
                scope: "c5366453-9fb0-48a5-a156-24f0c49a4b84",
                role: "19dbc75e-c2e2-444c-a770-ec69d8559fc7"
            ),
            pair(
                "Directory.AccessAsUser.All",
                "Access directory as the signed in user",
                "have the same access to the directory as the user",
                scope: "0e263e50-5827-48a4-b97c-d940288653c7",
                role: nil
            ),
            pair(
                "User.Read.All",
                "Read all users' full profiles",
                "read the full profile of every user",
                scope: "a154be20-db9c-4678-8ab7-66f6cc099a59",
                role: "df021288-bdef-4463-88db-98f22de89214"
            ),
            pair(
                "User.ReadWrite.All",
                "Read and write all users' full profiles",
                "read and write the full profile of every user",
                scope: "204e0828-b5ca-4ad8-b9f3-f32a958e7cc4",
                role: "741f803b-c850-494e-b5df-cde7c675a1ca"
            ),
            pair(
                "User.ReadBasic.All",
                "Read all users' basic profiles",
                "read name and address of every user",
                scope: nil,
                role: "97235f07-e226-4f63-ace3-39588e11d3a1"
            ),
            pair(
                "Group.Read.All",
                "Read all groups",
                "read groups and their members",
                scope: "5f8c59db-677d-491f-a6b8-5f174b11ec1d",
                role: "5b567255-7703-4780-807c-7be8301ae99b"
            ),
            pair(
                "Group.ReadWrite.All",
                "Read and write all groups",
                "create groups and read and write them and their members",
                scope: "4e46008b-f24c-477d-8fff-7bb4ec7aafe0",
                role: "62a82d76-70ea-41e2-9197-370581804d09"
            ),
            pair(
                "Organization.Read.All",
                "Read organization information",
                "read the organization and its related resources",
                scope: "4908d5b9-3fb2-4b1e-9336-1888b7937185",
                role: "498476ce-e0fe-48b0-b801-37ba7e2685c6"
            ),
            pair(
                "Domain.Read.All",
                "Read domains",
                "read all properties of domains",
                scope: "2f9ee017-59c1-4f1d-9472-bd5529a7b311",
                role: "dbb9058a-0e50-45d7-ae91-66909b5d4664"
            ),
            pair(
                "Policy.Read.All",
                "Read your organization's policies",
                "read the organization's policies",
                scope: "572fea84-0151-49b2-9301-11cb16974376",
                role: "246dd0d5-5bd0-4def-940b-0421030a5b68"
            ),
            pair(
                "Policy.ReadWrite.ConditionalAccess",
                "Read and write your organization's conditional access policies",
                "read and write conditional access policies",
                scope: "ad902697-1014-4ef5-81ef-2b4301988e8c",
                role: "01c0a623-fc9b-48e9-b794-0756f8e8f067"
            ),
            pair(
                "AuditLog.Read.All",
                "Read all audit log data",
                "read and query the audit log",
                scope: "e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20",
                role: "b0afded3-3588-46d8-8b3d-9842eff778da"
            ),
            pair(
                "DelegatedAdminRelationship.Read.All",
                "Read Delegated Admin relationships with customers",
                "read relationships of delegated administration with customers",
                scope: "0c0064ea-477b-4130-82a5-4c2cc4ff68aa",
                role: "f6e9e124-4586-492f-adc0-c6f96e4823fd"
            ),
        ].flatMap { $0 }

    private static let graphUserScopes = [
        userScope(
            graph,
            "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
            "User.Read",
            "Sign in and read user profile",
            "Sign you in and read your profile"
        ),
        userScope(graph, "37f7f235-527c-4136-accd-4a02d197296e", "openid", "Sign users in", "Sign in as you"),
        userScope(
            graph,
            "14dad69e-099b-42c9-810b-d002981feec1",
            "profile",
            "View users' basic profile",
            "View your basic profile"
        ),
        userScope(
            graph,
            "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0",
            "email",
            "View users' email address",
            "View your email address"
        ),
        userScope(
            graph,
            "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
            "offline_access",
            "Maintain access to data you have given it access to",
            "Maintain access to data you have given it access to"
        ),
        userScope(
            graph,
            "b340eb25-3456-403f-be2f-af7a0d370277",
            "User.ReadBasic.All",
            "Read all users' basic profiles",
            "Read all users' basic profiles"
        ),
    ]

    /// A permission in its forms for a user and for an app alone, where there are both.
    private static func pair(
        _ value: String,
        _ name: String,
        _ purpose: String,
        scope scopeID: String?,
        role roleID: String?
    ) -> [ExposedPermissionRecord] {
        let forUser = scopeID.map { id in
            scope(
                graph,
                id,
                value,
                name,
                explanation: "Allows the app to \(purpose) on behalf of the signed-in user."
            )
        }
        let forApp = roleID.map { id in
            role(graph, id, value, name, explanation: "Allows the app to \(purpose) without a signed-in user.")
        }
        return [forUser, forApp].compactMap { $0 }
    }
}
