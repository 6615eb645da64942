import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// What a token must hold to do something, where the emulator is told to ask for it.
struct GraphPermissions: Sendable {
    private static let administrators = [
        DirectoryRoleID.globalAdministrator, "e8611ab8-c189-46e8-94e1-60213ab1f814",
    ]
    private static let applicationAdministrators =
        administrators + ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "158c047a-c907-4556-b7ef-446551a6b5f7"]
    private static let consenting = DirectoryRoleTemplate.consenting.map(\.id)

    /// Actions that only ask.
    private static let questions: Set = [
        "getbyids", "getmembergroups", "getmemberobjects", "checkmembergroups", "checkmemberobjects",
    ]
    /// Properties that people keep up themselves.
    private static let ownProperties: Set = ["mobilephone", "businessphones", "preferredlanguage"]

    let call: GraphCall

    private var isAsked: Bool { call.context.settings.current.enforcesGraphPermissions }
    private var granted: Set<String> { call.caller.isApplication ? call.caller.appRoles : call.caller.scopes }

    /// Asks for what a property needs beside what its object does, one of some permissions.
    ///
    /// - Throws: ``GraphError`` 403 when the token holds none.
    func checkProperty(_ needed: Set<String>) throws {
        guard isAsked, granted.isDisjoint(with: needed) else { return }
        throw GraphError(
            403,
            "Authentication_MSGraphPermissionMissing",
            "Calling principal does not have required MSGraph permissions \(needed.min() ?? "")"
        )
    }

    /// - Throws: ``GraphError`` 403 when the caller may not do what it asks for.
    func check(_ set: String, _ rest: String) throws {
        guard isAsked else { return }
        let own = behindOwnUser(set, rest)
        let isOfUnits = set == "directory" && rest.hasPrefix("administrativeunits")
        let set = isOfUnits ? "administrativeunits" : own == nil ? set : "me"
        let rest = own ?? rest
        let isWrite = self.isWrite(rest)
        let needed = isWrite ? Self.writing(set, rest) : Self.reading(set, rest)
        guard !granted.isDisjoint(with: needed) else { throw GraphError.insufficientPrivileges }
        guard isWrite, !call.caller.isApplication, set != "me" || !isOwnAffair(rest) else { return }
        let roles = Self.roles(set, rest, isNew: call.request.method == "POST")
        guard !call.caller.directoryRoles.isDisjoint(with: roles) else { throw GraphError.insufficientPrivileges }
    }

    // Some questions are too long for a query and come as a body.
    private func isWrite(_ rest: String) -> Bool {
        guard call.request.method == "POST" else { return !["GET", "HEAD"].contains(call.request.method) }
        let action = rest.split(separator: "/").last.map(String.init) ?? ""
        return !Self.questions.contains(action)
    }

    /// What a path says behind the caller's own user; `nil` where it is about something else.
    private func behindOwnUser(_ set: String, _ rest: String) -> String? {
        guard !call.caller.isApplication else { return nil }
        if set == "me" { return rest }
        let parts = rest.split(separator: "/", maxSplits: 1).map(String.init)
        let names = [call.caller.objectID, call.caller.userPrincipalName?.lowercased()]
        guard set == "users", let first = parts.first, names.contains(first) else { return nil }
        return parts.count > 1 ? parts[1] : ""
    }

    /// Whether everybody may do to the own user, without a directory role, what the request asks for.
    private func isOwnAffair(_ rest: String) -> Bool {
        switch (call.request.method, rest) {
        case ("POST", "changepassword"), ("POST", "revokesigninsessions"), ("POST", "invalidateallrefreshtokens"): true
        case ("PATCH", ""):
            (try? JSONValue(parsing: call.request.body))?.objectValue?.members.allSatisfy {
                Self.ownProperties.contains($0.name.lowercased())
            } ?? true
        default: false
        }
    }

    private static func reading(_ set: String, _ rest: String) -> Set<String> {
        if ["me", "users"].contains(set), rest.split(separator: "/").contains("mailboxsettings") {
            return MailboxSettingsEntity.permissions
        }
        let all: Set = ["Directory.Read.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
        let own: Set<String> =
            switch set {
            case "me": ["User.Read", "User.ReadWrite", "User.Read.All", "User.ReadWrite.All", "User.ReadBasic.All"]
            case "users": ["User.Read.All", "User.ReadWrite.All", "User.ReadBasic.All"]
            case "groups": ["Group.Read.All", "Group.ReadWrite.All"]
            case "applications", "serviceprincipals":
                ["Application.Read.All", "Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"]
            case "oauth2permissiongrants": ["DelegatedPermissionGrant.ReadWrite.All"]
            case "directoryroles", "directoryroletemplates", "rolemanagement":
                ["RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory"]
            case "domains": ["Domain.Read.All"]
            case "subscribedskus": ["LicenseAssignment.Read.All", "Organization.Read.All"]
            case "organization": ["Organization.Read.All", "User.Read"]
            case "identity", "policies": ["Policy.Read.All"]
            case "auditlogs": ["AuditLog.Read.All"]
            case "tenantrelationships": ["DelegatedAdminRelationship.Read.All"]
            case "administrativeunits": ["AdministrativeUnit.Read.All", "AdministrativeUnit.ReadWrite.All"]
            case "directory", "directoryobjects": ["Application.Read.All", "Application.ReadWrite.All"]
            default: []
            }
        return ["identity", "policies", "auditlogs", "tenantrelationships"].contains(set) ? own : own.union(all)
    }

    private static func writing(_ set: String, _ rest: String) -> Set<String> {
        if rest.contains("approleassign") { return ["AppRoleAssignment.ReadWrite.All"] }
        return switch set {
        case "me" where rest == "changepassword": ["Directory.AccessAsUser.All"]
        case "me" where ["revokesigninsessions", "invalidateallrefreshtokens"].contains(rest):
            [
                "User.ReadWrite", "User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All",
                "Directory.AccessAsUser.All",
            ]
        case "me": ["User.ReadWrite", "User.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
        case "applications", "serviceprincipals", "directory":
            ["Application.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
        case "oauth2permissiongrants": ["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"]
        case "directoryroles", "rolemanagement": ["RoleManagement.ReadWrite.Directory"]
        case "users": ["User.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
        case "groups": ["Group.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
        case "administrativeunits":
            ["AdministrativeUnit.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
        case "identity", "policies": ["Policy.ReadWrite.ConditionalAccess"]
        default: ["Directory.ReadWrite.All"]
        }
    }

    private static func roles(_ set: String, _ rest: String, isNew: Bool) -> Set<String> {
        switch set {
        case "applications" where rest.isEmpty && isNew:
            Set(applicationAdministrators + ["cf1c38e5-3621-4004-a7cb-879624dced7c"])
        case "oauth2permissiongrants": Set(consenting)
        case "serviceprincipals" where rest.contains("/approleassign"): Set(consenting)
        case "applications", "serviceprincipals", "directory": Set(applicationAdministrators)
        case "users", "me": Set(administrators + ["fe930be7-5e62-47db-91af-98c3a49a38b1"])
        case "groups":
            Set(administrators + ["fdd7a751-b60b-444a-984c-02652fe8fa1c", "fe930be7-5e62-47db-91af-98c3a49a38b1"])
        case "identity", "policies":
            Set(administrators + ["b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", "194ae4cb-b126-40b2-bd5b-6091b380977d"])
        default: Set(administrators)
        }
    }
}
