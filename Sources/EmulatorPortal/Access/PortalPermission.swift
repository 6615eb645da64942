import EmulatorAdministration
import EmulatorCore

/// Something that not everybody may do in the portal.
struct PortalPermission: Sendable {
    /// What it is, as it stands behind "to".
    let deed: String
    /// Each of these roles allows it.
    let roles: [DirectoryRoleTemplate]

    private static let applicationRoles: [DirectoryRoleTemplate] = [
        .globalAdministrator, .applicationAdministrator, .cloudApplicationAdministrator,
    ]

    static let registerApplications = Self(
        deed: "register an application",
        roles: applicationRoles + [.applicationDeveloper]
    )
    static let manageApplications = Self(deed: "change this application", roles: applicationRoles)
    static let grantConsent = Self(deed: "grant or revoke admin consent", roles: DirectoryRoleTemplate.consenting)
    static let grantGraphRoles = Self(
        deed: "grant or revoke application permissions of Microsoft Graph",
        roles: [.globalAdministrator, .privilegedRoleAdministrator]
    )
    static let assignRoles = Self(
        deed: "assign or remove a directory role",
        roles: [.globalAdministrator, .privilegedRoleAdministrator]
    )
    static let manageUsers = Self(deed: "create or change users", roles: [.globalAdministrator, .userAdministrator])
    static let resetPasswords = Self(
        deed: "reset this user's password or end the user's sessions",
        roles: [
            .globalAdministrator, .userAdministrator, .helpdeskAdministrator, .passwordAdministrator,
            .authenticationAdministrator, .privilegedAuthenticationAdministrator,
        ]
    )
    static let manageAdministrators = Self(
        deed: "change the sign-in of a user who holds a directory role",
        roles: [.globalAdministrator, .privilegedAuthenticationAdministrator]
    )
    static let managePolicies = Self(
        deed: "create or change Conditional Access policies",
        roles: [.globalAdministrator, .conditionalAccessAdministrator, .securityAdministrator]
    )
    static let readRequests = Self(
        deed: "read the request log",
        roles: [.globalAdministrator, .globalReader, .exchangeAdministrator, .reportsReader, .securityAdministrator]
    )
    static let setFaults = Self(
        deed: "set or clear faults",
        roles: [.globalAdministrator, .exchangeAdministrator]
    )
    static let readSignIns = Self(
        deed: "read the sign-in logs",
        roles: [
            .globalAdministrator, .globalReader, .reportsReader, .securityAdministrator, .securityOperator,
            .securityReader, .applicationAdministrator, .cloudApplicationAdministrator, .conditionalAccessAdministrator,
        ]
    )
}

/// What who is signed in may do.
struct PortalAccess: Sendable {
    let userID: String
    /// Template ids of the directory roles, held directly or through a group.
    let roles: Set<String>

    /// Whether a role allows it.
    func allows(_ permission: PortalPermission) -> Bool {
        permission.roles.contains { roles.contains($0.id) }
    }
}
