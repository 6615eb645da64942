import CmdletCatalogue
import EmulatorCore

/// Whether a caller whose token is good may use Exchange's admin API at all.
///
/// An application needs the app role and either a supported directory role or a role that Exchange gave it: without the
/// app role it is answered with 401, with the app role alone with 403. A user needs a scope that opens the API; roles
/// decide cmdlet by cmdlet. A partner's user needs a relationship that holds.
struct CallerCheck: Sendable {
    /// The delegated permissions of which one is needed.
    private var scopes = exchangeScopes
    /// The application permission that is needed.
    private var appRole = "Exchange.ManageAsApp"

    private static let exchangeScopes: Set = [
        "Exchange.Manage", "AdminApi.AccessAsUser.All", "RemotePowerShell.AccessAsUser.All",
        "FfoPowerShell.AccessAsUser.All",
    ]

    init() {}

    /// The check of the endpoints of Admin API v2.0, which have permissions of their own.
    static var ofEndpoints: CallerCheck {
        var check = CallerCheck()
        check.scopes = ["Exchange.ManageV2"]
        check.appRole = "Exchange.ManageAsAppV2"
        return check
    }

    /// - Throws: ``AdminAPIError`` with status 401 or 403.
    func check(_ caller: CallerIdentity, _ access: CallerAccess) throws {
        guard caller.isApplication else {
            guard !caller.scopes.isDisjoint(with: scopes) else { throw Self.unauthorized("UnAuthorized") }
            return
        }
        guard caller.appRoles.contains(appRole) else { throw Self.unauthorized("UnAuthorized") }
        // Only supported roles are left.
        guard !caller.directoryRoles.isEmpty || access.direct.cmdlets != CmdletSet() else {
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

    /// The caller with the directory roles that count now: an application has those that are supported for it, a partner's
    /// user those of relationships that have not ended.
    ///
    /// - Throws: ``AdminAPIError`` with status 401 when none holds.
    static func present(
        _ caller: CallerIdentity,
        of service: CmdletService,
        in context: EmulatorContext
    ) throws -> CallerIdentity {
        if caller.isApplication {
            var caller = caller
            caller.directoryRoles = caller.directoryRoles.filter { Self.supportsApplication(withRole: $0, of: service) }
            return caller
        }
        guard caller.homeTenantID != caller.tenantID else { return caller }
        let relationships = try context.directory.partnerRelationships(
            customer: caller.tenantID,
            principal: caller.objectID,
            at: context.clock.now
        ).filter { $0.partnerTenantID == caller.homeTenantID }
        guard !relationships.isEmpty else { throw Self.unauthorized("UnAuthorized") }
        var caller = caller
        caller.directoryRoles.formIntersection(relationships.flatMap(\.roleTemplateIDs))
        return caller
    }

    /// Whether a directory role is supported for an application that acts for itself.
    private static func supportsApplication(withRole templateID: String, of service: CmdletService) -> Bool {
        CmdletCatalogue.entraRole(templateID: templateID)?.applicationServices.contains(service) ?? false
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
