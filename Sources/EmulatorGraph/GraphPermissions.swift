import EmulatorCore
import HTTPServer

/// What a token must hold to do something, where the emulator is told to ask for it.
struct GraphPermissions: Sendable {
    private static let administrators = [
        DirectoryRoleID.globalAdministrator, "e8611ab8-c189-46e8-94e1-60213ab1f814",
    ]
    private static let applicationAdministrators =
        administrators + ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "158c047a-c907-4556-b7ef-446551a6b5f7"]

    let call: GraphCall

    /// - Throws: ``GraphError`` 403 when the caller may not do what it asks for.
    func check(_ set: String, _ rest: String) throws {
        guard call.context.settings.current.enforcesGraphPermissions else { return }
        let isWrite = call.request.method != "GET" && set != "me" && !rest.hasSuffix("getbyids")
        let granted = call.caller.isApplication ? call.caller.appRoles : call.caller.scopes
        let needed = isWrite ? Self.writing(set, rest) : Self.reading(set)
        guard !granted.isDisjoint(with: needed) else { throw GraphError.insufficientPrivileges }
        guard isWrite, !call.caller.isApplication else { return }
        let roles = Self.roles(set, rest, isNew: call.request.method == "POST")
        guard !call.caller.directoryRoles.isDisjoint(with: roles) else { throw GraphError.insufficientPrivileges }
    }

    private static func reading(_ set: String) -> Set<String> {
        let all: Set = ["Directory.Read.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
        let own: Set<String> =
            switch set {
            case "me": ["User.Read", "User.Read.All", "User.ReadWrite.All", "User.ReadBasic.All"]
            case "users": ["User.Read.All", "User.ReadWrite.All", "User.ReadBasic.All"]
            case "groups": ["Group.Read.All", "Group.ReadWrite.All"]
            case "applications", "serviceprincipals":
                ["Application.Read.All", "Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"]
            case "oauth2permissiongrants": ["DelegatedPermissionGrant.ReadWrite.All"]
            case "directoryroles", "directoryroletemplates", "rolemanagement":
                ["RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory"]
            case "domains": ["Domain.Read.All"]
            case "organization": ["Organization.Read.All", "User.Read"]
            case "identity": ["Policy.Read.All"]
            case "auditlogs": ["AuditLog.Read.All"]
            case "tenantrelationships": ["DelegatedAdminRelationship.Read.All"]
            case "directory", "directoryobjects": ["Application.Read.All", "Application.ReadWrite.All"]
            default: []
            }
        return ["identity", "auditlogs", "tenantrelationships"].contains(set) ? own : own.union(all)
    }

    private static func writing(_ set: String, _ rest: String) -> Set<String> {
        if rest.contains("approleassign") { return ["AppRoleAssignment.ReadWrite.All"] }
        return switch set {
        case "applications", "serviceprincipals", "directory":
            ["Application.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
        case "oauth2permissiongrants": ["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"]
        case "directoryroles", "rolemanagement": ["RoleManagement.ReadWrite.Directory"]
        case "users": ["User.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
        case "groups": ["Group.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
        case "identity": ["Policy.ReadWrite.ConditionalAccess"]
        default: ["Directory.ReadWrite.All"]
        }
    }

    private static func roles(_ set: String, _ rest: String, isNew: Bool) -> Set<String> {
        switch set {
        case "applications" where rest.isEmpty && isNew:
            Set(applicationAdministrators + ["cf1c38e5-3621-4004-a7cb-879624dced7c"])
        case "applications", "serviceprincipals", "oauth2permissiongrants", "directory":
            Set(applicationAdministrators)
        case "users": Set(administrators + ["fe930be7-5e62-47db-91af-98c3a49a38b1"])
        case "groups":
            Set(administrators + ["fdd7a751-b60b-444a-984c-02652fe8fa1c", "fe930be7-5e62-47db-91af-98c3a49a38b1"])
        case "identity":
            Set(administrators + ["b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", "194ae4cb-b126-40b2-bd5b-6091b380977d"])
        default: Set(administrators)
        }
    }
}
