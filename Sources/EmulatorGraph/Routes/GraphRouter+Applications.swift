import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var entity: ApplicationEntity {
        ApplicationEntity(directory: directory, tenant: administration.tenant)
    }

    func applications(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            return try self.set("applications", entity.table(), path) { try createApplication() }
        }
        guard let record = try application(key) else {
            guard key.property == "uniqueName", method == "PATCH", path.isEmpty, call.prefers("create-if-missing")
            else {
                throw AdministrationError.notFound(key.value)
            }
            return try createApplication(uniqueName: key.value)
        }
        try path.takeCast(to: "application")
        switch path.nextName {
        case nil: return try application(record)
        case "addpassword", "removepassword", "addkey", "removekey":
            return try credentials(path.remainder, of: CredentialHolder(record))
        case "owners" where method != "GET": return try changeOwners(&path, of: record.objectID)
        case "federatedidentitycredentials":
            guard let set = path.next() else { throw GraphError.methodNotAllowed }
            return try federatedCredentials(&path, set, of: record)
        default:
            return try part(&path, of: record.objectID, ApplicationEntity.shape, "applications") {
                try entity.render(record)
            }
        }
    }

    private func application(_ key: GraphPath.Key) throws -> ApplicationRecord? {
        switch key.property {
        case nil, "id":
            return try directory.one(
                ApplicationRecord.self,
                where: "object_id = lower(?) AND tenant_id = ?",
                [key.value, administration.tenantID]
            )
        case "appId":
            return try directory.one(
                ApplicationRecord.self,
                where: "app_id = lower(?) AND tenant_id = ?",
                [key.value, administration.tenantID]
            )
        case "uniqueName":
            return try directory.one(
                ApplicationRecord.self,
                where: "json_extract(document, '$.uniqueName') = ? AND tenant_id = ?",
                [key.value, administration.tenantID]
            )
        default: throw GraphError.badRequest("The key property '\(key.property ?? "")' is not known.")
        }
    }

    private func application(_ record: ApplicationRecord) throws -> GraphReply {
        try object(
            show: {
                var entity = entity
                // The certificate itself comes only when it is asked for by name.
                entity.showsKeys = query.select?.contains("keyCredentials") == true
                return try one(entity.render(record), "applications")
            },
            change: { try changeApplication(record) },
            delete: { try AppRegistrations(administration: administration).delete(record.objectID) }
        )
    }

    private func createApplication(uniqueName: String? = nil) throws -> GraphReply {
        let draft = AppRegistration(displayName: "", by: administration)
        var change = try ApplicationChange(call.body(of: "Application"), to: draft)
        if let uniqueName {
            var document = try JSONValue(parsing: change.registration.record.document).objectValue ?? [:]
            document["uniqueName"] = .string(uniqueName)
            change.registration.record.document = JSONValue.object(document).text()
        }
        try checkUniqueName(of: change.registration)
        return try directory.store.write { _ in
            try AppRegistrations(administration: administration).create(change.registration)
            let made = try applyCredentials(change, isNew: true)
            var object = try entity.render(change.registration.record)
            if !made.isEmpty { object["passwordCredentials"] = .array(made.map { .object($0) }) }
            return try self.made(object, "applications", at: "applications/\(change.registration.objectID)")
        }
    }

    private func changeApplication(_ record: ApplicationRecord) throws {
        try directory.store.write { _ in
            let before = try AppRegistration(record, in: directory)
            let change = try ApplicationChange(call.body(of: "Application"), to: before)
            try checkUniqueName(of: change.registration)
            try AppRegistrations(administration: administration).update(change.registration)
            _ = try applyCredentials(change, isNew: false)
        }
    }

    private func checkUniqueName(of registration: AppRegistration) throws {
        let document = try JSONValue(parsing: registration.record.document).objectValue ?? [:]
        guard let name = document["uniqueName"]?.stringValue else { return }
        let other = try application(GraphPath.Key(property: "uniqueName", value: name))
        guard other == nil || other?.objectID == registration.objectID else {
            throw AdministrationError.conflict("uniqueName", code: "Request_MultipleObjectsWithSameKeyValue")
        }
    }

    private func applyCredentials(_ change: ApplicationChange, isNew: Bool) throws -> [JSONObject] {
        let holder = CredentialHolder(change.registration.record)
        if let drafts = change.certificates {
            try Certificates(administration: administration).replace(with: drafts, of: holder)
        }
        let secrets = ClientSecrets(administration: administration)
        if let kept = change.keptSecrets {
            for secret in try secrets.list(of: holder) where !kept.contains(secret.keyID) {
                try secrets.remove(secret.keyID, from: holder)
            }
        }
        guard isNew || change.newSecrets.isEmpty else {
            throw AdministrationError("New password credentials must be generated with service actions.")
        }
        return try change.newSecrets.map { name, end in
            let made = try secrets.add(to: holder, displayName: name, end: end.flatMap { GraphDate.parse($0) })
            return CredentialEntity.secret(made.record, text: made.text)
        }
    }
}
