import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The pages about service principals: applications as they exist in the tenant.
enum EnterprisePages {
    static func respond(_ call: PortalCall) throws -> ServerResponse {
        guard call.path.count > 1 else { return try EnterpriseList(call: call).respond() }
        guard let principal = try call.directory.servicePrincipal(objectID: call.path[1]),
            principal.tenantID == call.tenant.id
        else { throw PortalRefusal.notFound("There is no such enterprise application in this tenant.") }
        let frame = try EnterpriseFrame(call: call, principal: principal)
        switch Array(call.path.dropFirst(2)) {
        case []: return try EnterpriseOverview(frame: frame).respond()
        case ["properties"]: return try EnterpriseProperties(frame: frame).respond()
        case ["assignments"]: return try EnterpriseAssignments(frame: frame).respond()
        case ["permissions"]: return try EnterprisePermissions(frame: frame).respond()
        case ["signins"]:
            return try SignInList(call: call, clientID: principal.appID).respond { frame.content("Sign-in logs", $0) }
        default: throw PortalRefusal.notFound("There is no such page about an enterprise application.")
        }
    }
}
