package import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension SignInEntry {
    /// The entry; what is not known is left out.
    package var json: JSONObject {
        var members: JSONObject = [
            "time": .string(time.ISO8601Format()),
            "endpoint": .string(endpoint.rawValue),
            "outcome": .string(outcome.rawValue),
            "code": .integer(Int64(code)),
        ]
        let texts: [(String, String?)] = [
            ("error", error), ("text", text), ("tenantId", tenantID), ("userPrincipalName", userPrincipalName),
            ("userId", userID), ("clientId", clientID), ("clientName", clientName),
            ("servicePrincipalId", servicePrincipalID), ("resource", resource), ("resourceId", resourceID),
            ("grant", grant), ("protocolVersion", protocolVersion), ("clientCredential", clientCredential),
            ("library", library), ("libraryVersion", libraryVersion), ("userAgent", userAgent),
            ("remoteAddress", remoteAddress), ("traceId", traceID), ("correlationId", correlationID),
        ]
        for (name, value) in texts { if let value { members[name] = .string(value) } }
        members["authenticationMethods"] = .array(authenticationMethods.map { .string($0) })
        members["conditionalAccess"] = .string(conditionalAccess.rawValue)
        if !failedPolicies.isEmpty { members["failedPolicies"] = .array(failedPolicies.map { .string($0) }) }
        members["isLongLived"] = .bool(isLongLived)
        return members
    }
}
