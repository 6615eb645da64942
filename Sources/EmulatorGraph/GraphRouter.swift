import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// Finds what answers a path below the version.
struct GraphRouter: Sendable {
    let call: GraphCall

    var administration: Administration { call.administration }
    var directory: Directory { call.directory }
    var grantEntity: GrantEntity { GrantEntity(administration: administration) }
    var method: String { call.request.method }

    /// Answers a request.
    ///
    /// - Throws: ``GraphError`` or ``AdministrationError``.
    func respond(_ whole: GraphPath) throws -> GraphReply {
        var path = whole
        guard let set = path.next() else { throw GraphError.noResource("") }
        try GraphPermissions(call: call).check(set.name.lowercased(), path.remainder)
        switch set.name.lowercased() {
        case "applications": return try applications(&path, set)
        case "serviceprincipals": return try servicePrincipals(&path, set)
        case "oauth2permissiongrants": return try grants(&path, set)
        case "users": return try users(&path, set)
        case "me": return try me(&path)
        case "groups": return try groups(&path, set)
        case "directoryroles": return try directoryRoles(&path, set)
        case "directoryroletemplates": return try roleTemplates(&path, set)
        case "rolemanagement": return try roleManagement(&path)
        case "domains": return try domains(&path, set)
        case "organization": return try organization(&path, set)
        case "directoryobjects": return try directoryObjects(&path, set)
        case "directory": return try deletedItems(&path)
        case "identity": return try identity(&path)
        case "policies": return try policies(&path)
        case "auditlogs": return try auditLogs(&path)
        case "tenantrelationships": return try tenantRelationships(&path)
        default: throw GraphError.noResource(set.text)
        }
    }

    /// Refuses a path that goes on where nothing follows.
    func end(_ path: GraphPath) throws {
        if let first = path.rest.first { throw GraphError.noResource(first.text) }
    }

    /// A number as plain text, which `$count` answers.
    func count(_ number: Int) throws -> GraphReply {
        guard call.isEventual else {
            throw GraphError.badRequest("$count is not currently supported.")
        }
        return GraphReply(text: String(number))
    }

    /// The context of one object, with the properties that were chosen.
    func context(_ set: String, _ query: GraphQuery) -> String {
        "\(set)\(query.select.map { "(\($0.joined(separator: ",")))" } ?? "")/$entity"
    }

    /// A small list.
    func page(_ objects: [JSONObject], _ shape: GraphShape, _ context: String) throws -> GraphReply {
        let query = try GraphQuery(call, shape)
        guard shape.type != GraphCall.principalShape.type else {
            return .page(try call.list(objects, shape, query), context)
        }
        var whole = query
        whole.select = nil
        var page = try call.list(objects, shape, whole)
        page.objects = try page.objects.map { try shown($0, shape, query) }
        return .page(page, context)
    }

    /// One object, with the properties that were chosen and what was to be expanded.
    func one(_ object: JSONObject, _ shape: GraphShape, _ set: String) throws -> GraphReply {
        let query = try GraphQuery(call, shape, isList: false)
        return .object(try shown(object, shape, query), context(set, query))
    }
}
