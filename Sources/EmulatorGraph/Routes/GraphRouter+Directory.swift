import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var deleted: DeletedObjects { DeletedObjects(administration: administration) }

    func domains(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        let all = try directory.domains(of: administration.tenantID)
        return try fixedSet(
            "domains",
            GraphShape("domain"),
            &path,
            set,
            { all.map(OrganizationEntity.domain) },
            named: { name in all.first { $0.name.lowercased() == name.lowercased() }.map(OrganizationEntity.domain) }
        )
    }

    func organization(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        try fixedSet(
            "organization",
            GraphShape("organization"),
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
        switch path.nextName {
        case "getbyids" where path.rest.first?.role == .operation: return try objectsByIDs()
        case "validateproperties" where path.rest.first?.role == .operation: return try validateProperties()
        default: break
        }
        guard let key = path.key(of: set) else { throw GraphError.notEmulated(set.text) }
        guard let object = try object(key.value) else { throw AdministrationError.notFound(key.value) }
        return try single(object, .mixed, key.value, "directoryObjects", &path)
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
            body: ["value": .array(try objects.map { .object(try shown($0)) })],
            context: "directoryObjects"
        )
    }

    func directoryParts(_ path: inout GraphPath) throws -> GraphReply {
        guard let set = path.next() else { throw GraphError.notEmulated("directory") }
        switch set.name {
        case "administrativeUnits": return try administrativeUnits(&path, set)
        case "deletedItems": return try deletedItems(&path, set)
        default: throw GraphError.notEmulated(set.text)
        }
    }

    private func deletedItems(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        var kind: String?
        if let cast = path.rest.first?.cast {
            kind = cast == "directoryObject" ? nil : cast
            _ = path.next()
        }
        guard let key = path.key(of: set) else {
            let objects = try deleted.list(kind: kind).map(Self.deletedObject)
            return try list(objects, kind.flatMap(GraphModel.published.set) ?? "directoryObjects", path)
        }
        let record = try deleted.load(key.value)
        guard kind == nil || kind == record.kind else { throw AdministrationError.notFound(key.value) }
        switch (method, path.remainder) {
        case ("DELETE", ""):
            try deleted.purge(record.id)
            return .noContent
        case ("POST", "restore"):
            try deleted.restore(record.id)
            guard let object = try object(record.id) else { throw AdministrationError.notFound(record.id) }
            return try one(object, "directoryObjects")
        default: return try single(Self.deletedObject(record), .mixed, key.value, "directoryObjects", &path)
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
