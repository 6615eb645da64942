import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    func auditLogs(_ path: inout GraphPath) throws -> GraphReply {
        guard let set = path.next() else { throw GraphError.notEmulated("auditLogs") }
        guard set.name == "signIns" else { throw GraphError.notEmulated(set.text) }
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        let entries = call.context.signInLog.entries(of: administration.tenantID, limit: SignInLog.capacity)
        return try fixedSet(
            "auditLogs/signIns",
            GraphShape("signIn"),
            &path,
            set,
            { entries.map(Self.signIn) },
            named: { id in entries.first { $0.traceID == id.lowercased() }.map(Self.signIn) }
        )
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
}
