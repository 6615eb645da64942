import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var principalEntity: ServicePrincipalEntity {
        ServicePrincipalEntity(directory: directory, tenant: administration.tenant)
    }

    func servicePrincipals(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            return try self.set("servicePrincipals", principalEntity.table(), path) {
                try createServicePrincipal(appID: nil)
            }
        }
        guard let record = try servicePrincipal(key) else {
            guard key.property == "appId", method == "PATCH", path.isEmpty, call.prefers("create-if-missing") else {
                throw AdministrationError.notFound(key.value)
            }
            return try createServicePrincipal(appID: key.value)
        }
        try path.takeCast(to: "servicePrincipal")
        switch path.nextName {
        case nil: return try servicePrincipal(record)
        case "addpassword", "removepassword", "addkey", "removekey":
            return try credentials(path.remainder, of: CredentialHolder(record))
        case "owners" where method != "GET": return try changeOwners(&path, of: record.objectID)
        case "approleassignments":
            return try appRoleAssignments(&path, of: .servicePrincipal(record), "servicePrincipals")
        case "approleassignedto": return try appRoleAssignedTo(&path, record)
        default:
            return try part(&path, of: record.objectID, ServicePrincipalEntity.shape, "servicePrincipals") {
                try principalEntity.render(record)
            }
        }
    }

    private func servicePrincipal(_ key: GraphPath.Key) throws -> ServicePrincipalRecord? {
        switch key.property {
        case nil, "id":
            let found = try directory.servicePrincipal(objectID: key.value)
            return found?.tenantID == administration.tenantID ? found : nil
        case "appId": return try directory.servicePrincipal(key.value, in: administration.tenantID)
        default: throw GraphError.badRequest("The key property '\(key.property ?? "")' is not known.")
        }
    }

    private func servicePrincipal(_ record: ServicePrincipalRecord) throws -> GraphReply {
        try object(
            show: {
                var entity = principalEntity
                entity.showsKeys = query.select?.contains("keyCredentials") == true
                return try one(entity.render(record), "servicePrincipals")
            },
            change: { _ = try changeServicePrincipal(record) },
            delete: { try ServicePrincipals(administration: administration).delete(record.objectID) }
        )
    }

    private func changeServicePrincipal(_ record: ServicePrincipalRecord) throws -> ServicePrincipalRecord {
        try directory.store.write { _ in
            var changed = record
            let certificates = try ServicePrincipalEntity.apply(
                call.body(of: "ServicePrincipal"),
                to: &changed,
                names: [record.appID] + directory.identifierURIs(of: record.appID)
            )
            try ServicePrincipals(administration: administration).update(changed)
            if let certificates {
                try Certificates(administration: administration).replace(
                    with: certificates,
                    of: CredentialHolder(record)
                )
            }
            return changed
        }
    }

    private func createServicePrincipal(appID: String?) throws -> GraphReply {
        var body = try call.body(of: "ServicePrincipal")
        let wanted = try appID ?? body.requiredText("appId")
        return try directory.store.write { _ in
            let made = try ServicePrincipals(administration: administration).create(appID: wanted)
            let changed = try changeServicePrincipal(made)
            let place = "servicePrincipals/\(made.objectID)"
            return try self.made(principalEntity.render(changed), "servicePrincipals", at: place)
        }
    }

    /// Who owns an app registration or service principal.
    func owners(of objectID: String) throws -> [JSONObject] {
        try Owners(administration: administration).list(of: objectID).map(call.object)
    }

    /// What somebody owns.
    func ownedObjects(of id: String) throws -> [JSONObject] {
        let owned = try directory.all(OwnerRecord.self, where: "owner_id = ? ORDER BY object_id", [id]).map(\.objectID)
        return try owned.compactMap { try? administration.principal($0) }.map { try call.object($0) }
            + owned.compactMap { try? administration.application($0) }.map {
                call.typed(
                    try ApplicationEntity(directory: directory, tenant: administration.tenant).render($0),
                    "application"
                )
            }
    }
}
