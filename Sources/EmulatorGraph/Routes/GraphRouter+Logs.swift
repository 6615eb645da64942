import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private static let signInShape = GraphShape(
        "signIn",
        [
            "id", "createdDateTime", "userDisplayName", "userPrincipalName", "userId", "appId", "appDisplayName",
            "ipAddress", "clientAppUsed", "correlationId", "conditionalAccessStatus", "isInteractive",
            "resourceDisplayName", "resourceId", "status", "servicePrincipalId", "signInEventTypes",
        ],
        isDirectory: false
    )
    private static let relationshipShape = GraphShape(
        "delegatedAdminRelationship",
        ["id", "displayName", "status", "customer", "accessDetails", "endDateTime", "duration"],
        isDirectory: false
    )

    func auditLogs(_ path: inout GraphPath) throws -> GraphReply {
        guard let set = path.next() else { throw GraphError.noResource("auditLogs") }
        guard set.name.lowercased() == "signins" else { throw GraphError.noResource(set.text) }
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        let entries = call.context.signInLog.entries(of: administration.tenantID, limit: SignInLog.capacity)
        guard let key = path.key(of: set) else {
            try end(path)
            return try page(entries.map(Self.signIn), Self.signInShape, "auditLogs/signIns")
        }
        try end(path)
        guard let entry = entries.first(where: { $0.traceID == key.value.lowercased() }) else {
            throw AdministrationError.notFound(key.value)
        }
        return try one(Self.signIn(entry), Self.signInShape, "auditLogs/signIns")
    }

    private static func signIn(_ entry: SignInEntry) -> JSONObject {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return [
            "id": .string(entry.traceID),
            "createdDateTime": .string(GraphDate.text(entry.time)),
            "userDisplayName": text(entry.userDisplayName),
            "userPrincipalName": text(entry.userPrincipalName),
            "userId": text(entry.userID),
            "appId": text(entry.clientID),
            "appDisplayName": text(entry.clientName),
            "ipAddress": .string(entry.remoteAddress),
            "clientAppUsed": entry.isInteractive ? "Mobile Apps and Desktop clients" : "",
            "correlationId": .string(entry.correlationID),
            "conditionalAccessStatus": .string(entry.conditionalAccess.rawValue),
            "isInteractive": .bool(entry.isInteractive),
            "resourceDisplayName": text(entry.resource),
            "resourceId": text(entry.resourceID),
            "servicePrincipalId": text(entry.servicePrincipalID),
            "signInEventTypes": [
                entry.servicePrincipalID != nil
                    ? "servicePrincipal" : entry.isInteractive ? "interactiveUser" : "nonInteractiveUser"
            ],
            "status": [
                "errorCode": .integer(Int64(entry.code)),
                "failureReason": .string(entry.text ?? "Other."),
                "additionalDetails": nil,
            ],
        ]
    }

    func tenantRelationships(_ path: inout GraphPath) throws -> GraphReply {
        guard let set = path.next() else { throw GraphError.noResource("tenantRelationships") }
        guard set.name.lowercased() == "delegatedadminrelationships" else { throw GraphError.noResource(set.text) }
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        let all = try directory.partnerRelationships(partner: administration.tenantID).compactMap(relationship)
        guard let key = path.key(of: set) else {
            try end(path)
            return try page(all, Self.relationshipShape, "tenantRelationships/delegatedAdminRelationships")
        }
        try end(path)
        guard let found = all.first(where: { $0["id"]?.stringValue == key.value.lowercased() }) else {
            throw AdministrationError.notFound(key.value)
        }
        return try one(found, Self.relationshipShape, "tenantRelationships/delegatedAdminRelationships")
    }

    private func relationship(_ record: PartnerRelationshipRecord) throws -> JSONObject? {
        guard let customer = try directory.tenant(matching: record.customerTenantID) else { return nil }
        return [
            "id": .string(SeedIdentifier.make("relationship", record.customerTenantID, record.principalID)),
            "displayName": .string("\(administration.tenant.displayName)_\(customer.displayName)"),
            "status": record.expiresOn > administration.now ? "active" : "expired",
            "duration": nil,
            "endDateTime": .string(GraphDate.text(record.expiresOn)),
            "customer": ["tenantId": .string(customer.id), "displayName": .string(customer.displayName)],
            "accessDetails": [
                "unifiedRoles": .array(record.roleTemplateIDs.map { ["roleDefinitionId": .string($0)] })
            ],
        ]
    }
}
