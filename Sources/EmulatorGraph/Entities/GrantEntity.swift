import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Delegated grants and app role assignments as Graph shows them.
struct GrantEntity: Sendable {
    let administration: Administration

    private var directory: Directory { administration.directory }

    /// A grant; `nil` when the client or the resource is not in the tenant any more.
    func grant(_ record: DelegatedGrantRecord) throws -> JSONObject? {
        guard let client = try directory.servicePrincipal(record.clientAppID, in: record.tenantID),
            let resource = try directory.servicePrincipal(record.resourceAppID, in: record.tenantID)
        else { return nil }
        let id = DelegatedGrants.identifier(
            client: client.objectID,
            resource: resource.objectID,
            principal: record.principalID
        )
        return [
            "clientId": .string(client.objectID),
            "consentType": record.principalID == nil ? "AllPrincipals" : "Principal",
            "id": .string(id),
            "principalId": record.principalID.map { .string($0) } ?? .null,
            "resourceId": .string(resource.objectID),
            "scope": .string(record.scope),
        ]
    }

    /// An assignment; `nil` when who holds it or the resource is not there any more.
    func assignment(_ record: AppRoleAssignmentRecord) throws -> JSONObject? {
        guard let principal = try? administration.principal(record.principalID),
            let resource = try directory.servicePrincipal(record.resourceAppID, in: record.tenantID)
        else { return nil }
        return [
            "id": .string(try GraphIdentifier.assignment(record)),
            "deletedDateTime": nil,
            "appRoleId": .string(try AppRoleGrants(administration: administration).roleID(of: record)),
            "createdDateTime": .string(GraphDate.text(record.createdOn)),
            "principalDisplayName": .string(principal.displayName),
            "principalId": .string(principal.id),
            "principalType": .string(principal.typeName),
            "resourceDisplayName": .string(resource.displayName),
            "resourceId": .string(resource.objectID),
        ]
    }
}
