import EmulatorCore

/// Whether a caller whose token is good may use Exchange's admin API at all.
///
/// An application needs the app role and a supported directory role: neither or only the latter is answered with 401, the
/// app role alone with 403. A user needs a scope that opens the API; roles decide cmdlet by cmdlet.
struct CallerCheck: Sendable {
    let roles: RoleAccess
    /// The delegated permissions of which one is needed.
    private var scopes = Self.scopes
    /// The application permission that is needed.
    private var appRole = "Exchange.ManageAsApp"

    init(roles: RoleAccess) { self.roles = roles }

    /// The check of the endpoints of Admin API v2.0, which have permissions of their own.
    static func ofEndpoints(_ roles: RoleAccess) -> CallerCheck {
        var check = CallerCheck(roles: roles)
        check.scopes = ["Exchange.ManageV2"]
        check.appRole = "Exchange.ManageAsAppV2"
        return check
    }

    private static let scopes: Set = [
        "Exchange.Manage", "AdminApi.AccessAsUser.All", "RemotePowerShell.AccessAsUser.All",
        "FfoPowerShell.AccessAsUser.All",
    ]

    /// - Throws: ``AdminAPIError`` with status 401 or 403.
    func check(_ caller: CallerIdentity) throws {
        guard caller.isApplication else {
            guard !caller.scopes.isDisjoint(with: scopes) else { throw Self.unauthorized("UnAuthorized") }
            return
        }
        guard caller.appRoles.contains(appRole) else { throw Self.unauthorized("UnAuthorized") }
        guard roles.supportsApplication(withRoles: caller.directoryRoles) else {
            throw AdminAPIError(
                status: 403,
                code: "Forbidden",
                stage: .request,
                exceptionType: "System.UnauthorizedAccessException",
                message: "The role assigned to application \(caller.applicationID) isn't supported in this scenario. "
                    + "Please check online documentation for assigning correct Directory Roles to Azure AD "
                    + "Application for EXO App-Only Authentication."
            )
        }
    }

    static func unauthorized(_ message: String) -> AdminAPIError {
        AdminAPIError(
            status: 401,
            code: "Unauthorized",
            stage: .request,
            exceptionType: "System.UnauthorizedAccessException",
            message: message
        )
    }
}
