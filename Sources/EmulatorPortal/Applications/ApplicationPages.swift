import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The pages about app registrations.
enum ApplicationPages {
    static func respond(_ call: PortalCall) throws -> ServerResponse {
        guard call.path.count > 1 else { return try ApplicationList(call: call).respond() }
        if call.path == ["apps", "new"] { return try NewApplication(call: call).respond() }
        guard let application = try call.directory.application(call.path[1]), application.tenantID == call.tenant.id
        else { throw PortalRefusal.notFound("There is no such app registration in this tenant.") }
        let frame = try ApplicationFrame(call: call, application: application)
        let rest = Array(call.path.dropFirst(2))
        switch rest {
        case []: return try ApplicationOverview(frame: frame).respond()
        case ["authentication"]: return try ApplicationAuthentication(frame: frame).respond()
        case ["credentials"]: return try ApplicationSecrets(frame: frame).respond()
        case ["credentials", "certificates"]: return try ApplicationCertificates(frame: frame).respond()
        case ["credentials", "federated"]: return try ApplicationFederation(frame: frame).respond()
        case ["permissions"]: return try ApplicationPermissions(frame: frame).respond()
        case ["permissions", "consent"]: return try GrantConsent(frame: frame).respond()
        case ["permissions", "add"]: return try ChooseAPI(frame: frame).respond()
        case ["api"]: return try ApplicationAPI(frame: frame).respond()
        case ["roles"]: return try ApplicationRoles(frame: frame).respond()
        case ["owners"]: return try ApplicationOwners(frame: frame).respond()
        case ["manifest"]: return try ApplicationManifest(frame: frame).respond()
        case ["delete"]: return try DeleteApplication(frame: frame).respond()
        default: break
        }
        if rest.count == 3, rest.starts(with: ["permissions", "add"]) {
            return try ChoosePermissions(frame: frame, resourceAppID: rest[2]).respond()
        }
        throw PortalRefusal.notFound("There is no such page about an app registration.")
    }
}
