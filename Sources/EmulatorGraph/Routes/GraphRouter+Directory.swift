import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var deleted: DeletedObjects { DeletedObjects(administration: administration) }

    func domains(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        let all = try directory.domains(of: administration.tenantID)
        return try fixedSet(
            "domains",
            OrganizationEntity.domainShape,
            &path,
            set,
            { all.map(OrganizationEntity.domain) },
            named: { name in all.first { $0.name.lowercased() == name.lowercased() }.map(OrganizationEntity.domain) }
        )
    }

    func organization(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        try fixedSet(
            "organization",
            OrganizationEntity.shape,
            &path,
            set,
            { [try OrganizationEntity.organization(administration.tenant, in: directory)] },
            named: {
                $0.lowercased() == administration.tenantID
                    ? try OrganizationEntity.organization(administration.tenant, in: directory) : nil
            }
        )
    }

    func directoryObjects(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        if ["getbyids", "microsoft.graph.getbyids"].contains(path.nextName), set.key == nil {
            return try objectsByIDs()
        }
        if ["validateproperties", "microsoft.graph.validateproperties"].contains(path.nextName), set.key == nil {
            return try validateProperties()
        }
        guard let key = path.key(of: set) else { throw GraphError.noResource(set.text) }
        guard let object = try object(key.value) else { throw AdministrationError.notFound(key.value) }
        let shape = GraphModel.shape(of: object) ?? GraphCall.principalShape
        if let cast = path.rest.first?.cast, GraphModel.isType(cast) {
            guard "#\(GraphPath.namespace)\(cast)" == object["@odata.type"]?.stringValue?.lowercased() else {
                throw AdministrationError.notFound(key.value)
            }
            _ = path.next()
        }
        let id = object["id"]?.stringValue ?? key.value
        guard path.isEmpty else { return try part(&path, of: id, shape, "directoryObjects") { object } }
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        let query = try GraphQuery(call, shape, isList: false)
        let shown = try expanded(shape.project(object, query.select), query.expand, shape, of: id)
        return .object(shown, context("directoryObjects", query))
    }

    private func object(_ id: String) throws -> JSONObject? {
        if let principal = try? administration.principal(id) { return try call.object(principal) }
        guard let application = try? administration.application(id) else { return nil }
        let entity = ApplicationEntity(directory: directory, tenant: administration.tenant)
        return call.typed(try entity.render(application), "application")
    }

    /// Whether a group may be called so.
    private func validateProperties() throws -> GraphReply {
        guard method == "POST" else { throw GraphError.methodNotAllowed }
        var body = try call.body(of: "DirectoryObject")
        guard try body.text("entityType")?.lowercased() == "group" else { throw body.invalid("entityType") }
        let names = (display: try body.text("displayName"), mail: try body.text("mailNickname"))
        _ = try body.identifier("onBehalfOfUserId")
        try body.finish()
        guard let name = names.display ?? names.mail else {
            throw AdministrationError.required("displayName", of: "DirectoryObject")
        }
        let groups = Groups(administration: administration)
        do {
            let nickname = names.mail ?? Administration.newID()
            try groups.check(groups.draft(displayName: name, mailNickname: nickname, kind: .microsoft365))
        } catch var error as AdministrationError {
            error.status = 422
            throw error
        }
        return .noContent
    }

    private func objectsByIDs() throws -> GraphReply {
        guard method == "POST" else { throw GraphError.methodNotAllowed }
        var body = try call.body(of: "DirectoryObject")
        guard let ids = try body.texts("ids"), !ids.isEmpty else {
            throw AdministrationError.required("ids", of: "DirectoryObject")
        }
        let types = try body.texts("types")?.map { "#microsoft.graph.\($0.lowercased())" }
        try body.finish()
        for id in ids where Administration.identifier(id) == nil {
            throw AdministrationError.malformedIdentifier(id)
        }
        let objects = try ids.compactMap(object).filter { object in
            types == nil || types?.contains("#microsoft.graph.directoryobject") == true
                || types?.contains(object["@odata.type"]?.stringValue?.lowercased() ?? "") == true
        }
        return GraphReply(
            body: ["value": .array(objects.map { .object($0) })],
            context: "directoryObjects"
        )
    }

    func deletedItems(_ path: inout GraphPath) throws -> GraphReply {
        guard let set = path.next() else { throw GraphError.noResource("directory") }
        guard set.name.lowercased() == "deleteditems" else { throw GraphError.noResource(set.text) }
        if let name = path.rest.first?.cast {
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            let kinds = ["application", "servicePrincipal", "user", "group"]
            guard let kind = kinds.first(where: { $0.lowercased() == name }) else {
                throw GraphError.noResource(path.remainder)
            }
            return try page(deleted.list(kind: kind).map(Self.deletedObject), GraphCall.principalShape, "\(kind)s")
        }
        guard let key = path.key(of: set) else {
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            return try page(deleted.list().map(Self.deletedObject), GraphCall.principalShape, "directoryObjects")
        }
        let record = try deleted.load(key.value)
        switch (method, path.remainder) {
        case ("GET", ""): return .object(try Self.deletedObject(record), "directoryObjects/$entity")
        case ("DELETE", ""):
            try deleted.purge(record.id)
            return .noContent
        case ("POST", "restore"), ("POST", "microsoft.graph.restore"):
            try deleted.restore(record.id)
            guard let object = try object(record.id) else { throw AdministrationError.notFound(record.id) }
            return .object(object, "directoryObjects/$entity")
        default: throw GraphError.methodNotAllowed
        }
    }

    /// What is shown of an object that is not in its table any more.
    private static func deletedObject(_ record: DeletedObjectRecord) throws -> JSONObject {
        let rows = try ArchivedRows(parsing: record.document)
        let columns = [
            "application": (
                "application", ["displayName": "display_name", "appId": "app_id", "signInAudience": "sign_in_audience"]
            ),
            "servicePrincipal": ("service_principal", ["displayName": "display_name", "appId": "app_id"]),
            "user": (
                "user",
                [
                    "displayName": "display_name", "userPrincipalName": "user_principal_name", "mail": "mail",
                    "givenName": "given_name", "surname": "surname", "jobTitle": "job_title",
                ]
            ),
            "group": (
                "directory_group",
                ["displayName": "display_name", "mailNickname": "mail_nickname", "mail": "mail"]
            ),
        ]
        var object: JSONObject = [
            "@odata.type": .string("#microsoft.graph.\(record.kind)"),
            "id": .string(record.id),
            "deletedDateTime": .string(GraphDate.text(record.deletedOn)),
        ]
        guard let (table, properties) = columns[record.kind] else { return object }
        for (name, column) in properties.sorted(by: { $0.key < $1.key }) {
            object[name] = rows.value(table, column) ?? .null
        }
        return object
    }
}
