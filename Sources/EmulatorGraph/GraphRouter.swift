import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// Finds what answers a path below the version.
struct GraphRouter: Sendable {
    let call: GraphCall
    /// What the objects look like that the request is about.
    let shape: GraphShape
    /// What the request asks for beside them.
    let query: GraphQuery

    var administration: Administration { call.administration }
    var directory: Directory { call.directory }
    var grantEntity: GrantEntity { GrantEntity(administration: administration) }
    var method: String { call.request.method }

    /// Answers a request.
    ///
    /// - Throws: ``GraphError`` or ``AdministrationError``.
    static func respond(to call: GraphCall, at path: GraphPath) throws -> GraphReply {
        let target = try GraphTarget(path)
        var path = target.path
        guard let set = path.next() else { throw GraphError.noResource("") }
        try GraphPermissions(call: call).check(set.name.lowercased(), path.remainder)
        let shape = target.type.map(GraphShape.of)
        let query = try target.answer(to: call.request.method).map { try GraphQuery(call, shape, $0) }
        return try GraphRouter(call: call, shape: shape ?? .mixed, query: query ?? GraphQuery()).respond(set, &path)
    }

    private func respond(_ set: GraphPath.Segment, _ path: inout GraphPath) throws -> GraphReply {
        switch set.name.lowercased() {
        case "applications": try applications(&path, set)
        case "serviceprincipals": try servicePrincipals(&path, set)
        case "oauth2permissiongrants": try grants(&path, set)
        case "users": try users(&path, set)
        case "me": try me(&path)
        case "groups": try groups(&path, set)
        case "directoryroles": try directoryRoles(&path, set)
        case "directoryroletemplates": try roleTemplates(&path, set)
        case "rolemanagement": try roleManagement(&path)
        case "domains": try domains(&path, set)
        case "organization": try organization(&path, set)
        case "subscribedskus": try subscribedProducts(&path, set)
        case "directoryobjects": try directoryObjects(&path, set)
        case "directory": try directoryParts(&path)
        case "identity": try identity(&path)
        case "policies": try policies(&path)
        case "auditlogs": try auditLogs(&path)
        case "tenantrelationships": try tenantRelationships(&path)
        default: throw GraphError.notEmulated(set.text)
        }
    }
}
