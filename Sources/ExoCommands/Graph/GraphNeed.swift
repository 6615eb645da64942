/// What a token needs so that Microsoft Graph does something for it.
struct GraphNeed: Sendable, Equatable {
    /// The permission, of an application or delegated.
    var permission: String
    /// The directory role that a user needs beside it.
    var role: String

    /// What a request needs.
    init(method: String, path: String) {
        let path = path.lowercased()
        if path.contains("approleassign") {
            (permission, role) = ("AppRoleAssignment.ReadWrite.All", "Privileged Role Administrator")
        } else if path.hasPrefix("rolemanagement") {
            let verb = method == "GET" ? "Read" : "ReadWrite"
            (permission, role) = ("RoleManagement.\(verb).Directory", "Privileged Role Administrator")
        } else if path.contains("oauth2permissiongrants") {
            (permission, role) = ("DelegatedPermissionGrant.ReadWrite.All", "Cloud Application Administrator")
        } else if path.hasPrefix("tenantrelationships") {
            let verb = method == "GET" ? "Read" : "ReadWrite"
            (permission, role) = ("DelegatedAdminRelationship.\(verb).All", "Admin Agent in Partner Center")
        } else if path.hasPrefix("users") {
            (permission, role) = ("User.Read.All", "Directory Readers")
        } else if path.hasPrefix("groups") {
            (permission, role) = ("Group.Read.All", "Directory Readers")
        } else {
            let verb = method == "GET" ? "Read" : "ReadWrite"
            (permission, role) = ("Application.\(verb).All", "Cloud Application Administrator")
        }
    }

    /// What to do about its lack.
    var text: String {
        "get a token for Microsoft Graph with the permission \(permission); a user also needs a role such as \(role)"
    }
}
